using Microsoft.Data.Sqlite;

namespace Ensoras.Domain.Storage;

/// <summary>
/// Copies a SQLite database while it is in use: the copy is of one moment, complete in one file, and checked.
/// </summary>
public static class SqliteBackup
{
    /// <exception cref="RuleBrokenException">It could not be copied, or the copy is not sound; nothing is left of it
    /// then.</exception>
    public static async Task CopyAsync(string source, string target, CancellationToken cancellationToken)
    {
        if (!File.Exists(source))
        {
            throw new RuleBrokenException(Sentence.Of("Storage.NoDatabase", source));
        }

        if (Path.Exists(target))
        {
            throw new RuleBrokenException(Sentence.Of("Storage.TargetExists", target));
        }

        var part = $"{target}.part";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(target))!);
            DemandRoom(source, target);

            // Nobody but the desk's own account reads it: it holds what customers wrote.
            await File.Create(part).DisposeAsync().ConfigureAwait(false);
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(part, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }

            await Task.Run(() => Copy(source, part), cancellationToken).ConfigureAwait(false);
            using (var file = new FileStream(part, FileMode.Open, FileAccess.ReadWrite))
            {
                file.Flush(flushToDisk: true);
            }

            File.Move(part, target);
        }
        catch (Exception error) when (error is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new RuleBrokenException(
                Sentence.Of(
                    "Storage.NotWritten", target, StorageTrouble.Explain(error) ?? Sentence.Verbatim(error.Message)));
        }
        finally
        {
            File.Delete(part);
        }
    }

    private static void Copy(string source, string part)
    {
        using var from = Open(source);
        using var to = Open(part);
        from.BackupDatabase(to);

        // Without a log beside it, so that it may be copied on like any file.
        Ask(to, "PRAGMA journal_mode=DELETE");
        if (Ask(to, "PRAGMA integrity_check") is not "ok" and var fault)
        {
            throw new RuleBrokenException(Sentence.Of("Storage.CopyBroken", fault));
        }
    }

    private static SqliteConnection Open(string file)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder
            {
                DataSource = file,
                Mode = SqliteOpenMode.ReadWrite,
                Pooling = false,
            }.ConnectionString);
        connection.Open();
        return connection;
    }

    private static string? Ask(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar() as string;
    }

    private static void DemandRoom(string source, string target)
    {
        var log = new FileInfo($"{source}-wal");
        var needed = new FileInfo(source).Length + (log.Exists ? log.Length : 0);
        var free = new DriveInfo(Path.GetDirectoryName(Path.GetFullPath(target))!).AvailableFreeSpace;
        if (free < needed)
        {
            throw new RuleBrokenException(
                Sentence.Of("Storage.NoRoom", target, needed / (1024 * 1024), free / (1024 * 1024)));
        }
    }
}
