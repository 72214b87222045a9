using Ensoras.Domain.Storage;
using Ensoras.Tests.Support;
using Microsoft.Data.Sqlite;

namespace Ensoras.Tests.Storage;

/// <summary>A copy of a database in use: of one moment, complete without its log, and checked.</summary>
public sealed class SqliteBackupTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ensoras-backup-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task What_is_only_in_the_log_is_in_the_copy_and_a_change_that_is_not_committed_is_not()
    {
        await using var world = await World.CreateAsync();
        var ticket = await world.GivenTicketAsync();
        var copy = Path.Combine(_folder, "copy.db");
        await using var db = await world.OpenDbAsync();
        var file = Microsoft
            .EntityFrameworkCore.RelationalDatabaseFacadeExtensions.GetDbConnection(db.Database)
            .DataSource;
        await using var writer = new SqliteConnection($"Data Source={file};Pooling=False");
        await writer.OpenAsync();
        await ExecuteAsync(writer, "BEGIN IMMEDIATE; UPDATE Tickets SET Title = 'not committed'");

        await SqliteBackup.CopyAsync(file, copy, CancellationToken.None);

        await ExecuteAsync(writer, "ROLLBACK");
        Assert.Equal([copy], Directory.GetFiles(_folder));
        Assert.Equal(ticket.Title, await AskAsync(copy, "SELECT Title FROM Tickets"));
        Assert.Equal("ok", await AskAsync(copy, "PRAGMA integrity_check"));
    }

    [Fact]
    public async Task A_file_that_is_there_is_never_written_over()
    {
        await using var database = await Database.CreateAsync(Engine.Sqlite);
        var copy = Path.Combine(_folder, "copy.db");
        await File.WriteAllTextAsync(copy, "precious");

        var refusal = await Assert.ThrowsAsync<RuleBrokenException>(() =>
            SqliteBackup.CopyAsync(database.SqliteFile, copy, CancellationToken.None));

        Assert.Equal($"{copy} exists already. Choose another name.", refusal.Message);
        Assert.Equal("precious", await File.ReadAllTextAsync(copy));
    }

    [Fact]
    public async Task Of_a_damaged_database_no_copy_is_kept()
    {
        await using var database = await Database.CreateAsync(Engine.Sqlite);
        await using (var file = new FileStream(database.SqliteFile, FileMode.Open, FileAccess.Write))
        {
            file.Position = 4096 * 3;
            await file.WriteAsync(Enumerable.Repeat((byte)0x5A, 4096 * 4).ToArray());
        }

        await Assert.ThrowsAsync<RuleBrokenException>(() =>
            SqliteBackup.CopyAsync(database.SqliteFile, Path.Combine(_folder, "copy.db"), CancellationToken.None));

        Assert.Empty(Directory.GetFiles(_folder));
    }

    private static async Task ExecuteAsync(SqliteConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<string?> AskAsync(string file, string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (string?)await command.ExecuteScalarAsync();
    }
}
