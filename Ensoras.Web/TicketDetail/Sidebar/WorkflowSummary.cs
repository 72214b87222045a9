using Ensoras.Domain.Tickets;

namespace Ensoras.Web.TicketDetail.Sidebar;

/// <summary>What one workflow did for a ticket, however many messages it was evaluated for.</summary>
/// <param name="Times">How often its conditions were met; 0 when they never were.</param>
/// <param name="At">When it was evaluated last; when it matched, when it last did.</param>
public sealed record WorkflowSummary(Guid WorkflowId, string Name, int Times, string Detail, DateTimeOffset At)
{
    /// <summary>One line per workflow, those that did something first.</summary>
    public static IReadOnlyList<WorkflowSummary> Of(IEnumerable<WorkflowRun> runs) =>
    [
        .. runs.GroupBy(run => run.WorkflowId)
            .Select(group =>
            {
                var matches = group.Where(run => run.Matched).ToList();
                var last = (matches.Count > 0 ? matches : [.. group]).MaxBy(run => run.At)!;
                return new WorkflowSummary(
                    last.WorkflowId, last.WorkflowName, matches.Count, last.Detail.ToString(), last.At);
            })
            .OrderByDescending(summary => summary.Times > 0).ThenByDescending(summary => summary.At)
            .ThenBy(summary => summary.Name, StringComparer.CurrentCulture),
    ];
}
