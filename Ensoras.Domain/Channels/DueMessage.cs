using Ensoras.Domain.Storage;
using Ensoras.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Ensoras.Domain.Channels;

/// <summary>A message whose moment has come: queued, scheduled, or claimed by a worker that is gone.</summary>
internal sealed record DueMessage(Guid MessageId, Guid TicketId, MessageStatus Status, Channel Channel)
{
    private const int MaxAtOnce = 200;

    /// <summary>Up to 200 of them, the longest due first, each ticket's in their order.</summary>
    /// <param name="channels">The queued ones of these channels.</param>
    /// <param name="alsoMoves">Whether the scheduled ones and lost claims of every channel belong to it.</param>
    public static async Task<List<DueMessage>> FindAsync(
        IDbContextFactory<EnsorasDb> databases, DateTimeOffset now, IReadOnlyCollection<Channel> channels, bool alsoMoves, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return await db.Messages
            .Where(message => message.DueAt != null && message.DueAt <= now
                && (message.Status == MessageStatus.Queued || message.Status == MessageStatus.Scheduled || message.Status == MessageStatus.Sending)
                && (message.Status != MessageStatus.Sending || message.ClaimedUntil < now))
            .Join(db.Tickets, message => message.TicketId, ticket => ticket.Id, (message, ticket) => new { message, ticket })
            .Where(due => due.message.Status == MessageStatus.Queued ? channels.Contains(due.ticket.Channel) : alsoMoves)
            .OrderBy(due => due.message.DueAt).ThenBy(due => due.message.Number)
            .Take(MaxAtOnce)
            .Select(due => new DueMessage(due.message.Id, due.ticket.Id, due.message.Status, due.ticket.Channel))
            .ToListAsync(cancellationToken).ConfigureAwait(false);
    }
}
