using System.Text.Json;
using System.Text.Json.Nodes;
using Ensoras.Domain.Tickets;

namespace Ensoras.Domain.Import;

/// <summary>
/// Imports a JSON file: it recognises by shape what the file holds, reads it as a stream, stores it in batches and says what was
/// skipped and why. What was imported before is not added again.
/// </summary>
public sealed class Importer(IEnumerable<IImportFormat> formats)
{
    private const int BatchSize = 200;
    private readonly IReadOnlyList<IImportFormat> _formats = [.. formats];

    /// <summary>Imports the whole file; what is valid is kept even if the rest is not.</summary>
    /// <exception cref="RuleBrokenException">Nothing in the file is of a kind that can be imported; the message says what can.</exception>
    public async Task<ImportReport> ImportAsync(Stream file, Guid projectId, IProgress<ImportProgress>? progress, CancellationToken cancellationToken)
    {
        var run = new Run(progress);
        IImportFormat? format = null;
        string? brokenAt = null;
        var batch = new List<ImportItem>(BatchSize);
        var items = ReadAsync(file, cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using (items.ConfigureAwait(false))
        {
            while (true)
            {
                try
                {
                    if (!await items.MoveNextAsync().ConfigureAwait(false))
                    {
                        break;
                    }
                }
                catch (JsonException error)
                {
                    brokenAt = $"The file is broken after item {run.Count.Read}: {error.Message}";
                    break;
                }

                var place = run.NextPlace();
                format ??= items.Current is JsonObject first ? _formats.FirstOrDefault(each => each.Recognises(first)) : null;
                if (format is not null && items.Current is JsonObject item)
                {
                    batch.Add(new ImportItem(place, item));
                }
                else
                {
                    run.Skip(place, format is null ? "it is not of a kind that can be imported" : "it is not an object");
                }

                if (batch.Count == BatchSize)
                {
                    await StoreAsync(format!, projectId, batch, run, cancellationToken).ConfigureAwait(false);
                }
            }
        }

        if (format is null)
        {
            throw new RuleBrokenException(brokenAt is not null && run.Count.Read == 0
                ? "This is not a JSON file that can be read: " + brokenAt
                : $"Nothing in this file can be imported. It should be a JSON array of {string.Join(" or ", _formats.Select(each => each.What))}.");
        }

        await StoreAsync(format, projectId, batch, run, cancellationToken).ConfigureAwait(false);
        await format.FinishAsync(projectId, run, cancellationToken).ConfigureAwait(false);
        run.Report();
        return new ImportReport(format.What, run.Count, run.Skips, brokenAt);
    }

    private static IAsyncEnumerable<JsonNode?> ReadAsync(Stream file, CancellationToken cancellationToken) =>
        JsonSerializer.DeserializeAsyncEnumerable<JsonNode>(file, JsonSerializerOptions.Web, cancellationToken);

    private static async Task StoreAsync(IImportFormat format, Guid projectId, List<ImportItem> batch, Run run, CancellationToken cancellationToken)
    {
        if (batch.Count > 0)
        {
            await format.StoreAsync(projectId, batch, run, cancellationToken).ConfigureAwait(false);
            batch.Clear();
            run.Report();
        }
    }

    private sealed class Run(IProgress<ImportProgress>? progress) : IImportTally
    {
        private readonly List<string> _skips = [];
        private int _read;
        private int _added;
        private int _alreadyThere;
        private int _skipped;

        public ImportProgress Count => new(_read, _added, _alreadyThere, _skipped);

        public IReadOnlyList<string> Skips => _skips;

        public int NextPlace() => ++_read;

        public void Report() => progress?.Report(Count);

        public void Add(int items = 1) => _added += items;

        public void AlreadyThere(int items = 1) => _alreadyThere += items;

        public void Skip(int place, string why)
        {
            _skipped++;
            if (_skips.Count < ImportReport.MaxListed)
            {
                _skips.Add($"Item {place}: {why}.");
            }
        }
    }
}
