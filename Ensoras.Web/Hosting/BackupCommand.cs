using Ensoras.Domain.Storage;

namespace Ensoras.Web.Hosting;

/// <summary>
/// <c>backup FILE</c>: copies the desk's SQLite database, also while the desk runs, and checks the copy.
/// </summary>
public static class BackupCommand
{
    /// <returns>The exit code; null when it is not what the program was called for.</returns>
    public static async Task<int?> RunAsync(StartOptions start, string[] args, CancellationToken cancellationToken)
    {
        if (args is not ["backup", ..])
        {
            return null;
        }

        if (start.Postgres is not null)
        {
            await Console.Error.WriteLineAsync(
                "This desk is on PostgreSQL. Back it up with its own tools, for example: pg_dump --format=custom "
                    + "--file=ensoras.dump <connection>");
            return 1;
        }

        if (args.Skip(1).Where(arg => !arg.StartsWith("--", StringComparison.Ordinal)).ToList() is not [var name])
        {
            await Console.Error.WriteLineAsync("Name one file for the copy: backup ensoras-backup.db");
            return 1;
        }

        // `dotnet run --project` starts in the project's folder; the shell's own folder is in PWD.
        var target = Path.GetFullPath(name, Environment.GetEnvironmentVariable("PWD") ?? Environment.CurrentDirectory);
        try
        {
            await SqliteBackup.CopyAsync(start.SqliteFile, target, cancellationToken);
            Console.WriteLine(
                $"Backed up to {target} ({new FileInfo(target).Length / (1024.0 * 1024.0):0.0} MB). The copy has "
                    + "been checked.");
            return 0;
        }
        catch (RuleBrokenException refusal)
        {
            await Console.Error.WriteLineAsync(refusal.Message);
            return 1;
        }
    }
}
