using Ensoras.Domain.Scheduling;
using Ensoras.Domain.Servers;
using Ensoras.Domain.Storage;
using Ensoras.Domain.Tickets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Ensoras.Domain.Channels;

/// <summary>
/// Hands queued messages to the channels that take their time, such as a mail server: claimed first, each message
/// once. A run lasts while something is being sent, and begins what becomes due meanwhile, so that a slow recipient
/// holds up only itself.
/// </summary>
public sealed class OutboundMailSweep(
    IDbContextFactory<EnsorasDb> databases,
    TicketDesk desk,
    IEnumerable<IChannel> channels,
    LivingServers servers,
    TimeProvider time,
    ILogger<OutboundMailSweep> logger) : ISweep
{
    private const int MaxBesideEachOther = 8;
    private const int MaxToOneHost = 4;
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(300);
    private readonly Dictionary<Channel, IChannel> _channels = channels
        .Where(channel => !channel.SendsByStoring)
        .ToDictionary(channel => channel.Channel);

    /// <summary>How long a claim counts whose server is not known.</summary>
    public static TimeSpan ClaimLasts { get; } = TimeSpan.FromMinutes(15);

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var slots = new WorkSlots(time, MaxBesideEachOther, MaxToOneHost);
        var done = 0;
        try
        {
            while (
                !cancellationToken.IsCancellationRequested
                && await StartDueAsync(slots, cancellationToken).ConfigureAwait(false))
            {
                await Task.WhenAny([.. slots.Running, Task.Delay(LookAgain, time, cancellationToken)])
                    .ConfigureAwait(false);
                done += await slots.CollectAsync().ConfigureAwait(false);
            }
        }
        finally
        {
            await Task.WhenAll(slots.Running).ConfigureAwait(false);
        }

        return done;
    }

    /// <returns>Whether anything is being sent.</returns>
    private async Task<bool> StartDueAsync(WorkSlots slots, CancellationToken cancellationToken)
    {
        if (!slots.AreFull)
        {
            var due = await DueMessage
                .FindAsync(
                    databases,
                    time.GetUtcNow(),
                    _channels.Keys,
                    servers.Ids,
                    alsoMoves: false,
                    cancellationToken)
                .ConfigureAwait(false);
            foreach (var ticket in due.GroupBy(message => message.TicketId))
            {
                slots.TryStart(ticket.Key, ticket.First().Host, () => SendInOrderAsync([.. ticket], cancellationToken));
            }
        }

        return slots.Running.Count > 0;
    }

    /// <summary>A ticket's messages, one after the other; the rest waits when one was not to be had.</summary>
    private async Task<int> SendInOrderAsync(IReadOnlyList<DueMessage> messages, CancellationToken cancellationToken)
    {
        var sent = 0;
        foreach (var message in messages)
        {
            if (
                cancellationToken.IsCancellationRequested
                || !await TryAsync(message, cancellationToken).ConfigureAwait(false))
            {
                break;
            }

            sent++;
        }

        return sent;
    }

    private async Task<bool> TryAsync(DueMessage due, CancellationToken cancellationToken)
    {
        try
        {
            return await SendAsync(due, cancellationToken).ConfigureAwait(false);
        }
        catch (RuleBrokenException refusal)
        {
            // Somebody came first: undone or sent meanwhile.
            logger.LogInformation("Message {MessageId} was not sent now: {Refusal}", due.MessageId, refusal.Message);
            return false;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return false;
        }
#pragma warning disable CA1031 // One message's trouble is not another's; the next run tries again.
        catch (Exception error)
#pragma warning restore CA1031
        {
            logger.LogError(
                error,
                "Message {MessageId} could not be dealt with; the next sweep tries again.",
                due.MessageId);
            return false;
        }
    }

    /// <summary>
    /// False when the message was not to be had: another worker is at it, or one before it is still being sent.
    /// </summary>
    private async Task<bool> SendAsync(DueMessage due, CancellationToken cancellationToken)
    {
        // Read before the claim: a read that fails then leaves the message where it was.
        var channel = _channels[due.Channel];
        var outgoing = await OutgoingMessages
            .ReadAsync(databases, due.MessageId, channel, cancellationToken)
            .ConfigureAwait(false);
        var attempts = await desk.ChangeAsync(
                due.TicketId,
                Actor.System,
                (ticket, stamp) => Claim(ticket, stamp, due.MessageId, outgoing),
                cancellationToken)
            .ConfigureAwait(false);
        if (attempts is null)
        {
            return false;
        }

        var outcome = await AttemptAsync(channel, outgoing, cancellationToken).ConfigureAwait(false);

        // Once the other side may have it, the outcome is stored whatever happens to this server's shutdown or to the
        // database.
        await UntilStored
            .RunAsync(cancel => StoreAsync(due, outcome, attempts.Value, cancel), time, logger, cancellationToken)
            .ConfigureAwait(false);
        return true;
    }

    /// <returns>Which attempt this is; null when there is nothing to claim, or it was undone and sent with other
    /// words.</returns>
    private int? Claim(Ticket ticket, Stamp stamp, Guid messageId, OutgoingMessage outgoing) =>
        ticket.Messages.Single(message => message.Id == messageId) is var message
        && message.Body == outgoing.Body
        && ticket.ClaimForSending(stamp, messageId, stamp.At + ClaimLasts, servers.Own, outgoing.MessageId)
            ? message.Attempts
            : null;

    private static async Task<SendOutcome> AttemptAsync(
        IChannel channel,
        OutgoingMessage outgoing,
        CancellationToken cancellationToken)
    {
        try
        {
            return await channel.SendAsync(outgoing, cancellationToken).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // A channel that fails in a way it did not foresee leaves it open whether the message went out.
        catch (Exception error)
#pragma warning restore CA1031
        {
            return new SendOutcome.Uncertain(Sentence.Verbatim(error.Message));
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
                case SendOutcome.TryAgain again when SendRetries.DelayAfter(attempts) is { } delay:
                    ticket.Postponed(stamp, due.MessageId, again.Why, stamp.At + delay);
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
}
