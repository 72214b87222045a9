using Ensoras.Domain.Search;
using Ensoras.Domain.Storage;
using Ensoras.Domain.Tickets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.AI;

namespace Ensoras.Domain.Drafting;

/// <summary>
/// The writer that needs no model: it quotes the sentences of the knowledge base that answer the question, or says
/// that there are none. It never makes anything up, and what a customer writes is only searched for, never followed.
/// </summary>
/// <param name="sentences">Compares sentences by their meaning; without it, they are compared by their words.</param>
public sealed class ExcerptWriter(IDbContextFactory<EnsorasDb> databases,
    IEmbeddingGenerator<string, Embedding<float>>? sentences = null) : IDraftWriter
{
    private static readonly Sentence NothingFound = Sentence.Of("Drafting.NothingFound");
    private static readonly Sentence NothingElse = Sentence.Of("Drafting.NothingElse");
    private static readonly Sentence NothingShorter = Sentence.Of("Drafting.NothingShorter");
    private static readonly Sentence NothingThere = Sentence.Of("Drafting.NoKnowledge");
    private static readonly Sentence ForAPerson = Sentence.Of("Drafting.ForAPerson");
    private const int MaxExcerpts = 3;

    private readonly ISentenceRanker _ranker = sentences is null ? new WordRanker() : new MeaningRanker(sentences);

    public async Task<DraftOutcome> WriteAsync(DraftRequest request, CancellationToken cancellationToken)
    {
        var question = Question.Read(request);
        if (HandOverTopics.AreIn($"{request.Title}\n{question.Text}"))
        {
            return new DraftOutcome.NoAnswer(ForAPerson);
        }

        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var results = request.ToolResults.Where(result => result.Succeeded && result.Result.Length > 0)
            .Select(result => result.Result).Distinct().ToList();
        if (results.Count == 0 && !await db.Passages.AnyAsync(passage =>
            passage.ProjectId == request.ProjectId, cancellationToken).ConfigureAwait(false))
        {
            return new DraftOutcome.NoAnswer(NothingThere);
        }

        var found = await ExcerptFinder.FindAsync(db, request.ProjectId, question, _ranker, cancellationToken)
            .ConfigureAwait(false);
        var isShorter = WantsShorter(request.Instruction);
        var most = isShorter ? 1 : MaxExcerpts;
        var chosen = Choose(found, most);
        if (chosen.Count == 0 && !question.IsAboutOneOrder)
        {
            chosen = await ChooseForPartsAsync(db, request, most, cancellationToken).ConfigureAwait(false);
        }

        var draft = Write(request, results, chosen);
        if (draft is not null && IsRejected(request, draft.Text))
        {
            if (isShorter)
            {
                return new DraftOutcome.NoAnswer(NothingShorter);
            }

            draft = Write(request, results,
                Choose([.. found.Where(scored => !IsUsed(request, scored.Excerpt))], MaxExcerpts));
        }

        return draft is null
            ? new DraftOutcome.NoAnswer(request.RejectedDrafts.Count > 0 && found.Any(scored => scored.Answers) ? NothingElse
                : NothingFound)
            : new DraftOutcome.Written(draft);
    }

    /// <summary>What answers each of several questions in one message.</summary>
    private async Task<List<Excerpt>> ChooseForPartsAsync(EnsorasDb db, DraftRequest request, int most,
        CancellationToken cancellationToken)
    {
        var chosen = new List<Excerpt>();
        foreach (var part in Question.ReadParts(request))
        {
            var found = await ExcerptFinder
                .FindAsync(db, request.ProjectId, part, _ranker, cancellationToken)
                .ConfigureAwait(false);
            chosen.AddRange(Choose(found, 1)
                .Where(excerpt => !chosen.Exists(other => other.Lines.Intersect(excerpt.Lines).Any())));
        }

        return [.. chosen.Take(most)];
    }

    /// <summary>The excerpt that answers best and what its page adds, in the order in which they are read.</summary>
    private List<Excerpt> Choose(IReadOnlyList<ScoredExcerpt> found, int most)
    {
        if (found.FirstOrDefault(scored => scored.Answers) is not { } best)
        {
            return [];
        }

        var chosen = new List<ScoredExcerpt> { best };
        foreach (var scored in found.Where(scored => scored != best
            && scored.Excerpt.Passage.ArticleKey == best.Excerpt.Passage.ArticleKey))
        {
            if (chosen.Count < most && scored.Answers && scored.Score >= best.Score * _ranker.WorthAdding
                && !Overlaps(scored.Excerpt, chosen))
            {
                chosen.Add(scored);
            }
        }

        return [.. chosen.Select(scored => scored.Excerpt).OrderBy(excerpt => excerpt.Passage.Id)
            .ThenBy(excerpt => excerpt.Position)];
    }

    private static bool Overlaps(Excerpt excerpt, List<ScoredExcerpt> chosen) =>
        chosen.Exists(other => other.Excerpt.Lines.Intersect(excerpt.Lines).Any());

    private static WrittenDraft? Write(DraftRequest request, IReadOnlyList<string> results, List<Excerpt> excerpts) =>
        excerpts.Count + results.Count == 0
        ? null
        : new WrittenDraft(
            ExcerptReply.Write(request.CustomerName, CustomerLanguage.Of(request), results, excerpts),
            [.. excerpts.Select(excerpt =>
                new DraftSource($"{excerpt.Passage.Collection} › {excerpt.Passage.Title}",
                    ExcerptReply.Link(excerpt.Passage), excerpt.Quote))],
            []);

    private static bool IsRejected(DraftRequest request, string text) =>
        request.RejectedDrafts.Any(rejected => rejected.Trim() == text);

    private static bool IsUsed(DraftRequest request, Excerpt excerpt) =>
        request.RejectedDrafts.Any(rejected =>
            rejected.Contains(ExcerptReply.Quote(excerpt), StringComparison.Ordinal));

    private static bool WantsShorter(string? instruction) =>
        instruction is not null && Words.Of(instruction)
            .Any(word => word.Folded is "short" or "shorter" or "shorten" or "brief" or "briefer" or "concise");
}
