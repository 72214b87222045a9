using System.Runtime.CompilerServices;
using Ensoras.Domain.Tickets;
using Ensoras.Web.Components;
using Ensoras.Web.Layout;
using Microsoft.AspNetCore.Components;

namespace Ensoras.Web.TicketLists;

/// <summary>
/// What a row shows beside its box and its link, as markup. It is made once for each row that was read and shared by every
/// screen that shows it: fifty rows of real elements would cost each open screen a hundred kilobytes.
/// </summary>
public sealed class TicketCells
{
    private static readonly ConditionalWeakTable<TicketRow, TicketCells> Made = [];

    private TicketCells(TicketRow ticket)
    {
        var dot = ticket.IsUnread ? """<span class="unread-dot" role="img" aria-label="Unread" title="Unread"></span>""" : "<span></span>";
        Front = HtmlTemplate.From($"{new MarkupString(dot)}{Avatar.Of(ticket.CustomerName)}");

        // Each text in its own direction, so that an Arabic title does not turn about what stands beside it.
        Title = HtmlTemplate.From($"<bdi>{(ticket.TitleHit is { } title ? HitView.Of(title) : HtmlTemplate.From($"{ticket.Title}"))}</bdi>");
        var customer = ticket.CustomerHit is { } who ? HitView.Of(who) : HtmlTemplate.From($"{ticket.CustomerAddress ?? ticket.CustomerName}");
        var found = ticket.Hit is { } hit ? HtmlTemplate.From($"""<span class="ticket-hit" dir="auto">{HitView.Of(hit)}</span>""") : default;
        Below = HtmlTemplate.From($"""<div class="line"><span class="ticket-address" dir="auto" title="{ticket.CustomerName}">{customer}</span>{found}{TagList.Of(ticket.Tags)}</div>""");
        Columns = HtmlTemplate.From($"""
            <td class="status">{StatusBadge.Of(ticket.Status)}</td>
            <td class="priority">{PriorityDot.Of(ticket.Priority)}</td>
            <td class="messages">{Icon.Of("chats", "small")}{ticket.MessageCount}<span class="visually-hidden"> {(ticket.MessageCount == 1 ? "message" : "messages")}</span></td>
            <td class="assigned">{Assigned(ticket)}</td>
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

    public static TicketCells Of(TicketRow ticket) => Made.GetValue(ticket, row => new TicketCells(row));

    private static MarkupString Assigned(TicketRow ticket)
    {
        if (ticket.AssigneeName is { } name)
        {
            return HtmlTemplate.From($"""<span class="avatar small" style="--hue:{Initials.Hue(name)}" title="{name}" role="img" aria-label="{name}">{Initials.Of(name)}</span>""");
        }

        var nobody = ticket.TeamName is { } team ? $"Team {team}, nobody yet" : "Unassigned";
        return HtmlTemplate.From($"""<span class="avatar small none" role="img" aria-label="{nobody}" title="{nobody}"></span>""");
    }

    private static MarkupString Ago(DateTimeOffset instant) => HtmlTemplate.From($"""<relative-time datetime="{instant.UtcDateTime:O}"></relative-time>""");
}
