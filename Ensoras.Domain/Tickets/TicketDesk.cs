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
public sealed class TicketDesk(IDbContextFactory<EnsorasDb> databases, LiveUpdates live, IWakeUp wakeUp, TimeProvider time, ILogger<TicketDesk> logger)
{
    private const int NewestMessages = 10;
    private const int MaxAttempts = 8;

    // Those who change one ticket on this server wait in line here, and hold no connection meanwhile.
    private readonly SemaphoreSlim[] _lines = [.. Enumerable.Range(0, 256).Select(_ => new SemaphoreSlim(1, 1))];

    /// <summary>Opens a ticket with its first message.</summary>
    /// <param name="alongside">Adds rows that are stored with it or not at all, such as a new customer.</param>
    public async Task<Ticket> OpenAsync(NewTicket opening, Action<EnsorasDb, Ticket>? alongside, CancellationToken cancellationToken) =>
        (await OpenManyAsync([opening], alongside, cancellationToken).ConfigureAwait(false))[0];

    /// <summary>Opens several tickets of one project: all are stored or none, and one announcement tells of them.</summary>
    public async Task<IReadOnlyList<Ticket>> OpenManyAsync(IReadOnlyList<NewTicket> openings, Action<EnsorasDb, Ticket>? alongside, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var turn = await db.TakeChangeTurnAsync(isBackground: false, cancellationToken).ConfigureAwait(false);
        var number = await TakeNumbersAsync(db, openings[0].ProjectId, openings.Count, cancellationToken).ConfigureAwait(false);
        var tickets = new List<Ticket>(openings.Count);
        foreach (var opening in openings)
        {
            var stamp = new Stamp(await db.AsOfNowAsync(opening.By, cancellationToken).ConfigureAwait(false), opening.At ?? Now());
            var ticket = Ticket.Open(opening, number++, stamp);
            await StageAttachmentsAsync(db, ticket, opening.AttachmentIds, cancellationToken).ConfigureAwait(false);
            opening.First(ticket, stamp);
            alongside?.Invoke(db, ticket);
            ticket.CountVersion();
            db.Add(ticket);
            db.AddRange(ticket.NewEvents);
            db.AddRange(ticket.NewRuns);
            tickets.Add(ticket);
        }

        await CommitAsync(db, cancellationToken).ConfigureAwait(false);
        Publish(tickets);
        return tickets;
    }

    /// <summary>Applies one operation. A rule that forbids it throws <see cref="RuleBrokenException"/> and nothing is stored or announced.</summary>
    public Task ChangeAsync(Guid ticketId, Actor by, Action<Ticket, Stamp> change, CancellationToken cancellationToken) =>
        ChangeAsync(ticketId, by, [], change, cancellationToken);

    /// <summary>The same with the attachments that the operation sends or takes back.</summary>
    public Task ChangeAsync(Guid ticketId, Actor by, IReadOnlyCollection<Guid> attachmentIds, Action<Ticket, Stamp> change, CancellationToken cancellationToken) =>
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

    /// <summary>Applies one operation and gives back what it returns. An operation that changes nothing is not stored or announced.</summary>
    public Task<T> ChangeAsync<T>(Guid ticketId, Actor by, Func<Ticket, Stamp, T> change, CancellationToken cancellationToken) =>
        ChangeAsync(ticketId, by, [], change, cancellationToken);

    /// <summary>The same with the attachments that the operation sends or takes back.</summary>
    public async Task<T> ChangeAsync<T>(Guid ticketId, Actor by, IReadOnlyCollection<Guid> attachmentIds, Func<Ticket, Stamp, T> change, CancellationToken cancellationToken)
    {
        var line = _lines[(uint)ticketId.GetHashCode() % _lines.Length];
        await line.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await ChangeInTurnAsync(ticketId, by, attachmentIds, change, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            line.Release();
        }
    }

