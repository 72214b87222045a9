using System.Globalization;
using System.Text.Json;
using Ensoras.Domain.Knowledge;
using Ensoras.Domain.Live;
using Ensoras.Domain.Storage;
using Microsoft.EntityFrameworkCore;

namespace Ensoras.Domain.Import;

/// <summary>
/// The passages of products' manuals become knowledge articles, one per product, in the order of their pages.
/// </summary>
public sealed class ManualPageImport(IDbContextFactory<EnsorasDb> databases, LiveUpdates live, TimeProvider time)
    : IImportFormat
{
    private const string Collection = "Manuals";
    private readonly List<(int Place, string Product, int Page, string Text)> _pages = [];

    public Sentence What => Sentence.Of("Import.ManualPages");

    public bool Recognises(JsonElement item) =>
        item.Find("product") is not null && item.Find("page") is not null && item.Find("text") is not null;

    /// <summary>A product's passages may stand anywhere in the file, so they are gathered first.</summary>
    public Task StoreAsync(
        Guid projectId,
        IReadOnlyList<ImportItem> batch,
        IImportTally tally,
        CancellationToken cancellationToken)
    {
        foreach (var (place, json, _) in batch)
        {
            if (
                json.Text("product") is { Length: <= KnowledgeBase.MaxTitleLength } product
                && int.TryParse(
                    json.Text("page"),
                    NumberStyles.AllowLeadingSign,
                    CultureInfo.InvariantCulture,
                    out var number)
                && json.Text("text") is { } text)
            {
                _pages.Add((place, JsonText.Name(product), number, text));
            }
            else
            {
                tally.Skip(
                    place,
                    Sentence.Of("Import.PageIncomplete", KnowledgeBase.MaxTitleLength));
            }
        }

        return Task.CompletedTask;
    }

    public async Task FinishAsync(Guid projectId, IImportTally tally, CancellationToken cancellationToken)
    {
        var pages = _pages.ToList();
        _pages.Clear();
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var taken = new HashSet<string>();
        foreach (var product in pages.GroupBy(page => page.Product, StringComparer.OrdinalIgnoreCase))
        {
            // Other products of this file may have the same key: they are numbered in the order of the file.
            var plain = $"manual-{ArticleKey.From(product.Key)}";
            var key = Enumerable
                .Range(1, int.MaxValue)
                .Select(number => ArticleKey.Numbered(plain, number))
                .First(taken.Add);
            var body = ManualText.ToMarkdown(
                product.OrderBy(page => page.Page).ThenBy(page => page.Place).Select(page => page.Text));
            var article = await db
                .Articles.Include(row => row.Passages)
                .SingleOrDefaultAsync(row => row.ProjectId == projectId && row.Key == key, cancellationToken)
                .ConfigureAwait(false);
            if (article is null)
            {
                db.Add(new Article(projectId, key, Collection, product.Key, body, time.GetUtcNow()));
                tally.Add(product.Count());
            }
            else
            {
                // What people have edited since stays as they left it.
                tally.AlreadyThere(product.Count());
            }
        }

        await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        live.Publish(LiveScope.Knowledge(projectId));
    }
}
