using Ensoras.Domain.Storage;
using Ensoras.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Ensoras.Domain.Channels;

/// <summary>A message whose moment has come: queued, scheduled, or claimed by a worker that is gone.</summary>
internal sealed record DueMessage(Guid MessageId, Guid TicketId, MessageStatus Status, Channel Channel, string? Address)
{
    private const int MaxAtOnce = 2_000;

    /// <summary>Where it goes, as far as others go there too: the mail domain of its customer.</summary>
    public string Host => Address is { } address ? address[(address.LastIndexOf('@') + 1)..] : "";

    /// <summary>Up to 2,000 of them, the longest due first, each ticket's in their order.</summary>
    /// <param name="living">The servers that live; what one of them has claimed is not due.</param>
    /// <param name="channels">The queued ones of these channels.</param>
    /// <param name="alsoMoves">Whether the scheduled ones and lost claims of every channel belong to it.</param>
    public static async Task<List<DueMessage>> FindAsync(
        IDbContextFactory<EnsorasDb> databases,
        DateTimeOffset now,
        IReadOnlyCollection<Channel> channels,
        IReadOnlyList<Guid>? living,
        bool alsoMoves,
        CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return await db
            .Messages.Where(message =>
                message.DueAt != null
                && message.DueAt <= now
                && (
                    message.Status == MessageStatus.Queued
                    || message.Status == MessageStatus.Scheduled
                    || message.Status == MessageStatus.Sending)
                && (
                    message.Status != MessageStatus.Sending
                    || (
                        message.ClaimedBy == null
                            ? message.ClaimedUntil < now
                            : living != null && !living.Contains(message.ClaimedBy.Value))))
            .Join(
                db.Tickets,
                message => message.TicketId,
                ticket => ticket.Id,
                (message, ticket) => new { message, ticket })
            .Join(
                db.Customers,
                due => due.ticket.CustomerId,
                customer => customer.Id,
                (due, customer) =>
                    new
                    {
                        due.message,
                        due.ticket,
                        customer.NormalizedEmail,
                    })
            .Where(due =>
                due.message.Status == MessageStatus.Queued ? channels.Contains(due.ticket.Channel) : alsoMoves)
            .OrderBy(due => due.message.DueAt)
            .ThenBy(due => due.message.Number)
            .Take(MaxAtOnce)
            .Select(due => new DueMessage(
                due.message.Id,
                due.ticket.Id,
                due.message.Status,
                due.ticket.Channel,
                due.NormalizedEmail))
            .ToListAsync(cancellationToken)
            .ConfigureAwait(false);
    }
}
