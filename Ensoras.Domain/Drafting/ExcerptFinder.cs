using Ensoras.Domain.Knowledge;
using Ensoras.Domain.Storage;
using Microsoft.EntityFrameworkCore;

namespace Ensoras.Domain.Drafting;

/// <summary>
/// Finds what answers a question: the page by plain rank (BM25), on it the sentences by a ranker. A product that nobody
/// here knows is a veto.
/// </summary>
internal static class ExcerptFinder
{
    private const int MaxTerms = 32;
    private const int MaxPassages = 200;
    private const int MaxPages = 3;

    /// <summary>
    /// Excerpts of the best pages, best first; none when the question is about something by a name that nobody here
    /// knows.
    /// </summary>
    public static async Task<IReadOnlyList<ScoredExcerpt>> FindAsync(EnsorasDb db, Guid projectId, Question question,
        ISentenceRanker ranker, CancellationToken cancellationToken)
    {
        if (question.IsAboutOneOrder)
        {
            return [];
        }

        var terms = await WeighAsync(db, projectId, question, cancellationToken).ConfigureAwait(false);
        var known = terms.Where(term => term.IsKnown).ToList();
        if (!known.Exists(term => term.Term is { IsContext: false, IsWeak: false }))
        {
            return [];
        }

        var stems = known.SelectMany(term => term.Term.Stems).Distinct().ToList();
        var found = (await db.RankPassagesAsync(projectId, stems, MaxPassages, cancellationToken)
            .ConfigureAwait(false))
            .Select(passage => new ReadPassage(passage)).ToList();
        if (found.Count == 0)
        {
            return [];
        }

        var averageLength = found.Average(passage => passage.Length);
        var weights = known.Select(term => (term.Term.Stem, term.Idf * term.Term.Weight)).ToList();
        var pages = found
            .GroupBy(passage => passage.Passage.ArticleKey)
            .Select(page => new Page([.. page.OrderBy(passage => passage.Passage.Id)],
                page.Max(passage => PassageRank.Of(passage, weights, averageLength))))
            .OrderByDescending(page => page.Rank).ThenBy(page => page.Passages[0].Passage.Id)
            .ToList();
        if (AsksForUnknownModel(question, pages))
        {
            return [];
        }

        var scorer = new ExcerptScorer(question, terms);
        var scored = Named(pages, terms).Take(MaxPages).SelectMany(page => scorer.Score(page, pages[0].Rank)).ToList();
        return
        [
            .. (await ranker.RankAsync(question, terms, scored, cancellationToken).ConfigureAwait(false))
                .OrderByDescending(scored => scored.Score).ThenBy(scored => scored.Excerpt.Passage.Id)
                    .ThenBy(scored => scored.Excerpt.Position),
        ];
    }

    /// <summary>
    /// When the question names a product that is the subject of a page, pages about other products do not answer.
    /// </summary>
    private static IEnumerable<Page> Named(List<Page> pages, List<WeighedTerm> terms)
    {
        var names = terms.Where(term => term.Term.IsName && term.IsKnown).ToList();
        var counted = pages.Select(page =>
            (Page: page, Names: names.Count(name => page.Passages[0].Title.Any(name.Is)))).ToList();
        var most = counted.Max(entry => entry.Names);
        return counted.Where(entry => entry.Names == most).Select(entry => entry.Page);
    }

    /// <summary>"Brio 500" where only a Brio 300 is known, "Tamarack Cargo" where only a Tamarack City is.</summary>
    private static bool AsksForUnknownModel(Question question, List<Page> pages) =>
        question.Models.Any(model =>
            pages.Exists(page => page.Passages.Any(passage => passage.All.Contains(model.Name)))
            && !pages.Exists(page => page.Passages.Any(passage => passage.Holds(model.Name, model.Model))));

    private static async Task<List<WeighedTerm>> WeighAsync(EnsorasDb db, Guid projectId, Question question,
        CancellationToken cancellationToken)
    {
        var asked = question.Terms.OrderByDescending(term => term.Weight).Take(MaxTerms).ToList();
        var counts = await db.CountPassagesAsync(projectId, [.. asked.SelectMany(term => term.Stems).Distinct()],
            cancellationToken).ConfigureAwait(false);
        var size = await db.Passages.CountAsync(passage => passage.ProjectId == projectId, cancellationToken)
            .ConfigureAwait(false);
        return [.. asked.Select(term => new WeighedTerm(term, term.Stems.Sum(stem => counts[stem]), size))];
    }
}

/// <summary>The passages of an article that hold a word of the question.</summary>
internal sealed record Page(IReadOnlyList<ReadPassage> Passages, double Rank);

/// <summary>A word of the question with what it is worth in this knowledge base.</summary>
/// <param name="Count">In how many passages it stands.</param>
/// <param name="Size">How many passages there are.</param>
internal sealed record WeighedTerm(QuestionTerm Term, int Count, int Size)
{
    public bool IsKnown => Count > 0;

    public double Idf { get; } = PassageRank.Idf(Count, Size);

    /// <summary>
    /// 1 for a word that the knowledge base does not have, towards 0 for one that stands everywhere.
    /// </summary>
    public double Rarity { get; } = PassageRank.Idf(Count, Size) / PassageRank.Idf(0, Math.Max(Size, 1));

    public double Mass => Term.Weight * Rarity;

    public bool Is(string stem) => Term.Stem == stem;
}
