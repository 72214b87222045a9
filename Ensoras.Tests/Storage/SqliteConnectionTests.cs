using Ensoras.Domain.Storage;
using Ensoras.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Ensoras.Tests.Storage;

/// <summary>Connections come out of a pool as they were left, and are always as the desk wants them.</summary>
public sealed class SqliteConnectionTests
{
    [Fact]
    public async Task Every_connection_writes_ahead_and_waits_also_the_one_that_waited_briefly_before()
    {
        await using var world = await World.CreateAsync(Engine.Sqlite);
        Assert.Equal(("wal", 5000), await ReadAsync(world));
        await using (var brief = await world.OpenDbAsync())
        {
            await brief.WaitBrieflyAsync(CancellationToken.None);
        }

        // The pool gives the same connection again.
        Assert.Equal(("wal", 5000), await ReadAsync(world));
        Assert.Equal(("wal", 5000), await ReadAsync(world));
    }

    private static async Task<(string Journal, int Patience)> ReadAsync(World world)
    {
        await using EnsorasDb db = await world.OpenDbAsync();
        await db.Database.OpenConnectionAsync();
        return (await AskAsync<string>(db, "journal_mode"), (int)await AskAsync<long>(db, "busy_timeout"));
    }

    private static async Task<T> AskAsync<T>(EnsorasDb db, string pragma)
    {
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = $"PRAGMA {pragma}";
        return (T)(await command.ExecuteScalarAsync())!;
    }
}
