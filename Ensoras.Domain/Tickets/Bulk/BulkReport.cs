namespace Ensoras.Domain.Tickets;

/// <summary>Tickets that were left as they were, for the same reason.</summary>
/// <param name="Reason">Short, such as "customer replied since".</param>
/// <param name="Numbers">What people call those that exist.</param>
public sealed record BulkSkip(Sentence Reason, IReadOnlyList<Guid> TicketIds, IReadOnlyList<int> Numbers);

/// <summary>What became of each ticket of a bulk action.</summary>
/// <param name="Done">What was done to those that fitted, such as "approved".</param>
/// <param name="Untouched">How many were not reached because somebody pressed Stop.</param>
public sealed record BulkReport(Sentence Done, int DoneCount, IReadOnlyList<BulkSkip> Skipped, int Untouched)
{
    /// <summary>
    /// Such as "47 approved, 2 skipped: customer replied since, 1 skipped: already approved by another reviewer".
    /// </summary>
    public Sentence Sentence => Sentence.Joined("Bulk.Then",
    [
        Sentence.Of("Bulk.DoneTo", DoneCount, Done),
        .. Skipped.Select(skip => Sentence.Of("Bulk.Skipped", skip.TicketIds.Count, skip.Reason)),
        .. Untouched > 0 ? [Sentence.Of("Bulk.Untouched", Untouched)] : Array.Empty<Sentence>(),
    ]);
}
