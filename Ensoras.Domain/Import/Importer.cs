using System.Text.Json;

namespace Ensoras.Domain.Import;

/// <summary>
/// Imports a JSON file: it recognises each item by its shape, reads and checks it by itself, stores in batches and
/// says what was skipped and why. What was imported before is not added again.
/// </summary>
public sealed class Importer(IEnumerable<IImportFormat> formats)
{
    private const int BatchSize = 200;
    private const int BatchBytes = 8 * 1024 * 1024;
    private readonly IReadOnlyList<IImportFormat> _formats = [.. formats];

    /// <summary>
    /// Imports the whole file, which can be read from its beginning; what is valid is kept even if the rest is not.
    /// </summary>
    /// <exception cref="RuleBrokenException">Nothing in the file is of a kind that can be imported; the message says
    /// what can.</exception>
    public async Task<ImportReport> ImportAsync(
        Stream file,
        Guid projectId,
        IProgress<ImportProgress>? progress,
        CancellationToken cancellationToken)
    {
        var run = new ImportRun(progress);
        var (text, note) = await ImportEncoding.OpenAsync(file, cancellationToken).ConfigureAwait(false);
        if (note is not null)
        {
            run.Note(note);
        }

        using var items = new JsonItems(text);
        var batches = _formats.ToDictionary(format => format, _ => new List<ImportItem>());
        var met = new List<IImportFormat>();
        try
        {
            await foreach (var bytes in items.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                run.Read(run.Count.Read + 1);
                if (Recognise(bytes, run) is not var (format, item))
                {
                    continue;
                }

                met.AddRange(met.Contains(format) ? [] : [format]);
                batches[format].Add(item);
                if (batches[format].Count == BatchSize || batches[format].Sum(each => (long)each.Bytes) > BatchBytes)
                {
                    await StoreAsync(format, projectId, batches[format], run, cancellationToken).ConfigureAwait(false);
                }
            }
        }
        catch (RuleBrokenException error) when (run.Count.Read == 0)
        {
            throw new RuleBrokenException(Sentence.Of("Import.NotJsonBecause", error.Why));
        }

        var brokenAt = items.BrokenAt is { } why ? Sentence.Of("Import.BrokenAfter", run.Count.Read, why) : null;
        if (met.Count == 0)
        {
            throw new RuleBrokenException(NothingIn(run, brokenAt));
        }

        foreach (var format in met)
        {
            await StoreAsync(format, projectId, batches[format], run, cancellationToken).ConfigureAwait(false);
            await format.FinishAsync(projectId, run, cancellationToken).ConfigureAwait(false);
        }

        run.Report();
        return run.End(met.Count == 1 ? met[0].What : Sentence.Of("Import.Items"), brokenAt);
    }

    private (IImportFormat Format, ImportItem Item)? Recognise(ReadOnlyMemory<byte>? bytes, ImportRun run)
    {
        var place = run.Count.Read;
        if (bytes is null)
        {
            run.Skip(place, Sentence.Of("Import.ItemTooLarge", JsonItems.MaxBytes / (1024 * 1024)));
            return null;
        }

        try
        {
            var json = ItemReader.Read(bytes.Value, out var repair);
            if (
                json.ValueKind is not JsonValueKind.Object
                || _formats.FirstOrDefault(each => each.Recognises(json)) is not { } format)
            {
                run.Skip(place, json.ValueKind is JsonValueKind.Object
                    ? Sentence.Of("Import.NoneOf", Kinds("Words.List"))
                    : Sentence.Of("Import.NotAnObject"));
                return null;
            }

            if (repair is not null)
            {
                run.Note(place, repair);
            }

            return (format, new ImportItem(place, json, bytes.Value.Length));
        }
        catch (RuleBrokenException error)
        {
            run.Skip(place, error.Why);
            return null;
        }
    }

    private Sentence NothingIn(ImportRun run, Sentence? brokenAt)
    {
        if (run.Count.Read == 0 && brokenAt is not null)
        {
            return Sentence.Of("Import.NotJson", brokenAt);
        }

        var nothing = Sentence.Of("Import.NothingIn", Kinds("Words.Or"));
        return run.Skips is [var first, ..] ? Sentence.Of("Words.Then", nothing, first) : nothing;
    }

    private Sentence Kinds(string join) => Sentence.Joined(join, [.. _formats.Select(each => each.What)]);

    private static async Task StoreAsync(
        IImportFormat format,
        Guid projectId,
        List<ImportItem> batch,
        ImportRun run,
        CancellationToken cancellationToken)
    {
        if (batch.Count > 0)
        {
            await format.StoreAsync(projectId, batch, run, cancellationToken).ConfigureAwait(false);
            batch.Clear();
            run.Report();
        }
    }
}
