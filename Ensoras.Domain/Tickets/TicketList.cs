using Ensoras.Domain.Live;
using Ensoras.Domain.Storage;
using Microsoft.EntityFrameworkCore;

namespace Ensoras.Domain.Tickets;

/// <summary>The two lists of tickets, Inbox and Tickets, page by page along an index.</summary>
public sealed class TicketList(IDbContextFactory<EnsorasDb> databases, SharedReads shared)
{
    public const int PageSize = 50;

    /// <summary>What needs a person now; by default status, then priority, then longest waiting.</summary>
    public Task<TicketPage> ReadInboxAsync(Guid projectId, TicketFilter filter, PageKey? after, CancellationToken cancellationToken) =>
        ReadAsync(projectId, filter, after, inInbox: true, cancellationToken);

    /// <summary>Every ticket of the project, by default the newest conversation first.</summary>
    public Task<TicketPage> ReadAllAsync(Guid projectId, TicketFilter filter, PageKey? after, CancellationToken cancellationToken) =>
        ReadAsync(projectId, filter, after, inInbox: false, cancellationToken);

    private Task<TicketPage> ReadAsync(Guid projectId, TicketFilter filter, PageKey? after, bool inInbox, CancellationToken cancellationToken) =>
        shared.ReadAsync(LiveScope.Tickets(projectId), new Question(projectId, filter, after, inInbox), async cancel =>
        {
            await using var db = await databases.CreateDbContextAsync(cancel).ConfigureAwait(false);
            var all = db.Tickets.Where(ticket => ticket.ProjectId == projectId);
            var matching = Matching(inInbox ? all.Where(ticket => ticket.InboxRank != null) : all, filter, inInbox);
            var order = TicketOrder.Of(filter, inInbox);
            return await ReadPageAsync(db, matching, order, after is not null && order.Understands(after) ? after : null, isCounted: inInbox, cancel).ConfigureAwait(false);
        }, cancellationToken);

    private static async Task<TicketPage> ReadPageAsync(EnsorasDb db, IQueryable<Ticket> matching, TicketOrder order, PageKey? from, bool isCounted, CancellationToken cancellationToken)
    {
        var backwards = from is { Backwards: true };
        var walked = backwards ? order.Reversed() : order;
        var rows = Rows(db, walked.Apply(matching, from).Take(PageSize + 1));

        // Rows and total in one command: one look at the data, so that they agree.
        var counted = isCounted
            ? rows.Select(row => new { Row = row, Total = (int?)matching.Count() })
            : rows.Select(row => new { Row = row, Total = (int?)null });
        var found = await counted.ToListAsync(cancellationToken).ConfigureAwait(false);
        var hasMore = found.Count > PageSize;
        if (backwards && !hasMore)
        {
            // What is before is the first page, which may have grown or shrunk meanwhile.
            return await ReadPageAsync(db, matching, order, null, isCounted, cancellationToken).ConfigureAwait(false);
        }

        if (found.Count == 0)
        {
            return new TicketPage([], null, isCounted ? await matching.CountAsync(cancellationToken).ConfigureAwait(false) : null);
        }

        var page = found.Take(PageSize).Select(each => each.Row).ToList();
        if (backwards)
        {
            page.Reverse();
        }

        return new TicketPage([.. page.Select(each => each.Row)], hasMore || backwards ? order.KeyAfter(page[^1]) : null, found[0].Total)
        {
            Previous = from is not null ? order.KeyAfter(page[0]) with { Backwards = true } : null,
        };
    }

    private static IQueryable<Ticket> Matching(IQueryable<Ticket> tickets, TicketFilter filter, bool inInbox)
    {
        if (inInbox)
        {
            // Status and priority are the two digits of the rank, which stands in every index of the Inbox.
            if (filter.Status is not null || filter.Priority is not null)
            {
                int?[] ranks = [.. Inbox.Ranks(filter.Status, filter.Priority)];
                tickets = tickets.Where(ticket => ranks.Contains(ticket.InboxRank));
            }
        }
        else
        {
            tickets = filter.Status is { } status ? tickets.Where(ticket => ticket.Status == status) : tickets;
            tickets = filter.Priority is { } priority ? tickets.Where(ticket => ticket.Priority == priority) : tickets;
        }

        tickets = filter.Channel is { } channel ? tickets.Where(ticket => ticket.Channel == channel) : tickets;
        tickets = filter.Type is { } type ? tickets.Where(ticket => ticket.Type == type) : tickets;
        tickets = filter.AssignedTo is { } assigned ? tickets.Where(ticket => ticket.AssigneeId == assigned.AgentId) : tickets;
        return filter.TeamId is { } team ? tickets.Where(ticket => ticket.TeamId == team) : tickets;
    }

    private static IQueryable<FoundTicket> Rows(EnsorasDb db, IQueryable<Ticket> tickets)
    {
        var rows =
            from ticket in tickets
            join customer in db.Customers on ticket.CustomerId equals customer.Id
            join agent in db.Agents on ticket.AssigneeId equals agent.Id into agents
            from assignee in agents.DefaultIfEmpty()
            join team in db.Teams on ticket.TeamId equals team.Id into teams
            from assignedTeam in teams.DefaultIfEmpty()
            select new FoundTicket(
                new TicketRow(
                    ticket.Id, ticket.Number, ticket.Title, customer.Name, customer.Email, ticket.Channel, ticket.Status, ticket.Priority,
                    ticket.Type, ticket.MessageCount, ticket.AssigneeId, assignee.Name, assignedTeam.Name,
                    EF.Property<string>(ticket, "TagLines"), ticket.IsUnread, ticket.DraftRequestId != null, ticket.LastMessageAt, ticket.CreatedAt),
                ticket.InboxRank,
                ticket.WaitingSince);
        return rows;
    }

    private sealed record Question(Guid ProjectId, TicketFilter Filter, PageKey? After, bool InInbox);
}
