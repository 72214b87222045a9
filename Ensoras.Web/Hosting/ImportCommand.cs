using Ensoras.Domain.Import;
using Ensoras.Domain.Projects;
using Ensoras.Web.Live;

namespace Ensoras.Web.Hosting;

/// <summary>
/// <c>import FILE…</c>: brings conversations or manual pages into the desk and says what became of each.
/// </summary>
public static class ImportCommand
{
    private const string NotStored =
        "The import could not be stored. Import the file again: what is already stored stays, only the rest is added.";

    /// <summary>The files named on the command line; null when it is not an import.</summary>
    public static IReadOnlyList<string>? Files(string[] args) =>
        args is ["import", ..] ? [.. args.Skip(1).Where(arg => !arg.StartsWith("--", StringComparison.Ordinal))] : null;

    /// <returns>0 when every file was read to its end, 1 otherwise.</returns>
    public static async Task<int> RunAsync(
        IServiceProvider services,
        IReadOnlyList<string> files,
        CancellationToken cancellationToken)
    {
        if (files.Count == 0)
        {
            await Console.Error.WriteLineAsync("Name the files: import conversations.json manual-pages.json");
            return 1;
        }

        // Before the first visit there is no project yet; the set-up page then gives this one its name and owner.
        Project project;
        try
        {
            project = await services.GetRequiredService<ProjectAdmin>().EnsureAsync("Ensoras", cancellationToken);
        }
        catch (Exception error) when (StorageFailure.Is(error))
        {
            await Console.Error.WriteLineAsync(
                $"The desk's database could not be written to, so nothing was imported. Try again in a moment. "
                    + $"({error.GetBaseException().Message})");
            return 1;
        }

        var failed = 0;
        foreach (var file in files)
        {
            failed += await ImportAsync(services, project.Id, file, cancellationToken) ? 0 : 1;
        }

        return failed == 0 ? 0 : 1;
    }

    private static async Task<bool> ImportAsync(
        IServiceProvider services,
        Guid projectId,
        string file,
        CancellationToken cancellationToken)
    {
        if (Find(file) is not { } path)
        {
            await Console.Error.WriteLineAsync($"{file}: there is no such file.");
            return false;
        }

        try
        {
            await using var stream = File.OpenRead(path);
            var report = await services
                .GetRequiredService<Importer>()
                .ImportAsync(stream, projectId, new ConsoleProgress(), cancellationToken);
            Console.WriteLine($"{file}: {report}");
            foreach (var line in report.Skips.Concat(report.Notes))
            {
                Console.WriteLine($"  {line}");
            }

            if (report.BrokenAt is not null)
            {
                await Console.Error.WriteLineAsync($"  {report.BrokenAt}");
            }

            return report.BrokenAt is null;
        }
        catch (Exception error) when (error is RuleBrokenException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"{file}: {error.Message}");
            return false;
        }
        catch (Exception error) when (StorageFailure.Is(error))
        {
            await Console.Error.WriteLineAsync($"{file}: {NotStored} ({error.GetBaseException().Message})");
            return false;
        }
    }

    /// <summary>`dotnet run --project` starts in the project's folder; the shell's own folder is in PWD.</summary>
    private static string? Find(string file) =>
        new[] { file, Path.Combine(Environment.GetEnvironmentVariable("PWD") ?? ".", file) }.FirstOrDefault(
            File.Exists);

    private sealed class ConsoleProgress : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value) =>
            Console.WriteLine($"  {value.Read:N0} read, {value.Added:N0} added …");
    }
}
