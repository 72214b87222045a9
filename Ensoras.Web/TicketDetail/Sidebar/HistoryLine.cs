namespace Ensoras.Web.TicketDetail.Sidebar;

/// <summary>A line of a ticket's history.</summary>
/// <param name="At">When it happened; the last time when it happened several times.</param>
public sealed record HistoryLine(Guid Id, string Text, DateTimeOffset At, int Times = 1)
{
    /// <summary>What happened, each thing once with how often; newest first, as <paramref name="lines"/> are.</summary>
    public static IReadOnlyList<HistoryLine> Once(IEnumerable<HistoryLine> lines) =>
        [.. lines.GroupBy(line => line.Text).Select(group => group.First() with { Times = group.Count() })];
}
