using Ensoras.Domain.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Ensoras.Tests.Support;

/// <summary>
/// A database with all tables and no rows, made once per run by the real migrations; each test gets a copy, which
/// costs a hundredth of migrating.
/// </summary>
internal static class MigratedDatabase
{
    private static readonly string Folder = Directory.CreateTempSubdirectory("ensoras-test-").FullName;
    private static readonly Lazy<Task<string>> SqliteFile = new(MakeSqliteAsync);
    private static readonly Lazy<Task<string>> PostgresName = new(MakePostgresAsync);

    static MigratedDatabase() => AppDomain.CurrentDomain.ProcessExit += (_, _) => RemoveAll();

    /// <summary>Puts a copy where a desk looks for its file.</summary>
    public static async Task CopyToAsync(string file) => File.Copy(await SqliteFile.Value, file);

    /// <summary>The database on the PostgreSQL server that a new one can be made from.</summary>
    public static Task<string> PostgresTemplateAsync() => PostgresName.Value;

    private static async Task<string> MakeSqliteAsync()
    {
        var file = Path.Combine(Folder, "ensoras.db");
        await MigrateAsync(null, file);

        // What is still in the log beside the file would not be copied.
        await using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
        await command.ExecuteNonQueryAsync();
        return file;
    }

    private static async Task<string> MakePostgresAsync()
    {
        var name = $"ensoras_{Guid.CreateVersion7():N}";
        await ExecuteAsync($"CREATE DATABASE {name}");
        var connection = new NpgsqlConnectionStringBuilder(Database.PostgresServer)
        {
            Database = name,
            Pooling = false,
        }.ConnectionString;
        await MigrateAsync(connection, Path.Combine(Folder, "unused.db"));
        return name;
    }

    private static async Task MigrateAsync(string? postgres, string file)
    {
        var services = new ServiceCollection().AddLogging();
        services.AddEnsorasStorage(postgres, file);
        await using var provider = services.BuildServiceProvider();
        await using var db = await provider.GetRequiredService<IDbContextFactory<EnsorasDb>>().CreateDbContextAsync();
        await db.Database.MigrateAsync();
    }

    private static async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(Database.PostgresServer);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static void RemoveAll()
    {
        Directory.Delete(Folder, recursive: true);
        if (PostgresName is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
        {
            using var connection = new NpgsqlConnection(Database.PostgresServer);
            connection.Open();
            using var command = new NpgsqlCommand(
                $"DROP DATABASE {PostgresName.Value.Result} WITH (FORCE)",
                connection);
            command.ExecuteNonQuery();
        }
    }
}
