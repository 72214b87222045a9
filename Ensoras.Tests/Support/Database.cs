using Npgsql;

namespace Ensoras.Tests.Support;

/// <summary>The databases that storage tests run on.</summary>
public enum Engine
{
    Sqlite,
    Postgres,
}

/// <summary>
/// A database of a test's own, with all tables and no rows: a file, or a database on the server that
/// ENSORAS_TEST_POSTGRES names.
/// </summary>
public sealed class Database : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ensoras-test-").FullName;
    private readonly string? _serverConnection;

    private Database(string? serverConnection, string? postgres)
    {
        _serverConnection = serverConnection;
        Postgres = postgres;
    }

    public static string? PostgresServer =>
        Environment.GetEnvironmentVariable("ENSORAS_TEST_POSTGRES") is { Length: > 0 } server ? server : null;

    /// <summary>The connection string; null for SQLite.</summary>
    public string? Postgres { get; }

    public string SqliteFile => Path.Combine(_folder, "ensoras.db");

    public static async Task<Database> CreateAsync(Engine engine)
    {
        if (engine is Engine.Sqlite)
        {
            var database = new Database(null, null);
            await MigratedDatabase.CopyToAsync(database.SqliteFile);
            return database;
        }

        var server =
            PostgresServer
            ?? throw new InvalidOperationException("ENSORAS_TEST_POSTGRES is not set; ./test.sh sets it.");
        var name = $"ensoras_{Guid.CreateVersion7():N}";
        await using var connection = new NpgsqlConnection(server);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            $"CREATE DATABASE {name} TEMPLATE {await MigratedDatabase.PostgresTemplateAsync()}",
            connection);
        await command.ExecuteNonQueryAsync();
        return new Database(server, new NpgsqlConnectionStringBuilder(server) { Database = name }.ConnectionString);
    }

    public async ValueTask DisposeAsync()
    {
        if (_serverConnection is not null)
        {
            await using var own = new NpgsqlConnection(Postgres);
            NpgsqlConnection.ClearPool(own);
            await using var connection = new NpgsqlConnection(_serverConnection);
            await connection.OpenAsync();
            await using var command = new NpgsqlCommand($"DROP DATABASE {own.Database} WITH (FORCE)", connection);
            await command.ExecuteNonQueryAsync();
        }

        for (var left = 1_000; Directory.Exists(_folder); left--)
        {
            try
            {
                Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
                Directory.Delete(_folder, recursive: true);
            }
            catch (IOException) when (left > 0)
            {
                // A screen that was just closed is still ending its read, which creates the file's companions again.
                await Task.Yield();
            }
        }
    }
}
