using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using Ensoras.Domain.Tickets;
using Ensoras.Web.Components;
using Ensoras.Web.Localization;
using Ensoras.Web.Resources;
using Microsoft.AspNetCore.Components;

namespace Ensoras.Web.TicketLists;

/// <summary>
/// What a row shows beside its box and its link, as markup. It is made once for each row that was read, in each
/// language, and shared by every screen that shows it: fifty rows of real elements would cost each open screen a
/// hundred kilobytes.
/// </summary>
public sealed class TicketCells
{
    private static readonly ConcurrentDictionary<string, ConditionalWeakTable<TicketRow, TicketCells>> Made = [];

    private TicketCells(TicketRow ticket, IStringLocalizer<SharedText> shared, IStringLocalizer<ListsText> text)
    {
        var unread = text["Unread"].Value;
        var dot = ticket.IsUnread
            ? HtmlTemplate.From(
                $"""<span class="unread-dot" role="img" aria-label="{unread}" title="{unread}"></span>""")
            : new MarkupString("<span></span>");
        Front = HtmlTemplate.From($"{dot}{Avatar.Of(ticket.CustomerName)}");

        // Each text in its own direction, so that an Arabic title does not turn about what stands beside it.
        Title = HtmlTemplate.From(
            $"<bdi>{(ticket.TitleHit is { } title ? HitView.Of(title) : HtmlTemplate.From($"{ticket.Title}"))}</bdi>");
        var customer = ticket.CustomerHit is { } who
            ? HitView.Of(who)
            : HtmlTemplate.From($"{ticket.CustomerAddress ?? ticket.CustomerName}");
        var found = ticket.Hit is { } hit
            ? HtmlTemplate.From($"""<span class="ticket-hit" dir="auto">{HitView.Of(hit)}</span>""")
            : default;
        Below = HtmlTemplate.From(
            $"""<div class="line"><span class="ticket-address" dir="auto" title="{ticket.CustomerName}">{customer}</span>{found}{TagList.Of(ticket.Tags)}</div>""");
        Columns = HtmlTemplate.From(
            $"""
            <td class="status">{StatusBadge.Of(ticket.Status, shared)}</td>
            <td class="priority">{PriorityDot.Of(ticket.Priority, shared)}</td>
            <td class="messages">{Icon.Of(
                "chats",
                "small")}{ticket.MessageCount}<span class="visually-hidden"> {text.Count(
                "Message",
                ticket.MessageCount)}</span></td>
            <td class="assigned">{Assigned(ticket, shared, text)}</td>
            <td class="last-message">{Ago(ticket.LastMessageAt)}</td>
            <td class="created">{Ago(ticket.CreatedAt)}</td>
            """);
    }

    /// <summary>Before the title: the unread dot and the customer's avatar.</summary>
    public MarkupString Front { get; }

    /// <summary>The title, with what a search found in it marked.</summary>
    public MarkupString Title { get; }

    /// <summary>Under the title: the customer's address, what a search found, and the tags.</summary>
    public MarkupString Below { get; }

    /// <summary>The cells of all columns but the first.</summary>
    public MarkupString Columns { get; }

    public static TicketCells Of(
        TicketRow ticket,
        IStringLocalizer<SharedText> shared,
        IStringLocalizer<ListsText> text) =>
        Made.GetOrAdd(CultureInfo.CurrentUICulture.Name, _ => [])
            .GetValue(ticket, row => new TicketCells(row, shared, text));

    private static MarkupString Assigned(
        TicketRow ticket,
        IStringLocalizer<SharedText> shared,
        IStringLocalizer<ListsText> text)
    {
        if (ticket.AssigneeName is { } name)
        {
            return HtmlTemplate.From(
                $"""<span class="avatar small" style="--hue:{Initials.Hue(name)}" title="{name}" role="img" aria-label="{name}">{Initials.Of(name)}</span>""");
        }

        var nobody = ticket.TeamName is { } team ? text["TeamNobodyYet", team].Value : shared["Unassigned"].Value;
        return HtmlTemplate.From(
            $"""<span class="avatar small none" role="img" aria-label="{nobody}" title="{nobody}"></span>""");
    }

    private static MarkupString Ago(DateTimeOffset instant) =>
        HtmlTemplate.From($"""<relative-time datetime="{instant.UtcDateTime:O}"></relative-time>""");
}
