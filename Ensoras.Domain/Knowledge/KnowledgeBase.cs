using Ensoras.Domain.Live;
using Ensoras.Domain.People;
using Ensoras.Domain.Search;
using Ensoras.Domain.Storage;
using Ensoras.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Ensoras.Domain.Knowledge;

/// <summary>
/// The articles of a project: read and searched by everybody, written by leads and admins. Each change is announced.
/// </summary>
public sealed class KnowledgeBase(IDbContextFactory<EnsorasDb> databases, SharedReads shared,
    TicketDesk tickets, LiveUpdates live, TimeProvider time)
{
    public const int MaxTitleLength = 200;
    public const int MaxCollectionLength = 80;
    public const int MaxBodyLength = 200_000;
    private const int MaxHits = 30;
    private const int MaxWords = 12;
    private const int MaxNumbers = 20;

    /// <summary>The collections by name, each with its number of articles.</summary>
    public Task<IReadOnlyList<CollectionRow>> ReadCollectionsAsync(Guid projectId,
        CancellationToken cancellationToken) =>
        shared.ReadAsync(LiveScope.Knowledge(projectId), new CollectionsQuestion(projectId), async cancel =>
        {
            await using var db = await databases.CreateDbContextAsync(cancel).ConfigureAwait(false);
            var collections = await db.Articles.Where(article => article.ProjectId == projectId)
                .GroupBy(article => article.Collection)
                .Select(group => new CollectionRow(group.Key, group.Count()))
                .ToListAsync(cancel).ConfigureAwait(false);
            return (IReadOnlyList<CollectionRow>)[.. collections.OrderBy(collection =>
                collection.Name, Alphabet.Comparer).ThenBy(collection => collection.Name, StringComparer.Ordinal)];
        }, cancellationToken);

    /// <summary>A page of articles by collection and title.</summary>
    /// <param name="collection">Only this one; null for all.</param>
    /// <param name="page">From 1.</param>
    public Task<ArticlePage> ReadPageAsync(Guid projectId, string? collection, int page,
        CancellationToken cancellationToken) =>
        shared.ReadAsync(LiveScope.Knowledge(projectId), new PageQuestion(projectId, collection, page), async cancel =>
        {
            await using var db = await databases.CreateDbContextAsync(cancel).ConfigureAwait(false);
            var articles = db.Articles.Where(article => article.ProjectId == projectId
                && (collection == null || article.Collection == collection));
            var rows = await articles.OrderBy(article => article.CollectionOrder).ThenBy(article => article.TitleOrder)
                .ThenBy(article => article.Id)
                .Skip((Math.Max(1, page) - 1) * ArticlePage.Size).Take(ArticlePage.Size)
                .Select(article => new ArticleRow(article.Key, article.Collection, article.Title, article.UpdatedAt))
                .ToListAsync(cancel).ConfigureAwait(false);
            return new ArticlePage(rows, await articles.CountAsync(cancel).ConfigureAwait(false), Math.Max(1, page));
        }, cancellationToken);

    /// <summary>One article; null when there is none with this key.</summary>
    public async Task<ArticleText?> FindAsync(Guid projectId, string key, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return await db.Articles.Where(article => article.ProjectId == projectId && article.Key == key)
            .Select(article => new ArticleText(article.Key, article.Collection, article.Title, article.Body,
                article.Version, article.UpdatedAt))
            .SingleOrDefaultAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// The articles that hold the words of <paramref name="text"/> in any form, best first; empty when it has no word.
    /// </summary>
    public async Task<IReadOnlyList<ArticleHit>> SearchAsync(Guid projectId, string text,
        CancellationToken cancellationToken)
    {
        var all = Words.Of(text).Where(word => !word.IsTail).DistinctBy(word => word.Stem).Take(MaxWords).ToList();
        var telling = all.Where(word => !word.IsStop).ToList();
        var words = telling.Count > 0 ? telling : all;
        if (words.Count == 0)
        {
            return [];
        }

        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var stems = words.Select(word => Synonyms.Common(word.Stem)).ToHashSet();
        var found = (await db.RankPassagesAsync(projectId, [.. stems.SelectMany(Synonyms.Of)], MaxHits * 3,
            cancellationToken).ConfigureAwait(false))
            .Select(passage => new ReadPassage(passage)).ToList();
        var weights = stems.Select(stem =>
            (stem, PassageRank.Idf(found.Count(passage => passage.All.Contains(stem)), found.Count))).ToList();
        var averageLength = found.Count == 0 ? 1 : found.Average(passage => passage.Length);
        return [.. found
            .GroupBy(passage => passage.Passage.ArticleKey)
            .Select(article => article.OrderByDescending(Held).ThenByDescending(Rank)
                .ThenBy(passage => passage.Passage.Id).First())
            .OrderByDescending(Held).ThenByDescending(Rank).ThenBy(passage => passage.Passage.Id)
            .Take(MaxHits)
            .Select(passage => passage.Passage)
            .Select(passage => new ArticleHit(passage.ArticleKey, passage.Collection, passage.Heading,
                Highlight.Mark(passage.Title, stems), Highlight.Snippet(passage.Text, stems)))];

        int Held(ReadPassage passage) => stems.Count(passage.All.Contains);

        double Rank(ReadPassage passage) => PassageRank.Of(passage, weights, averageLength);
    }

    /// <summary>Adds an article; its key is made from the title and is unique in the project.</summary>
    public async Task<ArticleText> CreateAsync(Guid projectId, string collection, string title, string body, Actor by,
        CancellationToken cancellationToken)
    {
        await PermitAsync(by, cancellationToken).ConfigureAwait(false);
        Check(collection, title, body);
        var key = ArticleKey.From(title);
        for (var number = 1; ; number++)
        {
            var article = new Article(projectId, ArticleKey.Numbered(key, number), collection, title, body, Now());
            if (await TryAddAsync(article, isLastTry: number == MaxNumbers, cancellationToken).ConfigureAwait(false))
            {
                return Text(article);
            }
        }
    }

    /// <summary>
    /// Replaces an article's text. When somebody saved since <paramref name="version"/> was read, nothing is stored
    /// and a sentence says so.
    /// </summary>
    public async Task<ArticleText> SaveAsync(Guid projectId, string key, int version, string collection, string title,
        string body, Actor by, CancellationToken cancellationToken)
    {
        await PermitAsync(by, cancellationToken).ConfigureAwait(false);
        Check(collection, title, body);
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var article = await LoadAsync(db, projectId, key, cancellationToken).ConfigureAwait(false);
        if (article.Version != version)
        {
            throw Conflict();
        }

        article.Write(collection, title, body, Now());
        await SaveAsync(db, article, cancellationToken).ConfigureAwait(false);
        return Text(article);
    }

    /// <summary>
    /// Removes an article for good. When somebody saved since <paramref name="version"/> was read, it stays.
    /// </summary>
    public async Task DeleteAsync(Guid projectId, string key, int version, Actor by,
        CancellationToken cancellationToken)
    {
        await PermitAsync(by, cancellationToken).ConfigureAwait(false);
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var article = await LoadAsync(db, projectId, key, cancellationToken).ConfigureAwait(false);
        if (article.Version != version)
        {
            throw new RuleBrokenException(Sentence.Of("Knowledge.ChangedNotDeleted"));
        }

        db.Remove(article);
        await SaveAsync(db, article, cancellationToken).ConfigureAwait(false);
    }

    private async Task PermitAsync(Actor by, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        by = await db.AsOfNowAsync(by, cancellationToken).ConfigureAwait(false);
        if (!by.IsAtLeast(Role.Lead))
        {
            throw new RuleBrokenException(Sentence.Of("Knowledge.LeadsWrite", by.Role));
        }
    }

    private static void Check(string collection, string title, string body)
    {
        Check(title, MaxTitleLength, "title", "Knowledge.NoTitle", "Knowledge.TitleTooLong");
        Check(
            collection, MaxCollectionLength, "collection", "Knowledge.NoCollection", "Knowledge.CollectionTooLong");
        Check(body, MaxBodyLength, "text", "Knowledge.NoText", "Knowledge.TextTooLong");
    }

    private static void Check(string text, int longest, string what, string missing, string tooLong)
    {
        var length = text.Trim().Length;
        if (!text.SaysSomething())
        {
            throw new RuleBrokenException(Sentence.Of(missing)) { Field = what };
        }

        if (length > longest)
        {
            throw new RuleBrokenException(Sentence.Of(tooLong, length, longest))
            {
                Field = what,
            };
        }
    }

    private static async Task<Article> LoadAsync(EnsorasDb db, Guid projectId, string key,
        CancellationToken cancellationToken) =>
        await db.Articles.Include(article => article.Passages)
            .SingleOrDefaultAsync(article => article.ProjectId == projectId && article.Key == key, cancellationToken)
                .ConfigureAwait(false)
            ?? throw new RuleBrokenException(Sentence.Of("Knowledge.ArticleGone"));

    private static RuleBrokenException Conflict() =>
        new(Sentence.Of("Knowledge.SavedMeanwhile"));

    private static ArticleText Text(Article article) =>
        new(article.Key, article.Collection, article.Title, article.Body, article.Version, article.UpdatedAt);

    private async Task<bool> TryAddAsync(Article article, bool isLastTry, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        if (!isLastTry && await db.Articles.AnyAsync(other => other.ProjectId == article.ProjectId
            && other.Key == article.Key, cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        db.Add(article);
        try
        {
            await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (DbUpdateException error) when (db.IsDuplicate(error))
        {
            return isLastTry
                ? throw new RuleBrokenException(Sentence.Of("Knowledge.TitleTaken"))
                : false;
        }

        live.Publish(LiveScope.Knowledge(article.ProjectId));
        return true;
    }

    private async Task SaveAsync(EnsorasDb db, Article article, CancellationToken cancellationToken)
    {
        try
        {
            await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (DbUpdateConcurrencyException)
        {
            throw Conflict();
        }

        live.Publish(LiveScope.Knowledge(article.ProjectId));
        await tickets.AnnounceQuotingAsync(article.ProjectId, article.Id, cancellationToken).ConfigureAwait(false);
    }

    private DateTimeOffset Now() => DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());

    private sealed record CollectionsQuestion(Guid ProjectId);

    private sealed record PageQuestion(Guid ProjectId, string? Collection, int Page);
}
