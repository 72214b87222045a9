using System.Collections.Concurrent;
using Ensoras.Domain.Scheduling;
using Ensoras.Domain.Storage;
using Ensoras.Domain.Tickets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Ensoras.Domain.Channels;

/// <summary>
/// Sends what is due, each message once: scheduled messages whose moment has come are queued, queued ones are claimed and handed
/// to their channel, and claims of workers that died are settled.
/// </summary>
public sealed class Delivery(
    IDbContextFactory<EnsorasDb> databases,
    TicketDesk desk,
    IEnumerable<IChannel> channels,
    IWakeUp wakeUp,
    TimeProvider time,
    ILogger<Delivery> logger) : ISweep
{
    private const int MostAtOnce = 200;
    private const int MostInOneCommit = 50;
    private const int MostAttempts = 5;
    private static readonly TimeSpan ClaimLasts = TimeSpan.FromMinutes(5);
    private readonly Dictionary<Channel, IChannel> _channels = channels.ToDictionary(channel => channel.Channel);

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var done = 0;
        int moved;
        do
        {
            // Where sending is storing, many tickets go in one commit; the others go beside each other, the messages of one ticket in their order.
            var due = (await FindDueAsync(cancellationToken).ConfigureAwait(false)).ToLookup(message => message.Status is not MessageStatus.Sending && _channels[message.Channel].SendsByStoring);
            moved = await StoreAsSentAsync([.. due[true].GroupBy(message => message.TicketId)], cancellationToken).ConfigureAwait(false);
            moved += await SendEachAsync(due[false].GroupBy(message => message.TicketId), cancellationToken).ConfigureAwait(false);
            done += moved;
        }
        while (moved > 0);

        await WakeForNextAsync(cancellationToken).ConfigureAwait(false);
        return done;
    }

    private async Task<int> SendEachAsync(IEnumerable<IGrouping<Guid, DueMessage>> tickets, CancellationToken cancellationToken)
    {
        var moved = 0;
        await Parallel.ForEachAsync(tickets, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = cancellationToken }, async (ticket, cancel) =>
        {
            foreach (var message in ticket)
            {
                if (await TryAsync(message, cancel).ConfigureAwait(false))
                {
                    Interlocked.Increment(ref moved);
                }
            }
        }).ConfigureAwait(false);
        return moved;
    }

    /// <summary>Claim and delivery in one commit, for some dozens of tickets at once: there is no moment in which a stop could lose or double a message.</summary>
    private async Task<int> StoreAsSentAsync(IReadOnlyList<IGrouping<Guid, DueMessage>> tickets, CancellationToken cancellationToken)
    {
        var moved = 0;
        foreach (var some in tickets.Chunk(MostInOneCommit))
        {
            var due = some.ToDictionary(ticket => ticket.Key, ticket => ticket.ToList());
            var sent = new ConcurrentDictionary<Guid, int>();
            try
            {
                var refused = await desk.ChangeManyAsync([.. due.Keys], Actor.System, (ticket, stamp) => sent[ticket.Id] = StoreAsSent(ticket, stamp, due[ticket.Id]), cancellationToken).ConfigureAwait(false);

                // Somebody came first to one of its messages: each is looked at by itself.
                moved += sent.Where(ticket => !refused.ContainsKey(ticket.Key)).Sum(ticket => ticket.Value);
                moved += await SendEachAsync(some.Where(ticket => refused.ContainsKey(ticket.Key)), cancellationToken).ConfigureAwait(false);
            }
            catch (Exception error) when (error is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                logger.LogError(error, "{Count} tickets' messages could not be sent; the next sweep tries again.", due.Count);
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
                ticket.SendScheduled(stamp, message.MessageId);
            }

            if (ticket.ClaimForSending(stamp, message.MessageId, stamp.At))
            {
                ticket.Delivered(stamp, message.MessageId);
                sent++;
            }
        }

        return sent;
    }

    private async Task<List<DueMessage>> FindDueAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return await db.Messages
            .Where(message => message.DueAt != null && message.DueAt <= now
                && (message.Status == MessageStatus.Queued || message.Status == MessageStatus.Scheduled || message.Status == MessageStatus.Sending)
                && (message.Status != MessageStatus.Sending || message.ClaimedUntil < now))
            .OrderBy(message => message.DueAt).ThenBy(message => message.Number)
            .Take(MostAtOnce)
            .Join(db.Tickets, message => message.TicketId, ticket => ticket.Id, (message, ticket) => new DueMessage(message.Id, ticket.Id, message.Status, ticket.Channel))
            .ToListAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<bool> TryAsync(DueMessage due, CancellationToken cancellationToken)
    {
        try
        {
            return await (due.Status switch
            {
                MessageStatus.Scheduled => SendScheduledAsync(due, cancellationToken),
                MessageStatus.Sending => desk.ChangeAsync(due.TicketId, Actor.System, (ticket, stamp) => ticket.ClaimLost(stamp, due.MessageId), cancellationToken),
                _ => SendAsync(due, cancellationToken),
            }).ConfigureAwait(false);
        }
        catch (RuleBroken refusal)
        {
            // Somebody came first: cancelled, taken back or sent meanwhile.
            logger.LogInformation("Message {MessageId} was not sent now: {Refusal}", due.MessageId, refusal.Message);
            return false;
        }
        catch (Exception error) when (error is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            logger.LogError(error, "Message {MessageId} could not be dealt with; the next sweep tries again.", due.MessageId);
            return false;
        }
    }

    private async Task<bool> SendScheduledAsync(DueMessage due, CancellationToken cancellationToken)
    {
        await desk.ChangeAsync(due.TicketId, Actor.System, (ticket, stamp) => ticket.SendScheduled(stamp, due.MessageId), cancellationToken).ConfigureAwait(false);
        await SendAsync(due, cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>False when the message was not to be had: another worker is at it, or one before it is still being sent.</summary>
    private async Task<bool> SendAsync(DueMessage due, CancellationToken cancellationToken)
    {
        var channel = _channels[due.Channel];
        if (channel.SendsByStoring)
        {
            return await desk.ChangeAsync(due.TicketId, Actor.System, (ticket, stamp) => StoreAsSent(ticket, stamp, [due with { Status = MessageStatus.Queued }]) > 0, cancellationToken).ConfigureAwait(false);
        }

        var claimed = await desk.ChangeAsync(due.TicketId, Actor.System, (ticket, stamp) => ticket.ClaimForSending(stamp, due.MessageId, stamp.At + ClaimLasts), cancellationToken).ConfigureAwait(false);
        if (claimed)
        {
            var (outgoing, attempts) = await ReadAsync(due, cancellationToken).ConfigureAwait(false);
            var outcome = await AttemptAsync(channel, outgoing, cancellationToken).ConfigureAwait(false);

            // Once the other side may have it, the outcome is stored whatever happens to this server's shutdown.
            await StoreAsync(due, outcome, attempts, CancellationToken.None).ConfigureAwait(false);
        }

        return claimed;
    }

    private static async Task<SendOutcome> AttemptAsync(IChannel channel, OutgoingMessage outgoing, CancellationToken cancellationToken)
    {
        try
        {
            return await channel.SendAsync(outgoing, cancellationToken).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // A channel that fails in a way it did not foresee leaves it open whether the message went out.
        catch (Exception error)
#pragma warning restore CA1031
        {
            return new SendOutcome.Uncertain(error.Message);
        }
    }

    private Task StoreAsync(DueMessage due, SendOutcome outcome, int attempts, CancellationToken cancellationToken) =>
        desk.ChangeAsync(due.TicketId, Actor.System, (ticket, stamp) =>
        {
            switch (outcome)
            {
                case SendOutcome.Sent:
                    ticket.Delivered(stamp, due.MessageId);
                    break;
                case SendOutcome.TryAgain again when attempts < MostAttempts:
                    ticket.Postponed(stamp, due.MessageId, again.Why, stamp.At + BackOff(attempts));
                    break;
                case SendOutcome.TryAgain again:
                    ticket.DeliveryFailed(stamp, due.MessageId, again.Why, mayHaveBeenSent: false);
                    break;
                case SendOutcome.Failed failed:
                    ticket.DeliveryFailed(stamp, due.MessageId, failed.Why, mayHaveBeenSent: false);
                    break;
                case SendOutcome.Uncertain uncertain:
                    ticket.DeliveryFailed(stamp, due.MessageId, uncertain.Why, mayHaveBeenSent: true);
                    break;
            }
        }, cancellationToken);

    private async Task<(OutgoingMessage Outgoing, int Attempts)> ReadAsync(DueMessage due, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var read = await (
            from message in db.Messages
            where message.Id == due.MessageId
            join ticket in db.Tickets on message.TicketId equals ticket.Id
            join customer in db.Customers on ticket.CustomerId equals customer.Id
            join project in db.Projects on ticket.ProjectId equals project.Id
            select new { message, ticket, customer, project }).AsNoTracking().SingleAsync(cancellationToken).ConfigureAwait(false);
        var files = await db.Attachments.AsNoTracking().Where(attachment => attachment.MessageId == due.MessageId)
            .OrderBy(attachment => attachment.Place).ToListAsync(cancellationToken).ConfigureAwait(false);
        return (
            new OutgoingMessage(
                read.message.ExternalId!, read.project.Id, read.project.Name, read.ticket.Number, read.ticket.Title,
                read.customer.Name, read.customer.Email, read.message.AuthorName ?? "Ensoras", read.message.Body)
            {
                Files = [.. files.Select(AttachedFile.Of)],
            },
            read.message.Attempts);
    }

    private async Task WakeForNextAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var now = time.GetUtcNow();
        var next = await db.Messages
            .Where(message => message.DueAt > now && (message.Status == MessageStatus.Queued || message.Status == MessageStatus.Scheduled))
            .MinAsync(message => message.DueAt, cancellationToken).ConfigureAwait(false);
        if (next is not null)
        {
            wakeUp.Wake(Sweep.Delivery, next);
        }
    }

    private static TimeSpan BackOff(int attempts) => TimeSpan.FromSeconds(15 * Math.Pow(4, attempts - 1));

    private sealed record DueMessage(Guid MessageId, Guid TicketId, MessageStatus Status, Channel Channel);
}
