using Ensoras.Domain.Tickets;
using Ensoras.Web.Components;
using Ensoras.Web.Layout;
using Microsoft.AspNetCore.Components;

namespace Ensoras.Web.Components;

/// <summary>A ticket's priority: a coloured dot with its word.</summary>
public static class PriorityDot
{
    private static readonly Dictionary<TicketPriority, MarkupString> Dots = Enum.GetValues<TicketPriority>().ToDictionary(priority => priority, Draw);

    /// <summary>The dot; a stored value that is not known here is drawn as it is.</summary>
    public static MarkupString Of(TicketPriority priority) => Dots.TryGetValue(priority, out var dot) ? dot : Draw(priority);

    private static MarkupString Draw(TicketPriority priority) =>
        HtmlTemplate.From($"""<span class="priority-dot" data-priority="{priority}" title="{priority} priority"><span>{priority}</span></span>""");
}
