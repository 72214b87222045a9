using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Ensoras.Domain.Storage;

/// <summary>
/// The desk in one SQLite file: instants as UTC ticks, identifiers as 16 bytes in the order of time, full text by
/// FTS5.
/// </summary>
public sealed partial class SqliteDb(DbContextOptions<SqliteDb> options) : EnsorasDb(options)
{
    private const int CannotOpen = 14;
    private const int UniqueViolated = 2067;
    private const int PrimaryKeyViolated = 1555;

    public override bool IsShared => false;

    public override bool CopiesItself => true;

    public override long? FreeBytes =>
        new DriveInfo(
            Path.GetDirectoryName(Path.GetFullPath(Database.GetDbConnection().DataSource))!).AvailableFreeSpace;

    public override async Task WaitBrieflyAsync(CancellationToken cancellationToken)
    {
        Database.SetCommandTimeout(TimeSpan.FromSeconds(1));
        await Database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await Database.ExecuteSqlRawAsync("PRAGMA busy_timeout=1000", cancellationToken).ConfigureAwait(false);
        SqlitePragmas.Forget((SqliteConnection)Database.GetDbConnection());
    }

    public override async Task<bool> HasTablesAsync(CancellationToken cancellationToken) =>
        await Database
            .SqlQuery<int>(
                $"""
                SELECT count(*) AS "Value" FROM sqlite_schema WHERE "type" = 'table' AND "name" NOT LIKE 'sqlite!_%' ESCAPE '!' AND "name" NOT LIKE '!_!_EF%' ESCAPE '!'
                """)
            .SingleAsync(cancellationToken)
            .ConfigureAwait(false) > 0;

    public override async Task<string> CopyBesideAsync(string label, CancellationToken cancellationToken)
    {
        var source = Path.GetFullPath(Database.GetDbConnection().DataSource);
        var name = $"{Path.GetFileNameWithoutExtension(source)}-{label}";
        var target = Enumerable
            .Range(1, int.MaxValue)
            .Select(number =>
                Path.Combine(Path.GetDirectoryName(source)!, number == 1 ? $"{name}.db" : $"{name}-{number}.db"))
            .First(file => !File.Exists(file));
        await SqliteBackup.CopyAsync(source, target, cancellationToken).ConfigureAwait(false);
        return target;
    }

    /// <summary>The turn that this context has; null when it has none.</summary>
    internal IAsyncDisposable? Turn { get; set; }

    public override async ValueTask<IAsyncDisposable> TakeWriteTurnAsync(CancellationToken cancellationToken)
    {
        var gate = await EnterAsync(isBackground: false, cancellationToken).ConfigureAwait(false);
        return Turn = new SqliteTurn(this, gate, transaction: null);
    }

    public override async ValueTask<IAsyncDisposable> TakeChangeTurnAsync(
        bool isBackground,
        CancellationToken cancellationToken)
    {
        var gate = await EnterAsync(isBackground, cancellationToken).ConfigureAwait(false);
        try
        {
            // What fails undoes the whole turn, so a savepoint around each save would be two statements for nothing.
            Database.AutoSavepointsEnabled = false;
            var transaction = await Database.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
            return Turn = new SqliteTurn(this, gate, transaction);
        }
        catch
        {
            gate.Leave();
            throw;
        }
    }

    public override ValueTask<IAsyncDisposable> TakeTicketTurnAsync(
        Guid ticketId,
        bool isBackground,
        CancellationToken cancellationToken) => TakeChangeTurnAsync(isBackground, cancellationToken);

    private async ValueTask<SqliteWriteGate> EnterAsync(bool isBackground, CancellationToken cancellationToken)
    {
        ThrowIfGone();
        var gate = SqliteWriteGate.Of(Database.GetConnectionString()!);
        await gate.EnterAsync(isBackground, cancellationToken).ConfigureAwait(false);
        return gate;
    }

    public override async Task<int> SaveChangesAsync(
        bool acceptAllChangesOnSuccess,
        CancellationToken cancellationToken = default)
    {
        if (Turn is not null)
        {
            return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken).ConfigureAwait(false);
        }

