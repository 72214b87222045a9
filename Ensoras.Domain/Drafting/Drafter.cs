using Ensoras.Domain.Scheduling;
using Ensoras.Domain.Servers;
using Ensoras.Domain.Storage;
using Ensoras.Domain.Tickets;
using Ensoras.Domain.Workflows;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Ensoras.Domain.Drafting;

/// <summary>
/// Takes each ticket whose turn it is, has the writer write, and hands the draft to the desk, which drops a draft for
/// an outdated question.
/// </summary>
public sealed partial class Drafter(
    IDbContextFactory<EnsorasDb> databases,
    TicketDesk desk,
    WorkflowEngine workflows,
    IDraftWriter writer,
    LivingServers servers,
    TimeProvider time,
    ILogger<Drafter> logger) : ISweep
{
    private static readonly Sentence OnlyFiles = Sentence.Of("Drafting.OnlyFiles");
    private const int MaxAtOnce = 50;
    private const int MaxTurns = 40;
    private const int MaxBesideEachOther = 4;
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan ClaimLasts = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(20);

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        await ReleaseLostAsync(cancellationToken).ConfigureAwait(false);
        var slots = new WorkSlots(time, MaxBesideEachOther, maxForOneHost: int.MaxValue);
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

    /// <returns>Whether anything is being written. A slow writer holds up no other ticket: what becomes due meanwhile
    /// begins beside it.</returns>
    private async Task<bool> StartDueAsync(WorkSlots slots, CancellationToken cancellationToken)
    {
        if (!slots.AreFull)
        {
            foreach (var ticketId in await FindDueAsync(cancellationToken).ConfigureAwait(false))
            {
                slots.TryStart(ticketId, "", () => TryAsync(ticketId, cancellationToken));
            }
        }

        return slots.Running.Count > 0;
    }

    /// <summary>What a server that is gone had begun is written by another at once.</summary>
    private async Task ReleaseLostAsync(CancellationToken cancellationToken)
    {
        if (servers.Ids is not { } living)
        {
            return;
        }

        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var lost = await db
            .Tickets.Where(ticket =>
                ticket.DraftDueAt != null
                && ticket.DraftClaimedBy != null
                && !living.Contains(ticket.DraftClaimedBy.Value))
            .Select(ticket => new { ticket.Id, Server = ticket.DraftClaimedBy!.Value })
            .ToListAsync(cancellationToken)
            .ConfigureAwait(false);
        foreach (var claim in lost)
        {
            await desk.ChangeAsync(
                    claim.Id,
                    Actor.Ensoras,
                    (ticket, stamp) => ticket.ReleaseDraft(stamp, claim.Server),
                    cancellationToken)
                .ConfigureAwait(false);
        }
    }

    private async Task<List<Guid>> FindDueAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return await db.Tickets.Where(ticket => ticket.DraftDueAt != null && ticket.DraftDueAt <= now)
            .OrderBy(ticket => ticket.DraftDueAt).Select(ticket => ticket.Id).Take(MaxAtOnce)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<int> TryAsync(Guid ticketId, CancellationToken cancellationToken)
    {
        try
        {
            // Workflows first: they may hand the ticket to a person.
            await workflows.EvaluateAsync(ticketId, cancellationToken).ConfigureAwait(false);
            var requestId = await desk.ChangeAsync(
                    ticketId,
                    Actor.Ensoras,
                    (ticket, stamp) =>
                        ticket.ClaimDraft(stamp, stamp.At + ClaimLasts, servers.Own) ? ticket.DraftRequestId : null,
                    cancellationToken)
                .ConfigureAwait(false);
            if (requestId is not { } id)
            {
                return 0;
            }

            await WriteAsync(ticketId, id, cancellationToken).ConfigureAwait(false);
            return 1;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return 0;
        }
#pragma warning disable CA1031 // One ticket's trouble is not another's; its claim runs out and it is tried again.
        catch (Exception error)
#pragma warning restore CA1031
        {
            logger.LogError(
                error,
                "Ticket {TicketId} could not be given a draft now; its claim runs out and it is tried again.",
                ticketId);
            return 0;
        }
    }

    private async Task WriteAsync(Guid ticketId, Guid requestId, CancellationToken cancellationToken)
    {
        var startedAt = time.GetUtcNow();
        var (request, grace) = await ReadAsync(ticketId, cancellationToken).ConfigureAwait(false);
        DraftOutcome outcome;
        try
        {
            outcome = IsWordless(request)
                ? new DraftOutcome.NoAnswer(OnlyFiles)
                : await writer.WriteAsync(request, cancellationToken).ConfigureAwait(false);
            if (outcome is DraftOutcome.Written { Draft: var draft })
            {
                outcome = new DraftOutcome.Written(
                    draft with
                    {
                        Sources = await PinAsync(request.ProjectId, draft.Sources, startedAt, cancellationToken)
                            .ConfigureAwait(false),
                    });
            }
        }
        catch (Exception error)
            when (error is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            logger.LogWarning(error, "The writer failed on ticket {TicketId}.", ticketId);
            await desk.ChangeAsync(
                ticketId,
                Actor.Ensoras,
                (ticket, stamp) => ticket.DraftFailed(
                    stamp, requestId, Sentence.Verbatim(error.Message), stamp.At + RetryAfter),
                cancellationToken).ConfigureAwait(false);
            return;
        }

        await desk.ChangeAsync(
            ticketId,
            Actor.Ensoras,
            (ticket, stamp) => outcome switch
            {
                DraftOutcome.Written written => ticket.DraftReady(stamp, requestId, written.Draft, grace),
                DraftOutcome.NoAnswer none => ticket.NoAnswer(stamp, requestId, none.Why),
                _ => false,
            },
            cancellationToken).ConfigureAwait(false);
    }
}