    private async Task<T> ChangeInTurnAsync<T>(Guid ticketId, Actor by, IReadOnlyCollection<Guid> attachmentIds, Func<Ticket, Stamp, T> change, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
            await using var turn = await db.TakeTicketTurnAsync(ticketId, by.Kind is Sender.System or Sender.Ensoras, cancellationToken).ConfigureAwait(false);
            var stamp = new Stamp(await db.AsOfNowAsync(by, cancellationToken).ConfigureAwait(false), Now());
            var ticket = await LoadAsync(db, ticketId, cancellationToken).ConfigureAwait(false);
            await StageAttachmentsAsync(db, ticket, attachmentIds, cancellationToken).ConfigureAwait(false);
            var result = change(ticket, stamp);
            await AssignmentCheck.DemandAsync(db, ticket, stamp, cancellationToken).ConfigureAwait(false);
            db.AddRange(ticket.NewEvents);
            db.AddRange(ticket.NewRuns);
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

            Publish([ticket]);
            return result;
        }
    }

    /// <summary>Applies one operation to some dozens of tickets in one transaction; each is decided on its own.</summary>
    /// <returns>Why the desk's rules refused, for each ticket that they refused; it is as it was.</returns>
    public async Task<IReadOnlyDictionary<Guid, string>> ChangeManyAsync(IReadOnlyList<Guid> ticketIds, Actor by, Action<Ticket, Stamp> change, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        List<Ticket>? changed = [];
        var refusals = new Dictionary<Guid, string>();
        await using (await db.TakeTicketTurnsAsync(ticketIds, cancellationToken).ConfigureAwait(false))
        {
            var stamp = new Stamp(await db.AsOfNowAsync(by, cancellationToken).ConfigureAwait(false), Now());
            var tickets = await LoadManyAsync(db, ticketIds, cancellationToken).ConfigureAwait(false);
            foreach (var ticketId in ticketIds)
            {
                if (Refusal(tickets, ticketId, stamp, change) is { } refusal)
                {
                    refusals[ticketId] = refusal;
                    Forget(db, tickets.GetValueOrDefault(ticketId));
                }
            }

            foreach (var (ticketId, refusal) in await AssignmentCheck.FindRefusalsAsync(db, [.. tickets.Values.Where(ticket => !refusals.ContainsKey(ticket.Id))], stamp, cancellationToken).ConfigureAwait(false))
            {
                refusals[ticketId] = refusal;
                Forget(db, tickets[ticketId]);
            }

            changed.AddRange(tickets.Values.Where(ticket => !refusals.ContainsKey(ticket.Id) && HasChanged(db, ticket)));
            foreach (var ticket in changed)
            {
                ticket.CountVersion();
                db.AddRange(ticket.NewEvents);
                db.AddRange(ticket.NewRuns);
            }

            try
            {
                await CommitAsync(db, cancellationToken).ConfigureAwait(false);
            }
            catch (DbUpdateConcurrencyException)
            {
                // Another server changed one of them first: nothing was stored, and each is taken by itself.
                changed = null;
            }
        }

        if (changed is null)
        {
            return await ChangeOneByOneAsync(ticketIds, by, change, cancellationToken).ConfigureAwait(false);
        }

        Publish(changed);
        return refusals;
    }

    /// <summary>The moment of a change, in whole milliseconds so that both databases give back what was stored.</summary>
    private DateTimeOffset Now() => DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());

    // What was saved in a turn counts only once the turn is committed.
    private static async Task CommitAsync(EnsorasDb db, CancellationToken cancellationToken)
    {
        await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        await db.CommitTurnAsync(cancellationToken).ConfigureAwait(false);
    }

    private static async Task StageAttachmentsAsync(EnsorasDb db, Ticket ticket, IReadOnlyCollection<Guid> attachmentIds, CancellationToken cancellationToken)
    {
        if (attachmentIds.Count > 0)
        {
            var brought = await db.Attachments.Where(attachment => attachmentIds.Contains(attachment.Id)).ToListAsync(cancellationToken).ConfigureAwait(false);

            // The message that has them may be an old one, which is not loaded with its ticket.
            var messageIds = brought.Select(attachment => attachment.MessageId).OfType<Guid>().ToList();
            if (messageIds.Count > 0)
            {
                await db.Messages.Where(message => message.TicketId == ticket.Id && messageIds.Contains(message.Id)).LoadAsync(cancellationToken).ConfigureAwait(false);
            }

            ticket.StageAttachments(brought);
        }
    }

    private static async Task<Ticket> LoadAsync(EnsorasDb db, Guid ticketId, CancellationToken cancellationToken)
    {
        var ticket = await db.Tickets.SingleOrDefaultAsync(row => row.Id == ticketId, cancellationToken).ConfigureAwait(false)
            ?? throw new RuleBrokenException("This ticket does not exist.");
        var newest = ticket.NewestNumber - NewestMessages;

        // A tool's result is recorded also when its draft was set aside long ago.
        var running = db.ToolCalls.Where(call => call.Status == ToolCallStatus.Approved || call.Status == ToolCallStatus.Running).Select(call => call.MessageId);
        await db.Messages
            .Where(message => message.TicketId == ticketId
                && (message.Number > newest
                    || (message.Status != MessageStatus.Received && message.Status != MessageStatus.Sent && message.Status != MessageStatus.Rejected)
                    || running.Contains(message.Id)))
            .Include(message => message.ToolCalls)
            .OrderBy(message => message.Number)
            .LoadAsync(cancellationToken).ConfigureAwait(false);
        return ticket;
    }

    private static async Task<Dictionary<Guid, Ticket>> LoadManyAsync(EnsorasDb db, IReadOnlyList<Guid> ticketIds, CancellationToken cancellationToken)
    {
        var tickets = db.Tickets.Where(row => ticketIds.Contains(row.Id));
        var loaded = await tickets.ToDictionaryAsync(ticket => ticket.Id, cancellationToken).ConfigureAwait(false);
        await tickets
            .Join(db.Messages, ticket => ticket.Id, message => message.TicketId, (ticket, message) => new { Newest = EF.Property<int>(ticket, "LastNumber"), message })
            .Where(each => each.message.Number > each.Newest - NewestMessages
                || (each.message.Status != MessageStatus.Received && each.message.Status != MessageStatus.Sent && each.message.Status != MessageStatus.Rejected))
            .Select(each => each.message)
            .Include(message => message.ToolCalls)
            .OrderBy(message => message.TicketId).ThenBy(message => message.Number)
            .LoadAsync(cancellationToken).ConfigureAwait(false);
        return loaded;
    }

    private static string? Refusal(Dictionary<Guid, Ticket> tickets, Guid ticketId, Stamp stamp, Action<Ticket, Stamp> change)
    {
        try
        {
            change(tickets.GetValueOrDefault(ticketId) ?? throw new RuleBrokenException("This ticket does not exist."), stamp);
            return null;
        }
        catch (RuleBrokenException refusal)
        {
            return refusal.Message;
        }
    }

    /// <summary>Leaves a ticket out of what is stored, whatever a refused operation has begun on it.</summary>
    private static void Forget(EnsorasDb db, Ticket? ticket)
    {
        if (ticket is not null)
        {
            object[] all = [.. ticket.Messages.SelectMany(message => message.ToolCalls), .. ticket.Messages, ticket];
            foreach (var one in all)
            {
                db.Entry(one).State = EntityState.Detached;
            }
        }
    }

    private static bool HasChanged(EnsorasDb db, Ticket ticket) =>
        ticket.NewEvents.Count > 0
        || db.Entry(ticket).State is not EntityState.Unchanged
        || ticket.Messages.Any(message => db.Entry(message).State is not EntityState.Unchanged || message.ToolCalls.Any(call => db.Entry(call).State is not EntityState.Unchanged));

    private async Task<IReadOnlyDictionary<Guid, string>> ChangeOneByOneAsync(IReadOnlyList<Guid> ticketIds, Actor by, Action<Ticket, Stamp> change, CancellationToken cancellationToken)
    {
        var refusals = new Dictionary<Guid, string>();
        foreach (var ticketId in ticketIds)
        {
            try
            {
                await ChangeAsync(ticketId, by, change, cancellationToken).ConfigureAwait(false);
            }
            catch (RuleBrokenException refusal)
            {
                refusals[ticketId] = refusal.Message;
            }
        }

        return refusals;
    }

    /// <summary>The next ticket numbers of a project, counted up in the same transaction, so that none is given twice.</summary>
    private static async Task<int> TakeNumbersAsync(EnsorasDb db, Guid projectId, int count, CancellationToken cancellationToken)
    {
        var project = db.Projects.Where(row => row.Id == projectId);
        await project.ExecuteUpdateAsync(set => set.SetProperty(row => row.NextTicketNumber, row => row.NextTicketNumber + count), cancellationToken).ConfigureAwait(false);
        return await project.Select(row => row.NextTicketNumber).SingleAsync(cancellationToken).ConfigureAwait(false) - count;
    }

    private void Publish(IReadOnlyCollection<Ticket> tickets)
    {
        live.Publish([.. tickets.SelectMany(ticket => new[] { LiveScope.Ticket(ticket.Id), LiveScope.Tickets(ticket.ProjectId) }).Distinct()]);
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
            if (message.Status is MessageStatus.Queued or MessageStatus.Scheduled)
            {
                wakeUp.Wake(Sweep.Delivery, message.DueAt);
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

/// <summary>What a new ticket starts from.</summary>
/// <param name="First">What happens to it before it is stored, such as the customer's first message.</param>
/// <param name="At">When it was opened, for imports; null for now.</param>
public sealed record NewTicket(Guid ProjectId, Guid CustomerId, Channel Channel, string Title, Actor By, Action<Ticket, Stamp> First)
{
    public DateTimeOffset? At { get; init; }

    /// <summary>Files that the first message takes.</summary>
    public IReadOnlyCollection<Guid> AttachmentIds { get; init; } = [];

    /// <summary>The ended conversation that this one follows.</summary>
    public Guid? PreviousTicketId { get; init; }

    /// <summary>What an import knows it by, so that importing twice adds nothing.</summary>
    public string? ImportKey { get; init; }
}
