using System.Collections.Concurrent;
using System.Globalization;
using Ensoras.Domain.Tickets;
using Ensoras.Web.Resources;
using Microsoft.AspNetCore.Components;

namespace Ensoras.Web.Components;

/// <summary>A ticket's priority: a coloured dot with its word.</summary>
public static class PriorityDot
{
    private static readonly ConcurrentDictionary<(TicketPriority, string), MarkupString> Drawn = new();

    /// <summary>The dot; a stored value that is not known here is drawn as it is.</summary>
    public static MarkupString Of(TicketPriority priority, IStringLocalizer<SharedText> shared) =>
        Enum.IsDefined(priority)
            ? Drawn.GetOrAdd((priority, CultureInfo.CurrentUICulture.Name), _ => Draw(priority, shared))
            : Of(priority);

    /// <summary>The dot in English.</summary>
    public static MarkupString Of(TicketPriority priority) => Draw(priority, $"{priority}", $"{priority} priority");

    private static MarkupString Draw(TicketPriority priority, IStringLocalizer<SharedText> shared)
    {
        string word = shared[$"TicketPriority_{priority}"];
        return Draw(priority, word, word);
    }

    private static MarkupString Draw(TicketPriority priority, string word, string title) =>
        HtmlTemplate.From(
            $"""<span class="priority-dot" data-priority="{priority}" title="{title}"><span>{word}</span></span>""");
}
