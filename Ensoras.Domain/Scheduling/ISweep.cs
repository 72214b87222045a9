namespace Ensoras.Domain.Scheduling;

/// <summary>
/// Finds rows that are due and does for each what a person's button would do. Rows are the truth: a sweep may run at
/// any time, twice at once or after any stop, and does what is due once.
/// </summary>
public interface ISweep
{
    /// <summary>Does what is due now.</summary>
    /// <returns>How many rows it dealt with.</returns>
    Task<int> RunAsync(CancellationToken cancellationToken);
}
