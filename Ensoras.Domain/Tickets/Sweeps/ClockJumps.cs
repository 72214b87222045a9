using Ensoras.Domain.Live;
using Ensoras.Domain.Scheduling;
using Ensoras.Domain.Servers;
using Ensoras.Domain.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Ensoras.Domain.Tickets;

/// <summary>
/// What becomes of a clock that jumped: it is logged, caught up with, shown to admins, and what it closed can be
/// reopened.
/// </summary>
public sealed class ClockJumps(
    ClockWatch watch,
    IDbContextFactory<EnsorasDb> databases,
    TicketDesk desk,
    LiveUpdates live,
    IWakeUp wakeUp,
    TimeProvider time,
    ILogger<ClockJumps> logger) : IDisposable
{
    private static readonly TimeSpan RememberedFor = TimeSpan.FromDays(30);
    private readonly Queue<ClockJump> _unrecorded = new();
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>Notices a jump and deals with it. What cannot be stored now is stored at a later check.</summary>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (watch.Look() is { } by)
            {
                _unrecorded.Enqueue(new ClockJump(Environment.MachineName, time.GetUtcNow(), by));
                logger.LogWarning(
                    "The clock of {Machine} jumped {Direction} by {By} and now shows {Now:u}. Catching up.",
                    Environment.MachineName, by > TimeSpan.Zero ? "forward" : "back", by.Duration(), time.GetUtcNow());
            }

            while (_unrecorded.TryPeek(out var jump))
            {
                await RecordAsync(jump, cancellationToken).ConfigureAwait(false);
                _unrecorded.Dequeue();
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>
    /// The jump without which a ticket would not have been due to be closed; null when it was due anyway.
    /// </summary>
    public async Task<Guid?> FindCauseAsync(DateTimeOffset since, TimeSpan after, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var now = time.GetUtcNow();
        var jumps = await db
            .ClockJumps.AsNoTracking()
            .Where(jump => jump.Machine == Environment.MachineName && jump.At > now - RememberedFor)
            .OrderBy(jump => jump.At)
            .ToListAsync(cancellationToken)
            .ConfigureAwait(false);
        var inBetween = jumps.Where(jump => jump.At > since && jump.At <= now).ToList();
        var waited = now - since - TimeSpan.FromTicks(inBetween.Sum(jump => jump.By.Ticks));
        return waited < after ? inBetween.FindLast(jump => jump.By > TimeSpan.Zero)?.Id : null;
    }

    /// <summary>Notes that a ticket was closed because of a jump.</summary>
    public async Task AddClosingAsync(Guid jumpId, Guid ticketId, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        if (
            !await db
                .ClockJumpClosings.AnyAsync(
                    closing => closing.JumpId == jumpId && closing.TicketId == ticketId,
                    cancellationToken)
                .ConfigureAwait(false))
        {
            db.Add(new ClockJumpClosing(jumpId, ticketId));
            await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
            live.Publish([LiveScope.Clock]);
        }
    }

    /// <summary>The jumps that no admin has taken note of, the newest first.</summary>
    public async Task<IReadOnlyList<ClockJumpNotice>> ReadAsync(Guid projectId, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return await db.ClockJumps.Where(jump => jump.DismissedAt == null).OrderByDescending(jump => jump.Id)
            .Select(jump => new ClockJumpNotice(
                jump.Id,
                jump.Machine,
                jump.At,
                jump.By,
                db.ClockJumpClosings.Count(closing =>
                    closing.JumpId == jump.Id
                    && db.Tickets.Any(ticket =>
                        ticket.Id == closing.TicketId
                        && ticket.ProjectId == projectId
                        && ticket.Status == TicketStatus.Closed))))
            .ToListAsync(cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>An admin has taken note.</summary>
    public async Task DismissAsync(Actor admin, Guid jumpId, CancellationToken cancellationToken)
    {
        Demand(admin);
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        if (
            await db
                .ClockJumps.SingleOrDefaultAsync(jump => jump.Id == jumpId, cancellationToken)
                .ConfigureAwait(false) is
            { } jump)
        {
            jump.Dismiss(time.GetUtcNow());
            await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
            live.Publish([LiveScope.Clock]);
        }
    }

    /// <summary>
    /// Puts the project's tickets back to where they stood before the jump closed them. What happened to one since is
    /// left alone.
    /// </summary>
    /// <returns>How many were reopened.</returns>
    public async Task<int> ReopenAsync(Actor admin, Guid projectId, Guid jumpId, CancellationToken cancellationToken)
    {
        Demand(admin);
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var ticketIds = await db
            .ClockJumpClosings.Where(closing => closing.JumpId == jumpId)
            .Join(
                db.Tickets.Where(ticket => ticket.ProjectId == projectId && ticket.Status == TicketStatus.Closed),
                closing => closing.TicketId,
                ticket => ticket.Id,
                (_, ticket) => ticket.Id)
            .ToListAsync(cancellationToken)
            .ConfigureAwait(false);
        var reopened = 0;
        foreach (var ticketId in ticketIds)
        {
            reopened += await desk.ChangeAsync(
                    ticketId,
                    admin,
                    (ticket, stamp) => Undo(ticket, stamp),
                    cancellationToken)
                .ConfigureAwait(false)
                ? 1
                : 0;
        }

        live.Publish([LiveScope.Clock]);
        return reopened;

        static bool Undo(Ticket ticket, Stamp stamp)
        {
            if (!ticket.Can(TicketAction.UndoAutoClose, stamp.By))
            {
                return false;
            }

            ticket.UndoAutoClose(stamp);
            return true;
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task RecordAsync(ClockJump jump, CancellationToken cancellationToken)
    {
        await using (var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false))
        {
            db.Add(jump);
            await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        }

        if (jump.By < TimeSpan.Zero)
        {
            await BringForwardAsync(jump.By.Duration(), cancellationToken).ConfigureAwait(false);
        }

        foreach (var sweep in Enum.GetValues<Sweep>())
        {
            wakeUp.Wake(sweep);
        }

        live.Publish([LiveScope.Clock]);
    }

    /// <summary>
    /// What was to happen soon by the old clock still happens soon; what a person chose a moment for keeps its
    /// moment.
    /// </summary>
    private async Task BringForwardAsync(TimeSpan by, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var now = time.GetUtcNow();
        var waiting = await db
            .Tickets.Where(ticket => ticket.DraftDueAt > now)
            .Select(ticket => ticket.Id)
            .Union(
                db.Messages.Where(message =>
                        message.DueAt > now
                        && (message.Status == MessageStatus.Queued || message.Status == MessageStatus.Sending))
                    .Select(message => message.TicketId))
            .ToListAsync(cancellationToken)
            .ConfigureAwait(false);
        foreach (var ticketId in waiting)
        {
            await desk.ChangeAsync(
                    ticketId,
                    Actor.System,
                    (ticket, stamp) => ticket.BringForward(stamp, by),
                    cancellationToken)
                .ConfigureAwait(false);
        }
    }

    private static void Demand(Actor admin)
    {
        if (!admin.IsAtLeast(Role.Admin))
        {
            throw new RuleBrokenException(Sentence.Of("People.AdminsOnlyHere"));
        }
    }
}
