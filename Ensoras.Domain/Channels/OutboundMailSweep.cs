using Ensoras.Domain.Scheduling;
using Ensoras.Domain.Storage;
using Ensoras.Domain.Tickets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Ensoras.Domain.Channels;

/// <summary>
/// Hands queued messages to the channels that take their time, such as a mail server: claimed first, each message once. It may last
/// minutes, so it has a turn of its own beside <see cref="DeliverySweep"/>.
/// </summary>
public sealed class OutboundMailSweep(
    IDbContextFactory<EnsorasDb> databases,
    TicketDesk desk,
    IEnumerable<IChannel> channels,
    TimeProvider time,
    ILogger<OutboundMailSweep> logger) : ISweep
{
    private const int MaxBesideEachOther = 8;
    private const int MaxAttempts = 5;
    private readonly Dictionary<Channel, IChannel> _channels = channels.Where(channel => !channel.SendsByStoring).ToDictionary(channel => channel.Channel);

    /// <summary>How long a worker that claimed a message is taken to be alive; every channel must be done well before.</summary>
    public static TimeSpan ClaimLasts { get; } = TimeSpan.FromMinutes(5);

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var done = 0;
        int moved;
        do
        {
            var due = await DueMessage.FindAsync(databases, time.GetUtcNow(), _channels.Keys, alsoMoves: false, cancellationToken).ConfigureAwait(false);
            moved = await SendEachAsync(due.GroupBy(message => message.TicketId), cancellationToken).ConfigureAwait(false);
            done += moved;
        }
        while (moved > 0);

        return done;
    }

    private async Task<int> SendEachAsync(IEnumerable<IGrouping<Guid, DueMessage>> tickets, CancellationToken cancellationToken)
    {
        var moved = 0;
        await Parallel.ForEachAsync(tickets, new ParallelOptions { MaxDegreeOfParallelism = MaxBesideEachOther, CancellationToken = cancellationToken }, async (ticket, cancel) =>
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

    private async Task<bool> TryAsync(DueMessage due, CancellationToken cancellationToken)
    {
        try
        {
            return await SendAsync(due, cancellationToken).ConfigureAwait(false);
        }
        catch (RuleBrokenException refusal)
        {
            // Somebody came first: taken back or sent meanwhile.
            logger.LogInformation("Message {MessageId} was not sent now: {Refusal}", due.MessageId, refusal.Message);
            return false;
        }
        catch (Exception error) when (error is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            logger.LogError(error, "Message {MessageId} could not be dealt with; the next sweep tries again.", due.MessageId);
            return false;
        }
    }

    /// <summary>False when the message was not to be had: another worker is at it, or one before it is still being sent.</summary>
    private async Task<bool> SendAsync(DueMessage due, CancellationToken cancellationToken)
    {
        // Read before the claim: a read that fails then leaves the message where it was.
        var outgoing = await ReadAsync(due, cancellationToken).ConfigureAwait(false);
        var attempts = await desk.ChangeAsync(due.TicketId, Actor.System, (ticket, stamp) => Claim(ticket, stamp, due.MessageId, outgoing), cancellationToken).ConfigureAwait(false);
        if (attempts is null)
        {
            return false;
        }

        var outcome = await AttemptAsync(_channels[due.Channel], outgoing, cancellationToken).ConfigureAwait(false);

        // Once the other side may have it, the outcome is stored whatever happens to this server's shutdown.
        await StoreAsync(due, outcome, attempts.Value, CancellationToken.None).ConfigureAwait(false);
        return true;
    }

    /// <returns>Which attempt this is; null when there is nothing to claim, or it was taken back and sent anew with other words.</returns>
    private static int? Claim(Ticket ticket, Stamp stamp, Guid messageId, OutgoingMessage outgoing) =>
        ticket.Messages.Single(message => message.Id == messageId) is var message
        && message.Body == outgoing.Body
        && ticket.ClaimForSending(stamp, messageId, stamp.At + ClaimLasts)
            ? message.Attempts
            : null;

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
                case SendOutcome.TryAgain again when attempts < MaxAttempts:
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

    private async Task<OutgoingMessage> ReadAsync(DueMessage due, CancellationToken cancellationToken)
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
        return new OutgoingMessage(
            read.message.ExternalId!, read.project.Id, read.project.Name, read.ticket.Number, read.ticket.Title,
            read.customer.Name, read.customer.Email, read.message.AuthorName ?? "Ensoras", read.message.Body)
        {
            Files = [.. files.Select(AttachedFile.Of)],
            PublicAddress = read.project.PublicAddress,
        };
    }

    private static TimeSpan BackOff(int attempts) => TimeSpan.FromSeconds(15 * Math.Pow(4, attempts - 1));
}
