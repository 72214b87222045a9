using System.Runtime.CompilerServices;
using Ensoras.Domain.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Design.Internal;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations.Design;
using Microsoft.EntityFrameworkCore.Sqlite.Design.Internal;
using Microsoft.Extensions.DependencyInjection;
using Npgsql.EntityFrameworkCore.PostgreSQL.Design.Internal;

if (args is not ["add", var name])
{
    Console.Error.WriteLine("Usage: dotnet run --project build/Migrations -- add <Name>");
    return 1;
}

// No server is asked: the model is all that a migration is made from.
var sqlite = new SqliteDb(new DbContextOptionsBuilder<SqliteDb>().UseSqlite("Data Source=:memory:").Options);
var postgres = new PostgresDb(new DbContextOptionsBuilder<PostgresDb>().UseNpgsql("Host=nowhere").Options);

Scaffold.Add(name, sqlite, new SqliteDesignTimeServices(), "Sqlite");
Scaffold.Add(name, postgres, new NpgsqlDesignTimeServices(), "Postgres");
return 0;

internal static class Scaffold
{
    /// <summary>Writes migration <paramref name="name"/> and the snapshot into Ensoras.Domain/Storage/<paramref name="folder"/>.</summary>
    public static void Add(string name, DbContext db, IDesignTimeServices provider, string folder)
    {
        using var _ = db;
        if (!db.Database.HasPendingModelChanges())
        {
            Console.WriteLine($"{folder}: the model has not changed.");
            return;
        }

        var services = new ServiceCollection()
            .AddEntityFrameworkDesignTimeServices(new OperationReporter(null))
            .AddDbContextDesignTimeServices(db);
        provider.ConfigureDesignTimeServices(services);
        using var built = services.BuildServiceProvider();

        var scaffolder = built.GetRequiredService<IMigrationsScaffolder>();
        var migration = scaffolder.ScaffoldMigration(name, rootNamespace: "Ensoras.Domain", subNamespace: $"Storage.{folder}");
        var files = scaffolder.Save(DomainFolder(), migration, Path.Combine(DomainFolder(), "Storage", folder), dryRun: false);
        Console.WriteLine($"{folder}: wrote {files.MigrationFile}");
    }

    private static string DomainFolder([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "Ensoras.Domain"));
}
