using Ensoras.Domain.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Ensoras.Domain.People;

/// <summary>
/// The security log: a row per event, and a line in the server's log under the category <see cref="Category"/>.
/// </summary>
public sealed class SecurityLog(IDbContextFactory<EnsorasDb> databases, ILoggerFactory loggers)
{
    public const string Category = "Ensoras.Security";

    private readonly ILogger _logger = loggers.CreateLogger(Category);

    /// <summary>
    /// Stores an event by itself and reports it. One that belongs to a change is added to the change's own context
    /// instead.
    /// </summary>
    public async Task WriteAsync(SecurityEvent entry, CancellationToken cancellationToken)
    {
        // The line first: it is there also when the database is not.
        Report(entry);
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        db.Add(entry);
        await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// A page of the log for admins, newest first: what concerns the project, and what strangers tried at the door.
    /// </summary>
    /// <param name="before">The last event of the page before; null for the first page.</param>
    public async Task<IReadOnlyList<SecurityEvent>> ReadAsync(
        Guid projectId,
        SecurityEvent? before,
        int count,
        CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var events = db
            .SecurityEvents.AsNoTracking()
            .Where(entry => entry.ProjectId == projectId || entry.ProjectId == null);
        if (before is not null)
        {
            var (at, id) = (before.At, before.Id);
            events = events.Where(entry => entry.At < at || (entry.At == at && entry.Id.CompareTo(id) < 0));
        }

        return await events.OrderByDescending(entry => entry.At).ThenByDescending(entry => entry.Id).Take(count)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes the line of an event that has been stored.</summary>
    public void Report(SecurityEvent entry) =>
        _logger.Log(
            entry.Kind is SecurityEventKind.SignInFailed or SecurityEventKind.SignInBlocked
                ? LogLevel.Warning
                : LogLevel.Information,
            "{Kind}: {Account} from {Address}, by {By}. {Detail}",
            entry.Kind,
            entry.Account,
            entry.Address ?? "unknown",
            entry.ByName ?? "themselves",
            entry.Detail);

    /// <summary>Writes the lines of all events that were just stored with a change.</summary>
    internal void ReportAll(EnsorasDb saved)
    {
        foreach (var entry in saved.ChangeTracker.Entries<SecurityEvent>())
        {
            Report(entry.Entity);
        }
    }
}
