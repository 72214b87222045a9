using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Ensoras.Domain.Storage;

/// <summary>
/// Carries a SQLite file's log over into the file beside the commits: nearly all of it while others write, and only the rest with
/// the turn to write, after which the log starts from its beginning.
/// </summary>
internal static class SqliteLog
{
    private const long CarriedOverAt = 40L * 1024 * 1024;
    private static readonly ConcurrentDictionary<string, bool> Running = new();

    /// <summary>Begins it when the log has grown. Nobody waits for it.</summary>
    public static void CarryOver(string connectionString, SqliteWriteGate gate)
    {
        var log = new FileInfo($"{new SqliteConnectionStringBuilder(connectionString).DataSource}-wal");
        if (log.Exists && log.Length > CarriedOverAt && Running.TryAdd(connectionString, true))
        {
            _ = Task.Run(() => CarryOverAsync(connectionString, gate));
        }
    }

    private static async Task CarryOverAsync(string connectionString, SqliteWriteGate gate)
    {
        try
        {
            var connection = new SqliteConnection(connectionString);
            await using (connection.ConfigureAwait(false))
            {
                await connection.OpenAsync().ConfigureAwait(false);
                await ExecuteAsync(connection, "PRAGMA wal_checkpoint(PASSIVE)").ConfigureAwait(false);
                await gate.EnterAsync(shares: false, isBackground: false, CancellationToken.None).ConfigureAwait(false);
                try
                {
                    // Readers of the old log are not waited for; the next time it is tried again.
                    await ExecuteAsync(connection, "PRAGMA busy_timeout=50").ConfigureAwait(false);
                    await ExecuteAsync(connection, "PRAGMA wal_checkpoint(TRUNCATE)").ConfigureAwait(false);
                }
                finally
                {
                    gate.Leave();
                }
            }
        }
        catch (SqliteException)
        {
            // The file is gone or its disk is full: the next commit says so, and this is tried again.
        }
        finally
        {
            Running.TryRemove(connectionString, out _);
        }
    }

    private static async Task ExecuteAsync(SqliteConnection connection, string sql)
    {
        var command = connection.CreateCommand();
        await using (command.ConfigureAwait(false))
        {
            command.CommandText = sql;
            command.CommandTimeout = 5;
            await command.ExecuteNonQueryAsync().ConfigureAwait(false);
        }
    }
}
