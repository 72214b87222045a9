using Ensoras.Domain.Live;
using Ensoras.Domain.People;
using Ensoras.Domain.Scheduling;
using Ensoras.Domain.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Ensoras.Domain.Tickets;

/// <summary>
/// The one door: everything that changes a ticket comes through here. Open a context, load, apply one operation of
/// <see cref="Ticket"/>, store the history, save (the version is the concurrency token), and only then announce.
/// </summary>
public sealed partial class TicketDesk(
    IDbContextFactory<EnsorasDb> databases,
    LiveUpdates live,
    IWakeUp wakeUp,
    TimeProvider time,
    ILogger<TicketDesk> logger)
{
    private const int MaxAttempts = 8;

    // Those who change one ticket on this server wait in line here, and hold no connection meanwhile.
    private readonly SemaphoreSlim[] _lines = [.. Enumerable.Range(0, 256).Select(_ => new SemaphoreSlim(1, 1))];

    /// <summary>
    /// Applies one operation. A rule that forbids it throws <see cref="RuleBrokenException"/> and nothing is stored or
    /// announced.
    /// </summary>
    public Task ChangeAsync(
        Guid ticketId,
        Actor by,
        Action<Ticket, Stamp> change,
        CancellationToken cancellationToken) =>
        ChangeAsync(ticketId, by, [], change, cancellationToken);

    /// <summary>The same with the attachments that the operation sends or gives back.</summary>
    public Task ChangeAsync(
        Guid ticketId,
        Actor by,
        IReadOnlyCollection<Guid> attachmentIds,
        Action<Ticket, Stamp> change,
        CancellationToken cancellationToken) =>
        ChangeAsync(
            ticketId,
            by,
            attachmentIds,
            (ticket, stamp) =>
            {
                change(ticket, stamp);
                return true;
            },
            cancellationToken);

    /// <summary>
    /// Applies one operation and gives back what it returns. An operation that changes nothing is not stored or
    /// announced.
    /// </summary>
    public Task<T> ChangeAsync<T>(
        Guid ticketId,
        Actor by,
        Func<Ticket, Stamp, T> change,
        CancellationToken cancellationToken) =>
        ChangeAsync(ticketId, by, [], change, cancellationToken);

    /// <summary>The same with the attachments that the operation sends or gives back.</summary>
    public Task<T> ChangeAsync<T>(
        Guid ticketId,
        Actor by,
        IReadOnlyCollection<Guid> attachmentIds,
        Func<Ticket, Stamp, T> change,
        CancellationToken cancellationToken) =>
        ChangeAsync(ticketId, by, attachmentIds, change, alongside: null, cancellationToken);

    /// <summary>The same.</summary>
    /// <param name="alongside">Changes rows that are stored with the ticket or not at all; may run again on another context.</param>
    internal async Task<T> ChangeAsync<T>(
        Guid ticketId,
        Actor by,
        IReadOnlyCollection<Guid> attachmentIds,
        Func<Ticket, Stamp, T> change,
        Action<EnsorasDb, T>? alongside,
        CancellationToken cancellationToken)
    {
        var line = _lines[(uint)ticketId.GetHashCode() % _lines.Length];
        await line.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await ChangeInTurnAsync(ticketId, by, attachmentIds, change, alongside, cancellationToken)
                .ConfigureAwait(false);
        }
        finally
        {
            line.Release();
        }
    }

    private async Task<T> ChangeInTurnAsync<T>(
        Guid ticketId,
        Actor by,
        IReadOnlyCollection<Guid> attachmentIds,
        Func<Ticket, Stamp, T> change,
        Action<EnsorasDb, T>? alongside,
        CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
            await using var turn = await db.TakeTicketTurnAsync(
                    ticketId,
                    by.Kind is Sender.System or Sender.Ensoras,
                    cancellationToken)
                .ConfigureAwait(false);
            var stamp = new Stamp(await db.AsOfNowAsync(by, cancellationToken).ConfigureAwait(false), Now());
            var ticket = await LoadAsync(db, ticketId, cancellationToken).ConfigureAwait(false);
            await StageAttachmentsAsync(db, ticket, attachmentIds, cancellationToken).ConfigureAwait(false);
            var result = change(ticket, stamp);
            await AssignmentCheck.DemandAsync(db, ticket, stamp, cancellationToken).ConfigureAwait(false);
            db.AddRange(ticket.NewEvents);
            db.AddRange(ticket.NewRuns);
            alongside?.Invoke(db, result);
            if (!db.ChangeTracker.HasChanges())
            {
                return result;
            }

            ticket.CountVersion();
            try
            {
                await CommitAsync(db, cancellationToken).ConfigureAwait(false);
            }
            catch (DbUpdateConcurrencyException) when (attempt < MaxAttempts)
            {
                // Somebody changed it past the turn: the operation decides again on what is there now.
                continue;
            }

            Publish([ticket], by);
            return result;
        }
    }

    /// <summary>
    /// The moment of a change, in whole milliseconds so that both databases give back what was stored.
    /// </summary>
    private DateTimeOffset Now() => DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());

    // What was saved in a turn counts only once the turn is committed.
    private static async Task CommitAsync(EnsorasDb db, CancellationToken cancellationToken)
    {
        await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        await db.CommitTurnAsync(cancellationToken).ConfigureAwait(false);
    }

    private void Publish(IReadOnlyCollection<Ticket> tickets, Actor by)
    {
        live.PublishBy(by.Id, [
            .. tickets
                .SelectMany(ticket => new[] { LiveScope.Ticket(ticket.Id), LiveScope.Tickets(ticket.ProjectId) })
                .Distinct(),
        ]);
        try
        {
            foreach (var ticket in tickets)
            {
                WakeFor(ticket);
            }
        }
#pragma warning disable CA1031 // The change is stored; a wake-up is a hint, and losing it costs seconds.
        catch (Exception error)
#pragma warning restore CA1031
        {
            logger.LogWarning(error, "A sweep could not be woken; it looks by itself before long.");
        }
    }

    private void WakeFor(Ticket ticket)
    {
        foreach (var message in ticket.Messages)
        {
            if (message is { Status: MessageStatus.Queued or MessageStatus.Scheduled, DueAt: { } dueAt })
            {
                wakeUp.Wake(Sweep.Delivery, dueAt);
            }

            if (message.ToolCalls.Any(call => call.Status is ToolCallStatus.Approved))
            {
                wakeUp.Wake(Sweep.Tools);
            }
        }

        if (ticket.DraftDueAt is { } due)
        {
            wakeUp.Wake(Sweep.Drafts, due);
        }
        else if (ticket.WorkflowsFrom is not null)
        {
            // Where a draft is wanted, its writer has them evaluated first.
            wakeUp.Wake(Sweep.Workflows);
        }
    }
}
