using System.Collections.Concurrent;
using System.Globalization;
using Ensoras.Domain.Tickets;
using Ensoras.Web.Resources;
using Microsoft.AspNetCore.Components;

namespace Ensoras.Web.Components;

/// <summary>A ticket's status: its word on its colour.</summary>
public static class StatusBadge
{
    private static readonly ConcurrentDictionary<(TicketStatus, string), MarkupString> Drawn = new();

    /// <summary>The badge; a stored value that is not known here is drawn as it is.</summary>
    public static MarkupString Of(TicketStatus status, IStringLocalizer<SharedText> shared) => Enum.IsDefined(status)
        ? Drawn.GetOrAdd(
            (status, CultureInfo.CurrentUICulture.Name), _ => Draw(status, shared[$"TicketStatus_{status}"]))
        : Of(status);

    /// <summary>The badge in English.</summary>
    public static MarkupString Of(TicketStatus status) => Draw(status, status.Label());

    private static MarkupString Draw(TicketStatus status, string word) =>
        HtmlTemplate.From($"""<span class="status-badge" data-status="{status}">{word}</span>""");
}
