using Ensoras.Domain.Storage;
using Microsoft.EntityFrameworkCore;

namespace Ensoras.Domain.Tickets;

/// <summary>A row as it was read, with what its page key needs.</summary>
internal sealed record FoundTicket(
    TicketRow Row,
    int? InboxRank,
    DateTimeOffset WaitingSince,
    DateTimeOffset StatusSince);

/// <summary>What a list reads of each ticket.</summary>
internal static class TicketRows
{
    public static IQueryable<FoundTicket> Rows(this EnsorasDb db, IQueryable<Ticket> tickets) =>
        from ticket in tickets
        join customer in db.Customers on ticket.CustomerId equals customer.Id
        join agent in db.Agents on ticket.AssigneeId equals agent.Id into agents
        from assignee in agents.DefaultIfEmpty()
        join team in db.Teams on ticket.TeamId equals team.Id into teams
        from assignedTeam in teams.DefaultIfEmpty()
        select new FoundTicket(
            new TicketRow(
                ticket.Id,
                ticket.Number,
                ticket.Title,
                customer.Name,
                customer.Email,
                ticket.Channel,
                ticket.Status,
                ticket.Priority,
                ticket.Type,
                ticket.MessageCount,
                ticket.AssigneeId,
                assignee.Name,
                assignedTeam.Name,
                EF.Property<string>(ticket, "TagLines"),
                ticket.IsUnread,
                ticket.DraftRequestId != null,
                ticket.LastMessageAt,
                ticket.CreatedAt),
            ticket.InboxRank,
            ticket.WaitingSince,
            ticket.StatusSince);
}
