using Ensoras.Domain.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Ensoras.Domain.People;

/// <summary>The security log: a row per event, and a line in the server's log under the category <see cref="Category"/>.</summary>
public sealed class SecurityLog(IDbContextFactory<EnsorasDb> databases, ILoggerFactory loggers)
{
    public const string Category = "Ensoras.Security";

    private readonly ILogger _logger = loggers.CreateLogger(Category);

    /// <summary>Stores an event by itself and reports it. One that belongs to a change is added to the change's own context instead.</summary>
    public async Task WriteAsync(SecurityEvent entry, CancellationToken cancellationToken)
    {
        // The line first: it is there also when the database is not.
        Report(entry);
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        db.Add(entry);
        await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes the line of an event that has been stored.</summary>
    public void Report(SecurityEvent entry) => _logger.Log(
        entry.Kind is SecurityEventKind.SignInFailed or SecurityEventKind.SignInBlocked ? LogLevel.Warning : LogLevel.Information,
        "{Kind}: {Account} from {Address}, by {By}. {Detail}",
        entry.Kind, entry.Account, entry.Address ?? "unknown", entry.ByName ?? "themselves", entry.Detail);

    /// <summary>Writes the lines of all events that were just stored with a change.</summary>
    internal void ReportAll(EnsorasDb saved)
    {
        foreach (var entry in saved.ChangeTracker.Entries<SecurityEvent>())
        {
            Report(entry.Entity);
        }
    }
}
