using Ensoras.Domain.People;
using Ensoras.Domain.Projects;

namespace Ensoras.Domain.Tickets;

/// <summary>Applies one change to many tickets, each decided on its own through the one door.</summary>
public sealed class BulkActions(TicketDesk desk, TicketReads reads, ProjectReads projects)
{
    /// <summary>The most tickets that one action takes.</summary>
    public const int MaxTickets = 5_000;

    /// <summary>Some dozens to a transaction: fast, and nobody else waits longer than they would notice.</summary>
    private const int AtOnce = 50;

    /// <summary>Whether this person may change many at once. One ticket is not many: there its own rules decide, as on its page.</summary>
    public static bool IsAllowed(Actor by) => by.IsAtLeast(Role.Lead);

    /// <summary>Does it. Throws <see cref="RuleBrokenException"/> when the person may not, or selected too many.</summary>
    /// <param name="progress">Told how many tickets have been dealt with.</param>
    /// <param name="stop">Ends it after the tickets that are under way; what is done stays done.</param>
    public async Task<BulkReport> RunAsync(
        Guid projectId, BulkChange change, IReadOnlyCollection<SelectedTicket> selected, Actor by, Action<int> progress, CancellationToken stop)
    {
        Check(selected.Count, by);
        var grace = (await projects.ReadAsync(projectId, CancellationToken.None).ConfigureAwait(false)).Project.GracePeriod;
        var refusals = new Dictionary<Guid, string>();
        var dealtWith = 0;
        foreach (var some in selected.DistinctBy(ticket => ticket.Id).Chunk(AtOnce))
        {
            if (stop.IsCancellationRequested)
            {
                break;
            }

            var given = some.ToDictionary(ticket => ticket.Id, ticket => new BulkCircumstances(projectId, ticket.At, grace));
            var refused = await desk.ChangeManyAsync(
                [.. given.Keys],
                by,
                (ticket, stamp) =>
                {
                    // The role of this moment: whoever lost it while this runs goes no further.
                    Check(selected.Count, stamp.By);
                    change.Apply(ticket, stamp, given[ticket.Id]);
                },
                CancellationToken.None).ConfigureAwait(false);

            // Begun in a session, it goes on without it: signing out is no reason to leave half of it undone.
            by = by with { SessionId = null };
            foreach (var (ticketId, reason) in refused)
            {
                refusals[ticketId] = reason;
            }

            dealtWith += some.Length;
            progress(dealtWith);
        }

        var numbers = await reads.ReadNumbersAsync(projectId, [.. refusals.Keys], CancellationToken.None).ConfigureAwait(false);
        var skipped = refusals.GroupBy(refusal => refusal.Value, refusal => refusal.Key).OrderByDescending(group => group.Count())
            .Select(group => new BulkSkip(group.Key, [.. group], [.. group.Where(numbers.ContainsKey).Select(id => numbers[id]).Order()]));
        return new BulkReport(change.Done, dealtWith - refusals.Count, [.. skipped], selected.Count - dealtWith);
    }

    internal static void Check(int count, Actor by)
    {
        if (count > 1 && !IsAllowed(by))
        {
            throw new RuleBrokenException($"Changing many tickets at once needs the role Lead; you are signed in as {by.Role}. Ask a lead to do it.");
        }

        if (count > MaxTickets)
        {
            throw new RuleBrokenException($"At most {MaxTickets:N0} tickets can be changed at once; {count:N0} are selected.");
        }
    }
}
