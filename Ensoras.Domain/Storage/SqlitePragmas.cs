using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;
using SQLitePCL;

namespace Ensoras.Domain.Storage;

/// <summary>
/// Sets each connection up: write-ahead log, waiting instead of failing on a lock, memory-mapped reads.
/// <c>synchronous=NORMAL</c> survives a killed process; <c>FULL</c> also a power cut.
/// </summary>
internal sealed class SqlitePragmas(bool survivesPowerCut) : DbConnectionInterceptor
{
    // What is opened comes out of a pool mostly, and is as it was left: asking it seven things again at every operation
    // costs more than many an operation does.
    private static readonly ConditionalWeakTable<sqlite3, SqlitePragmas> Ready = [];

    // The commit that fills the log carries it over for all before it: at the usual 4 MB every twentieth waits for
    // that, at 40 MB hardly any.
    private readonly string _pragmas =
        $"PRAGMA journal_mode=WAL; PRAGMA synchronous={(survivesPowerCut ? "FULL" : "NORMAL")}; PRAGMA busy_timeout=5000; PRAGMA cache_size=-32000; PRAGMA mmap_size=1073741824; PRAGMA temp_store=MEMORY; PRAGMA wal_autocheckpoint=10000;";

    /// <summary>Called after a connection was set up in another way: its next user sets it up again.</summary>
    public static void Forget(SqliteConnection connection) => Ready.Remove(connection.Handle!);

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        if (NeedsThem(connection))
        {
            using var command = connection.CreateCommand();
            command.CommandText = _pragmas;
            command.ExecuteNonQuery();
            Remember(connection);
        }
    }

    public override async Task ConnectionOpenedAsync(
        DbConnection connection,
        ConnectionEndEventData eventData,
        CancellationToken cancellationToken = default)
    {
        if (NeedsThem(connection))
        {
            var command = connection.CreateCommand();
            await using (command.ConfigureAwait(false))
            {
                command.CommandText = _pragmas;
                await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            }

            Remember(connection);
        }
    }

    private bool NeedsThem(DbConnection connection) =>
        !(Ready.TryGetValue(HandleOf(connection), out var setUpBy) && setUpBy == this);

    private void Remember(DbConnection connection) => Ready.AddOrUpdate(HandleOf(connection), this);

    private static sqlite3 HandleOf(DbConnection connection) => ((SqliteConnection)connection).Handle!;
}
