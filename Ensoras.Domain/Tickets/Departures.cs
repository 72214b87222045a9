using Ensoras.Domain.Storage;
using Microsoft.EntityFrameworkCore;

namespace Ensoras.Domain.Tickets;

/// <summary>What somebody has in hand.</summary>
public sealed record InHand(int Tickets, int ScheduledReplies)
{
    public bool IsNothing => this is { Tickets: 0, ScheduledReplies: 0 };
}

/// <summary>Who gets what somebody leaves behind.</summary>
/// <param name="AgentId">Null for nobody in particular.</param>
/// <param name="TeamId">Null leaves each ticket with the team it has.</param>
/// <param name="Name">How the history calls them.</param>
public sealed record Successor(Guid? AgentId, Guid? TeamId, string Name)
{
    public static readonly Successor Nobody = new(null, null, Ticket.Nobody);
}

/// <summary>Hands over what somebody who was deactivated leaves behind.</summary>
public sealed class Departures(IDbContextFactory<EnsorasDb> databases, TicketDesk desk)
{
    private const int MaxAtOnce = 50;

    /// <summary>Their open tickets, and their replies that are scheduled and not held.</summary>
    public async Task<InHand> CountAsync(Guid projectId, Guid agentId, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return new InHand(
            await Assigned(db, projectId, agentId).CountAsync(cancellationToken).ConfigureAwait(false),
            await Scheduled(db, projectId, agentId).CountAsync(cancellationToken).ConfigureAwait(false));
    }

    /// <summary>
    /// Gives their tickets to the successor and holds their scheduled replies. What was not reached, because the
    /// server stopped, is reached by calling it again.
    /// </summary>
    /// <returns>Why not, for each ticket that could not be handed over.</returns>
    public async Task<IReadOnlyDictionary<Guid, Sentence>> HandOverAsync(
        Actor by,
        Guid projectId,
        Leaver leaving,
        Successor to,
        CancellationToken cancellationToken)
    {
        List<Guid> ticketIds;
        await using (var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false))
        {
            ticketIds = await Assigned(db, projectId, leaving.Id).Select(ticket => ticket.Id)
                .Union(Scheduled(db, projectId, leaving.Id).Select(message => message.TicketId))
                .ToListAsync(cancellationToken).ConfigureAwait(false);
        }

        var refusals = new Dictionary<Guid, Sentence>();
        foreach (var some in ticketIds.Chunk(MaxAtOnce))
        {
            var refused = await desk.ChangeManyAsync(
                    some,
                    by,
                    (ticket, stamp) => ticket.HandOver(stamp, leaving, to.AgentId, to.TeamId, to.Name),
                    cancellationToken)
                .ConfigureAwait(false);
            foreach (var (ticketId, reason) in refused)
            {
                refusals[ticketId] = reason;
            }
        }

        return refusals;
    }

    private static IQueryable<Ticket> Assigned(EnsorasDb db, Guid projectId, Guid agentId) =>
        db.Tickets.Where(ticket =>
            ticket.ProjectId == projectId && ticket.AssigneeId == agentId && ticket.Status != TicketStatus.Closed);

    // By what is on its way, which is little; a person's messages are many and have no index.
    private static IQueryable<Message> Scheduled(EnsorasDb db, Guid projectId, Guid agentId) =>
        db.Messages.Where(message =>
            message.DueAt != null
            && message.Status == MessageStatus.Scheduled
            && message.AuthorId == agentId
            && db.Tickets.Any(ticket => ticket.Id == message.TicketId && ticket.ProjectId == projectId));
}
