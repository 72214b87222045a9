using Ensoras.Domain.Storage;
using Microsoft.EntityFrameworkCore;

namespace Ensoras.Domain.Tickets;

/// <summary>What somebody has under way.</summary>
public sealed record WorkInHand(int OpenTickets, int ScheduledReplies);

/// <summary>The work of somebody who leaves: counted before they are deactivated, and handed to others after.</summary>
public sealed class AgentWork(IDbContextFactory<EnsorasDb> databases, BulkRuns runs, TimeProvider time)
{
    public async Task<WorkInHand> CountAsync(Guid projectId, Guid agentId, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var tickets = await OpenTickets(db, projectId, agentId).CountAsync(cancellationToken).ConfigureAwait(false);
        var replies = await db.Messages
            .Where(message => message.Status == MessageStatus.Scheduled && message.AuthorId == agentId)
            .CountAsync(message => db.Tickets.Any(ticket => ticket.Id == message.TicketId && ticket.ProjectId == projectId), cancellationToken)
            .ConfigureAwait(false);
        return new WorkInHand(tickets, replies);
    }

    /// <summary>Hands the open tickets over in the background, as a bulk action of who deactivated the person.</summary>
    /// <param name="toId">Who gets them; null leaves each to its team, or to nobody.</param>
    /// <param name="toName">How the tickets' histories call them.</param>
    public async Task HandOverAsync(Actor by, Guid projectId, Guid agentId, Guid? toId, string toName, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        List<SelectedTicket> tickets;
        await using (var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false))
        {
            var ids = await OpenTickets(db, projectId, agentId).OrderBy(ticket => ticket.Id).Select(ticket => ticket.Id)
                .Take(BulkActions.MaxTickets).ToListAsync(cancellationToken).ConfigureAwait(false);
            tickets = [.. ids.Select(id => new SelectedTicket(id, now))];
        }

        if (tickets.Count > 0)
        {
            var filter = new TicketFilter { AssignedTo = new AssignedTo(agentId) };
            await runs.StartAsync(
                new BulkOrder(projectId, BulkChange.AssignTo(toId, toName), tickets, by) { Filter = filter }, cancellationToken).ConfigureAwait(false);
        }
    }

    private static IQueryable<Ticket> OpenTickets(EnsorasDb db, Guid projectId, Guid agentId) => db.Tickets.Where(ticket =>
        ticket.ProjectId == projectId && ticket.AssigneeId == agentId && ticket.Status != TicketStatus.Closed);
}
