using Ensoras.Domain.Tickets;
using Ensoras.Web.Components;
using Ensoras.Web.Layout;
using Microsoft.AspNetCore.Components;

namespace Ensoras.Web.Components;

/// <summary>A ticket's status: its word on its colour.</summary>
public static class StatusBadge
{
    private static readonly Dictionary<TicketStatus, MarkupString> Badges = Enum.GetValues<TicketStatus>().ToDictionary(status => status, Draw);

    /// <summary>The badge; a stored value that is not known here is drawn as it is.</summary>
    public static MarkupString Of(TicketStatus status) => Badges.TryGetValue(status, out var badge) ? badge : Draw(status);

    private static MarkupString Draw(TicketStatus status) =>
        HtmlTemplate.From($"""<span class="status-badge" data-status="{status}">{status.Label()}</span>""");
}