        await using var turn = await TakeWriteTurnAsync(cancellationToken).ConfigureAwait(false);
        return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken).ConfigureAwait(false);
    }

    public override async Task LearnAsync(CancellationToken cancellationToken)
    {
        await using var turn = await TakeWriteTurnAsync(cancellationToken).ConfigureAwait(false);

        // Samples (0x10) every table (0x10000) that grew since it was last sampled. Without it, lists of the Inbox
        // walk the index of all tickets.
        await Database.ExecuteSqlRawAsync("PRAGMA optimize=0x10012", cancellationToken).ConfigureAwait(false);
        if (
            await Database
                .SqlQuery<int>($"SELECT count(*) AS \"Value\" FROM sqlite_schema WHERE name = 'sqlite_stat1'")
                .SingleAsync(cancellationToken)
                .ConfigureAwait(false) > 0)
        {
            await Database.ExecuteSqlRawAsync(WeighIndexes, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// A sample ends after some thousand rows of a project or of a person, so that their parts of every index look
    /// equally long, and the Inbox's own are not preferred to those of all tickets. What is known says it better: an
    /// index's rows, and how many projects, people and teams share them.
    /// </summary>
    private const string WeighIndexes =
        """
        WITH sampled AS (
          SELECT "idx", CAST("stat" AS INTEGER) AS "Rows", substr("stat", instr("stat", ' ') + 1) || ' ' AS "Rest",
            (SELECT "name" FROM pragma_index_info("idx") WHERE "seqno" = 1) AS "Second"
          FROM sqlite_stat1
          WHERE "tbl" = 'Tickets' AND CAST("stat" AS INTEGER) > 0 AND (SELECT "name" FROM pragma_index_info("idx") WHERE "seqno" = 0) = 'ProjectId'),
        weighed AS (
          SELECT "idx", "Rows", "Rows" / (SELECT max(1, count(*)) FROM "Projects") AS "OfProject", substr("Rest", instr("Rest", ' ') + 1) AS "Rest",
            CASE "Second"
              WHEN 'AssigneeId' THEN "Rows" / (SELECT max(1, count(*)) FROM "Agents")
              WHEN 'AssigneeKey' THEN "Rows" / (SELECT max(1, count(*)) FROM "Agents")
              WHEN 'TeamId' THEN "Rows" / (SELECT max(1, count(*)) FROM "Teams")
            END AS "OfSecond"
          FROM sampled)
        UPDATE sqlite_stat1 SET "stat" = (
          SELECT rtrim("Rows" || ' ' || max(1, "OfProject") || ' ' || iif("OfSecond" IS NULL, "Rest", max(1, "OfSecond") || ' ' || substr("Rest", instr("Rest", ' ') + 1)))
          FROM weighed WHERE weighed."idx" = sqlite_stat1."idx")
        WHERE "idx" IN (SELECT "idx" FROM weighed);
        ANALYZE sqlite_schema;
        """;

    public override bool IsDuplicate(DbUpdateException error) =>
        error.InnerException is SqliteException { SqliteExtendedErrorCode: UniqueViolated or PrimaryKeyViolated };

    public override IQueryable<int> InboxSize(Guid projectId) =>
        Database.SqlQuery<int>(
            $"""SELECT "Waiting" AS "Value" FROM inbox_sizes WHERE "ProjectId" = {projectId.ToByteArray(bigEndian: true)}""");

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcTicks>();
        configurationBuilder.Properties<Guid>().HaveConversion<OrderedBytes>();
    }

    // A file that was deleted or moved still takes writes through an open connection, and loses them when the program
    // ends.
    private void ThrowIfGone()
    {
        var file = Database.GetDbConnection().DataSource;
        if (!File.Exists(file))
        {
            throw new SqliteException(
                $"The desk's file {file} is gone, so nothing can be stored. Put it back, or start the desk again.",
                CannotOpen);
        }
    }

    private sealed class UtcTicks() : ValueConverter<DateTimeOffset, long>(
        instant => instant.UtcTicks,
        ticks => new DateTimeOffset(ticks, TimeSpan.Zero));

    private sealed class OrderedBytes() : ValueConverter<Guid, byte[]>(
        id => id.ToByteArray(true),
        bytes => new Guid(bytes, true));
}
