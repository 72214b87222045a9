namespace Ensoras.Domain.Tickets;

/// <summary>What a bulk change knows beside the ticket.</summary>
/// <param name="SelectedAt">When the person selected the ticket: what happened since was not seen.</param>
/// <param name="Grace">How long an approved reply can be undone.</param>
internal sealed record BulkCircumstances(Guid ProjectId, DateTimeOffset SelectedAt, TimeSpan Grace)
{
    /// <summary>Whether the ticket still matches what everything selected matched.</summary>
    public bool StillMatches { get; init; } = true;
}
