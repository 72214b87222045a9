using System.Collections.Concurrent;
using Ensoras.Domain.Scheduling;
using Ensoras.Domain.Servers;
using Ensoras.Domain.Storage;
using Ensoras.Domain.Tickets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Ensoras.Domain.Channels;

/// <summary>
/// Sends what is due where storing is sending, queues scheduled messages whose moment has come, and settles claims of
/// workers that died. All of that is quick: what a channel takes its time for is left to
/// <see cref="OutboundMailSweep"/>, so that a slow mail server holds up no chat.
/// </summary>
public sealed class DeliverySweep(
    IDbContextFactory<EnsorasDb> databases,
    TicketDesk desk,
    IEnumerable<IChannel> channels,
    LivingServers servers,
    IWakeUp wakeUp,
    TimeProvider time,
    ILogger<DeliverySweep> logger) : ISweep
{
    private const int MaxInOneCommit = 50;
    private readonly HashSet<Channel> _storing =
    [
        .. channels.Where(channel => channel.SendsByStoring).Select(channel => channel.Channel),
    ];
    private readonly List<Channel> _slow =
    [
        .. channels.Where(channel => !channel.SendsByStoring).Select(channel => channel.Channel),
    ];

    // What the handover was woken for: a busy chat must not wake it for the same e-mails again and again.
    private HashSet<Guid> _woken = [];

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var done = 0;
        int moved;
        do
        {
            // Many tickets go in one commit; the others go beside each other, the messages of one ticket in their
            // order.
            var due = (
                await DueMessage
                    .FindAsync(databases, time.GetUtcNow(), _storing, servers.Ids, alsoMoves: true, cancellationToken)
                    .ConfigureAwait(false)).ToLookup(message => message.Status is not MessageStatus.Sending && _storing.Contains(message.Channel));
            moved = await StoreAsSentAsync([.. due[true].GroupBy(message => message.TicketId)], cancellationToken)
                .ConfigureAwait(false);
            moved += await MoveEachAsync(due[false].GroupBy(message => message.TicketId), cancellationToken)
                .ConfigureAwait(false);
            done += moved;
        }
        while (moved > 0);

        await WakeHandoverAsync(cancellationToken).ConfigureAwait(false);
        await WakeForNextAsync(cancellationToken).ConfigureAwait(false);
        return done;
    }

    private async Task<int> MoveEachAsync(
        IEnumerable<IGrouping<Guid, DueMessage>> tickets,
        CancellationToken cancellationToken)
    {
        var moved = 0;
        await Parallel
            .ForEachAsync(
                tickets,
                new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = cancellationToken },
                async (ticket, cancel) =>
                {
                    foreach (var message in ticket)
                    {
                        if (await TryAsync(message, cancel).ConfigureAwait(false))
                        {
                            Interlocked.Increment(ref moved);
                        }
                    }
                })
            .ConfigureAwait(false);
        return moved;
    }

    /// <summary>
    /// Claim and delivery in one commit, for some dozens of tickets at once: there is no moment in which a stop could
    /// lose or double a message.
    /// </summary>
    private async Task<int> StoreAsSentAsync(
        IReadOnlyList<IGrouping<Guid, DueMessage>> tickets,
        CancellationToken cancellationToken)
    {
        var moved = 0;
        foreach (var some in tickets.Chunk(MaxInOneCommit))
        {
            var due = some.ToDictionary(ticket => ticket.Key, ticket => ticket.ToList());
            var sent = new ConcurrentDictionary<Guid, int>();
            try
            {
                var refused = await desk.ChangeManyAsync(
                        [.. due.Keys],
                        Actor.System,
                        (ticket, stamp) => sent[ticket.Id] = StoreAsSent(ticket, stamp, due[ticket.Id]),
                        cancellationToken)
                    .ConfigureAwait(false);

                // Somebody came first to one of its messages: each is looked at by itself.
                moved += sent.Where(ticket => !refused.ContainsKey(ticket.Key)).Sum(ticket => ticket.Value);
                moved += await MoveEachAsync(some.Where(ticket => refused.ContainsKey(ticket.Key)), cancellationToken)
                    .ConfigureAwait(false);
            }
            catch (Exception error)
                when (error is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                logger.LogError(
                    error,
                    "{Count} tickets' messages could not be sent; the next sweep tries again.",
                    due.Count);
            }
        }

        return moved;
    }

    private static int StoreAsSent(Ticket ticket, Stamp stamp, IReadOnlyList<DueMessage> messages)
    {
        var sent = 0;
        foreach (var message in messages)
        {
            if (message.Status is MessageStatus.Scheduled)
            {
                ticket.ScheduledMomentCame(stamp, message.MessageId);
            }

            if (ticket.ClaimForSending(stamp, message.MessageId, stamp.At))
            {
                ticket.Delivered(stamp, message.MessageId);
                sent++;
            }
        }

        return sent;
    }

    private async Task<bool> TryAsync(DueMessage due, CancellationToken cancellationToken)
    {
        try
        {
            return await (
                due.Status switch
                {
                    MessageStatus.Scheduled when !_storing.Contains(due.Channel) => QueueAsync(due, cancellationToken),
                    MessageStatus.Sending => desk.ChangeAsync(
                        due.TicketId,
                        Actor.System,
                        (ticket, stamp) => ticket.ClaimLost(stamp, due.MessageId, servers.Ids),
                        cancellationToken),
                    _ => desk.ChangeAsync(
                        due.TicketId,
                        Actor.System,
                        (ticket, stamp) => StoreAsSent(ticket, stamp, [due]) > 0,
                        cancellationToken),
                }).ConfigureAwait(false);
        }
        catch (RuleBrokenException refusal)
        {
            // Somebody came first: cancelled, undone or sent meanwhile.
            logger.LogInformation("Message {MessageId} was not sent now: {Refusal}", due.MessageId, refusal.Message);
            return false;
        }
        catch (Exception error)
            when (error is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            logger.LogError(
                error,
                "Message {MessageId} could not be dealt with; the next sweep tries again.",
                due.MessageId);
            return false;
        }
    }

    private async Task<bool> QueueAsync(DueMessage due, CancellationToken cancellationToken)
    {
        await desk.ChangeAsync(
                due.TicketId,
                Actor.System,
                (ticket, stamp) => ticket.ScheduledMomentCame(stamp, due.MessageId),
                cancellationToken)
            .ConfigureAwait(false);
        return true;
    }

    private async Task WakeHandoverAsync(CancellationToken cancellationToken)
    {
        var waiting = await DueMessage
            .FindAsync(databases, time.GetUtcNow(), _slow, servers.Ids, alsoMoves: false, cancellationToken)
            .ConfigureAwait(false);
        var known = _woken;
        _woken = [.. waiting.Select(message => message.MessageId)];
        if (!_woken.IsSubsetOf(known))
        {
            wakeUp.Wake(Sweep.OutboundMail);
        }
    }

    private async Task WakeForNextAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var now = time.GetUtcNow();
        var next = await db
            .Messages.Where(message =>
                message.DueAt > now
                && (message.Status == MessageStatus.Queued || message.Status == MessageStatus.Scheduled))
            .MinAsync(message => message.DueAt, cancellationToken)
            .ConfigureAwait(false);
        if (next is not null)
        {
            wakeUp.Wake(Sweep.Delivery, next);
        }
    }
}
