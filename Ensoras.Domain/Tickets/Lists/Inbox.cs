namespace Ensoras.Domain.Tickets;

/// <summary>What needs a person now, most urgent first.</summary>
public static class Inbox
{
    /// <summary>
    /// The place in the default order: Approval, Ensoras (stale), Agent; within each Critical first. Null when it is
    /// not in the Inbox.
    /// </summary>
    public static int? Rank(TicketStatus status, TicketPriority priority, bool isStale) => status switch
    {
        TicketStatus.AwaitingApproval => Rank(0, priority),
        TicketStatus.AwaitingEnsoras when isStale => Rank(1, priority),
        TicketStatus.AwaitingAgent => Rank(2, priority),
        _ => null,
    };

    /// <summary>The places that tickets with this status and priority can have; null stands for any.</summary>
    public static IEnumerable<int?> Ranks(TicketStatus? status, TicketPriority? priority) =>
        from each in status is { } only
            ? [only]
            : new[] { TicketStatus.AwaitingApproval, TicketStatus.AwaitingEnsoras, TicketStatus.AwaitingAgent }
        from level in priority is { } one ? [one] : Enum.GetValues<TicketPriority>()
        let rank = Rank(each, level, isStale: true)
        where rank is not null
        select rank;

    private static int Rank(int urgency, TicketPriority priority) =>
        (urgency * 10) + (TicketPriority.Critical - priority);
}
