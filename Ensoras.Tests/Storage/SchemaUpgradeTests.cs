using Ensoras.Domain.Storage;
using Ensoras.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;

namespace Ensoras.Tests.Storage;

/// <summary>A start on a database of another version: copied first, or refused with a sentence.</summary>
public sealed class SchemaUpgradeTests
{
    [Theory, OnEveryDatabase]
    public async Task A_database_of_a_newer_version_is_refused_and_left_as_it_is(Engine engine)
    {
        await using var database = await Database.CreateAsync(engine);
        await using var services = Services(database);
        await ExecuteAsync(
            services,
            """INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion") VALUES ('20990101000000_FromTheFuture', '10.0.0')""");

        var refusal = await Assert.ThrowsAsync<UpgradeRefusedException>(() => UpgradeAsync(services));

        Assert.Equal(UpgradeRefusal.Newer, refusal.Refusal);
        Assert.StartsWith(
            "This database belongs to a newer version of Ensoras (20990101000000_FromTheFuture).",
            refusal.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Before_an_upgrade_of_SQLite_a_checked_copy_lies_beside_the_database()
    {
        await using var database = await Database.CreateAsync(Engine.Sqlite);
        File.Delete(database.SqliteFile);
        await using var services = Services(database);
        await MigrateToBaselineAsync(services);

        await UpgradeAsync(services);

        var copy = Assert.Single(Copies(database));
        Assert.Equal(["20261127000000_Baseline"], await AppliedAsync(copy));
        Assert.True((await AppliedAsync(database.SqliteFile)).Count > 1);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(copy));
        }
    }

    [Fact]
    public async Task A_new_database_and_an_unchanged_one_are_not_copied()
    {
        await using var database = await Database.CreateAsync(Engine.Sqlite);
        File.Delete(database.SqliteFile);
        await using var services = Services(database);

        await UpgradeAsync(services);
        await UpgradeAsync(services);

        Assert.Empty(Copies(database));
    }

    [Fact]
    public async Task An_upgrade_that_fails_says_where_the_copy_is()
    {
        await using var database = await Database.CreateAsync(Engine.Sqlite);
        await using var services = Services(database);
        await ExecuteAsync(
            services,
            """DELETE FROM "__EFMigrationsHistory" WHERE "MigrationId" LIKE '20261127000000%'""");

        var refusal = await Assert.ThrowsAsync<UpgradeRefusedException>(() => UpgradeAsync(services));

        Assert.Equal(UpgradeRefusal.Failed, refusal.Refusal);
        Assert.Contains(Assert.Single(Copies(database)), refusal.Message, StringComparison.Ordinal);
    }

    [Theory, OnPostgres]
    public async Task PostgreSQL_is_upgraded_only_once_the_operator_says_that_it_is_backed_up(Engine engine)
    {
        await using var database = await Database.CreateAsync(engine);
        await using var services = Services(database);
        await ExecuteAsync(services, """DROP SCHEMA public CASCADE; CREATE SCHEMA public;""");
        await MigrateToBaselineAsync(services);

        var refusal = await Assert.ThrowsAsync<UpgradeRefusedException>(() => UpgradeAsync(services));
        Assert.Equal(UpgradeRefusal.NeedsBackup, refusal.Refusal);
        Assert.Contains("pg_dump", refusal.Message, StringComparison.Ordinal);

        await UpgradeAsync(services, hasBackup: true);
        await UpgradeAsync(services);
    }

    [Theory, OnPostgres]
    public async Task An_empty_PostgreSQL_database_is_simply_filled(Engine engine)
    {
        await using var database = await Database.CreateAsync(engine);
        await using var services = Services(database);
        await ExecuteAsync(services, """DROP SCHEMA public CASCADE; CREATE SCHEMA public;""");

        await UpgradeAsync(services);
    }

    private static ServiceProvider Services(Database database)
    {
        var services = new ServiceCollection().AddLogging();
        services.AddEnsorasStorage(database.Postgres, database.SqliteFile);
        services.AddSingleton<SchemaUpgrade>();
        return services.BuildServiceProvider();
    }

    private static Task UpgradeAsync(IServiceProvider services, bool hasBackup = false) =>
        services.GetRequiredService<SchemaUpgrade>().RunAsync(hasBackup, CancellationToken.None);

    private static async Task MigrateToBaselineAsync(IServiceProvider services)
    {
        await using var db = await services.GetRequiredService<IDbContextFactory<EnsorasDb>>().CreateDbContextAsync();
        await db.GetService<IMigrator>().MigrateAsync("20261127000000_Baseline");
    }

    private static async Task ExecuteAsync(IServiceProvider services, string sql)
    {
        await using var db = await services.GetRequiredService<IDbContextFactory<EnsorasDb>>().CreateDbContextAsync();
        await db.Database.ExecuteSqlRawAsync(sql);
    }

    private static string[] Copies(Database database) =>
        Directory.GetFiles(Path.GetDirectoryName(database.SqliteFile)!, "ensoras-before-*.db");

    private static async Task<List<string>> AppliedAsync(string file)
    {
        await using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT MigrationId FROM __EFMigrationsHistory ORDER BY 1";
        await using var reader = await command.ExecuteReaderAsync();
        var ids = new List<string>();
        while (await reader.ReadAsync())
        {
            ids.Add(reader.GetString(0));
        }

        return ids;
    }
}
