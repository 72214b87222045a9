using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Ensoras.Domain.Storage;

/// <summary>Brings the tables to what this version needs, and never without a way back.</summary>
public sealed class SchemaUpgrade(IDbContextFactory<EnsorasDb> databases, ILogger<SchemaUpgrade> logger)
{
    /// <summary>Makes or upgrades the tables.</summary>
    /// <param name="hasBackup">Whether the operator says that a database which cannot copy itself has been backed
    /// up.</param>
    /// <exception cref="UpgradeRefusedException">It was left as it is.</exception>
    public async Task RunAsync(bool hasBackup, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var known = db.Database.GetMigrations().ToList();
        var isThere = await db.HasTablesAsync(cancellationToken).ConfigureAwait(false);
        var applied = isThere
            ? (await db.Database.GetAppliedMigrationsAsync(cancellationToken).ConfigureAwait(false)).ToList()
            : [];
        RefuseForeign([.. applied.Except(known)], known);
        var pending = known.Except(applied).ToList();
        if (pending.Count == 0)
        {
            return;
        }

        var copy = isThere ? await CopyAsync(db, pending, hasBackup, cancellationToken).ConfigureAwait(false) : null;
        try
        {
            await db.Database.MigrateAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (copy is not null && error is not OperationCanceledException)
        {
            throw new UpgradeRefusedException(
                UpgradeRefusal.Failed,
                $"The upgrade of the database failed: {error.GetBaseException().Message} The copy made before it is {copy}; to go back, stop Ensoras and put it in the place of the database.",
                error);
        }

        if (isThere)
        {
            logger.LogInformation("The database was upgraded ({Migrations}).", string.Join(", ", pending));
        }
    }

    private static void RefuseForeign(List<string> foreign, List<string> known)
    {
        if (foreign.Count > 0)
        {
            throw new UpgradeRefusedException(
                UpgradeRefusal.Newer,
                string.CompareOrdinal(foreign.Max(), known.Max()) > 0
                    ? $"This database belongs to a newer version of Ensoras ({foreign.Max()}). Start that version, or restore a backup from before its upgrade. Nothing was changed."
                    : $"This database was made by a version that Ensoras cannot upgrade ({foreign.Max()}). Start that version, or restore another backup. Nothing was changed.");
        }
    }

    private async Task<string?> CopyAsync(
        EnsorasDb db,
        List<string> pending,
        bool hasBackup,
        CancellationToken cancellationToken)
    {
        if (!db.CopiesItself)
        {
            return hasBackup
                ? null
                : throw new UpgradeRefusedException(
                    UpgradeRefusal.NeedsBackup,
                    $"This version of Ensoras changes the tables of the desk's PostgreSQL database ({string.Join(", ", pending)}). Back it up first, for example with pg_dump --format=custom, then start once with --upgrade. Nothing was changed.");
        }

        try
        {
            var copy = await db.CopyBesideAsync($"before-{pending[^1]}", cancellationToken).ConfigureAwait(false);
            logger.LogInformation("Before the upgrade, the database was copied to {Copy} and the copy checked.", copy);
            return copy;
        }
        catch (RuleBrokenException refusal)
        {
            throw new UpgradeRefusedException(
                UpgradeRefusal.NeedsBackup,
                $"The database needs an upgrade, but could not be copied first: {refusal.Message} Nothing was changed.",
                refusal);
        }
    }
}
