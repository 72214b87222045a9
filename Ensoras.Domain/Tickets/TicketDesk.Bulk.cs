using Ensoras.Domain.People;
using Ensoras.Domain.Storage;
using Microsoft.EntityFrameworkCore;

namespace Ensoras.Domain.Tickets;

/// <summary>Many tickets in one transaction.</summary>
public sealed partial class TicketDesk
{
    /// <summary>
    /// Applies one operation to some dozens of tickets in one transaction; each is decided on its own.
    /// </summary>
    /// <returns>Why the desk's rules refused, for each ticket that they refused; it is as it was.</returns>
    public Task<IReadOnlyDictionary<Guid, Sentence>> ChangeManyAsync(
        IReadOnlyList<Guid> ticketIds,
        Actor by,
        Action<Ticket, Stamp> change,
        CancellationToken cancellationToken) =>
        ChangeManyAsync(ticketIds, by, change, alongside: null, cancellationToken);

    /// <summary>The same.</summary>
    /// <param name="alongside">Changes rows that are stored with the tickets or not at all; told what was
    /// refused.</param>
    internal async Task<IReadOnlyDictionary<Guid, Sentence>> ChangeManyAsync(
        IReadOnlyList<Guid> ticketIds,
        Actor by,
        Action<Ticket, Stamp> change,
        Func<EnsorasDb, IReadOnlyDictionary<Guid, Sentence>, CancellationToken, Task>? alongside,
        CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        List<Ticket>? changed = [];
        var refusals = new Dictionary<Guid, Sentence>();
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

            foreach (
                var (ticketId, refusal) in await AssignmentCheck
                    .FindRefusalsAsync(
                        db,
                        [.. tickets.Values.Where(ticket => !refusals.ContainsKey(ticket.Id))],
                        stamp,
                        cancellationToken)
                    .ConfigureAwait(false))
            {
                refusals[ticketId] = refusal;
                Forget(db, tickets[ticketId]);
            }

            changed.AddRange(
                tickets.Values.Where(ticket => !refusals.ContainsKey(ticket.Id) && HasChanged(db, ticket)));
            foreach (var ticket in changed)
            {
                ticket.CountVersion();
                db.AddRange(ticket.NewEvents);
                db.AddRange(ticket.NewRuns);
            }

            if (alongside is not null)
            {
                await alongside(db, refusals, cancellationToken).ConfigureAwait(false);
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
            return await ChangeOneByOneAsync(ticketIds, by, change, alongside, cancellationToken).ConfigureAwait(false);
        }

        Publish(changed, by);
        return refusals;
    }

    private static async Task<Dictionary<Guid, Ticket>> LoadManyAsync(
        EnsorasDb db,
        IReadOnlyList<Guid> ticketIds,
        CancellationToken cancellationToken)
    {
        var tickets = db.Tickets.Where(row => ticketIds.Contains(row.Id));
        var loaded = await tickets.ToDictionaryAsync(ticket => ticket.Id, cancellationToken).ConfigureAwait(false);
        await tickets
            .Join(
                db.Messages,
                ticket => ticket.Id,
                message => message.TicketId,
                (ticket, message) => new { Newest = EF.Property<int>(ticket, "LastNumber"), message })
            .Where(each =>
                each.message.Number > each.Newest - NewestMessages
                || (
                    each.message.Status != MessageStatus.Received
                    && each.message.Status != MessageStatus.Sent
                    && each.message.Status != MessageStatus.Rejected)
                || each.message.Rejection == Rejection.Closed)
            .Select(each => each.message)
            .Include(message => message.ToolCalls)
            .OrderBy(message => message.TicketId).ThenBy(message => message.Number)
            .LoadAsync(cancellationToken).ConfigureAwait(false);
        await CompareSourcesAsync(db, loaded.Values, cancellationToken).ConfigureAwait(false);
        await FindDepartedAsync(db, loaded.Values, cancellationToken).ConfigureAwait(false);
        return loaded;
    }

    private static Sentence? Refusal(
        Dictionary<Guid, Ticket> tickets,
        Guid ticketId,
        Stamp stamp,
        Action<Ticket, Stamp> change)
    {
        try
        {
            change(
                tickets.GetValueOrDefault(ticketId)
                    ?? throw new RuleBrokenException(Sentence.Of("Tickets.TicketGone")),
                stamp);
            return null;
        }
        catch (RuleBrokenException refusal)
        {
            return refusal.Why;
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
        || ticket.Messages.Any(message =>
            db.Entry(message).State is not EntityState.Unchanged
            || message.ToolCalls.Any(call => db.Entry(call).State is not EntityState.Unchanged));

    private async Task<IReadOnlyDictionary<Guid, Sentence>> ChangeOneByOneAsync(
        IReadOnlyList<Guid> ticketIds,
        Actor by,
        Action<Ticket, Stamp> change,
        Func<EnsorasDb, IReadOnlyDictionary<Guid, Sentence>, CancellationToken, Task>? alongside,
        CancellationToken cancellationToken)
    {
        var refusals = new Dictionary<Guid, Sentence>();
        foreach (var ticketId in ticketIds)
        {
            try
            {
                await ChangeAsync(ticketId, by, change, cancellationToken).ConfigureAwait(false);
            }
            catch (RuleBrokenException refusal)
            {
                refusals[ticketId] = refusal.Why;
            }
        }

        if (alongside is not null)
        {
            await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
            await alongside(db, refusals, cancellationToken).ConfigureAwait(false);
            await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        }

        return refusals;
    }
}
