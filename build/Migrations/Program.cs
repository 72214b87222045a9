using System.Runtime.CompilerServices;
using Ensoras.Domain.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design.Internal;
using Microsoft.EntityFrameworkCore.Migrations.Design;
using Microsoft.Extensions.DependencyInjection;

if (args is not ["add", var name])
{
    Console.Error.WriteLine("Usage: dotnet run --project build/Migrations -- add <Name>");
    return 1;
}

// No server is asked: the model is all that a migration is made from.
Scaffold.Add(name, "Sqlite", () => new SqliteDb(new DbContextOptionsBuilder<SqliteDb>().UseSqlite("Data Source=:memory:").Options));
Scaffold.Add(name, "Postgres", () => new PostgresDb(new DbContextOptionsBuilder<PostgresDb>().UseNpgsql("Host=nowhere").Options));
return 0;

internal static class Scaffold
{
    /// <summary>Writes migration <paramref name="name"/> and the snapshot into Ensoras.Domain/Storage/<paramref name="folder"/>.</summary>
    public static void Add(string name, string folder, Func<DbContext> open)
    {
        // A context of its own: asking spoils the snapshot that the scaffolder would compare with.
        using (var asked = open())
        {
            if (!asked.Database.HasPendingModelChanges())
            {
                Console.WriteLine($"{folder}: the model has not changed.");
                return;
            }
        }

        using var db = open();
        var domain = typeof(EnsorasDb).Assembly;
        using var services = new DesignTimeServicesBuilder(domain, domain, new OperationReporter(null), []).Build(db).CreateScope();
        var scaffolder = services.ServiceProvider.GetRequiredService<IMigrationsScaffolder>();
        var migration = scaffolder.ScaffoldMigration(name, rootNamespace: "Ensoras.Domain", subNamespace: $"Storage.{folder}");
        var files = scaffolder.Save(DomainFolder(), migration, Path.Combine(DomainFolder(), "Storage", folder), dryRun: false);
        Console.WriteLine($"{folder}: wrote {files.MigrationFile}");
    }

    private static string DomainFolder([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "Ensoras.Domain"));
}
