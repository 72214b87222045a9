using Ensoras.Domain.Projects;
using Ensoras.Domain.Storage;
using Microsoft.EntityFrameworkCore;

namespace Ensoras.Domain.Tickets;

/// <summary>Applies one change to many tickets, each decided on its own through the one door.</summary>
public sealed class BulkActions(
    IDbContextFactory<EnsorasDb> databases,
    TicketDesk desk,
    TicketReads reads,
    ProjectReads projects)
{
    /// <summary>The most tickets that one action takes.</summary>
    public const int MaxTickets = 5_000;

    /// <summary>Some dozens to a transaction: fast, and nobody else waits longer than they would notice.</summary>
    private const int AtOnce = 50;

    /// <summary>
    /// Whether this person may change many at once in any way. One ticket is not many: there its own rules decide.
    /// </summary>
    public static bool IsAllowed(Actor by) => BulkChange.Approve.IsAllowed(by);

    /// <summary>
    /// Does it. Throws <see cref="RuleBrokenException"/> when the person may not, or selected too many.
    /// </summary>
    /// <param name="progress">Told how many tickets have been dealt with.</param>
    /// <param name="stop">Ends it after the tickets that are under way; what is done stays done.</param>
    public Task<BulkReport> RunAsync(
        Guid projectId,
        BulkChange change,
        IReadOnlyCollection<SelectedTicket> selected,
        Actor by,
        Action<int> progress,
        CancellationToken stop) => RunAsync(new BulkOrder(projectId, change, [.. selected], by), progress, stop);

    /// <summary>The same with all that there is to know about it.</summary>
    public async Task<BulkReport> RunAsync(BulkOrder order, Action<int> progress, CancellationToken stop)
    {
        var by = order.By;
        order.Check(by);
        var grace = (await projects.ReadAsync(order.ProjectId, CancellationToken.None).ConfigureAwait(false))
            .Project
            .GracePeriod;
        var refusals = new Dictionary<Guid, Sentence>(order.Skipped);
        var tickets = order.Tickets.DistinctBy(ticket => ticket.Id).ToList();
        var dealtWith = order.DealtWith;
        foreach (var some in tickets.Skip(dealtWith).Chunk(AtOnce))
        {
            if (stop.IsCancellationRequested)
            {
                break;
            }

            var matching = await StillMatchingAsync(order, some).ConfigureAwait(false);
            var given = some.ToDictionary(
                ticket => ticket.Id,
                ticket => new BulkCircumstances(order.ProjectId, ticket.At, grace)
                {
                    StillMatches = matching?.Contains(ticket.Id) ?? true,
                });
            var reached = dealtWith + some.Length;
            var refused = await desk.ChangeManyAsync(
                [.. given.Keys],
                by,
                (ticket, stamp) =>
                {
                    // The role of this moment: a person who lost it meanwhile goes no further.
                    order.Check(stamp.By);
                    order.Change.Apply(ticket, stamp, given[ticket.Id]);
                },
                order.Store is null ? null : (db, now, cancel) => order.Store(db, reached, now, cancel),
                CancellationToken.None).ConfigureAwait(false);

            // Begun in a session, it goes on without it: signing out is no reason to leave half of it undone.
            by = by with { SessionId = null };
            foreach (var (ticketId, reason) in refused)
            {
                refusals[ticketId] = reason;
            }

            dealtWith = reached;
            progress(dealtWith);
        }

        return await ReportAsync(order.ProjectId, order.Change, dealtWith, refusals, tickets.Count - dealtWith)
            .ConfigureAwait(false);
    }

    /// <summary>What became of the tickets of an action that has ended.</summary>
    internal async Task<BulkReport> ReportAsync(
        Guid projectId,
        BulkChange change,
        int dealtWith,
        IReadOnlyDictionary<Guid, Sentence> refusals,
        int untouched)
    {
        var numbers = await reads.ReadNumbersAsync(projectId, [.. refusals.Keys], CancellationToken.None)
            .ConfigureAwait(false);
        var skipped = refusals
            .GroupBy(refusal => refusal.Value, refusal => refusal.Key)
            .OrderByDescending(group => group.Count())
            .Select(group => new BulkSkip(
                group.Key,
                [.. group],
                [.. group.Where(numbers.ContainsKey).Select(id => numbers[id]).Order()]));
        return new BulkReport(change.Done, dealtWith - refusals.Count, [.. skipped], untouched);
    }

    private async Task<HashSet<Guid>?> StillMatchingAsync(BulkOrder order, IReadOnlyCollection<SelectedTicket> some)
    {
        if (order.Filter is not { } filter)
        {
            return null;
        }

        var ids = some.Select(ticket => ticket.Id).ToList();
        await using var db = await databases.CreateDbContextAsync(CancellationToken.None).ConfigureAwait(false);
        var left = await db.Matching(order.ProjectId, filter with { Text = null }, order.InInbox, null)
            .Where(ticket => ids.Contains(ticket.Id))
            .Select(ticket => new { ticket.Id, ticket.Number })
            .ToListAsync().ConfigureAwait(false);
        if (filter.Text is { } text)
        {
            int[] numbers = [.. left.Select(ticket => ticket.Number)];
            var found = await FoundTickets
                .AmongAsync(db, order.ProjectId, text, numbers, CancellationToken.None)
                .ConfigureAwait(false);
            left.RemoveAll(ticket => !found.Contains(ticket.Number));
        }

        return [.. left.Select(ticket => ticket.Id)];
    }
}
