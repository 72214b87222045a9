using Ensoras.Domain.Knowledge;
using Ensoras.Domain.Storage;
using Ensoras.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Ensoras.Domain.Drafting;

/// <summary>
/// The writer that needs no model: it quotes the sentences of the knowledge base that answer the question, or says that there
/// are none. It never makes anything up, and what a customer writes is only searched for, never followed.
/// </summary>
public sealed class ExcerptWriter(IDbContextFactory<EnsorasDb> databases) : IDraftWriter
{
    private const string NothingFound = "Ensoras found no answer in the knowledge base.";
    private const string NothingElse = "Ensoras found no other answer in the knowledge base.";
    private const string NothingThere = "The knowledge base is empty, so Ensoras cannot answer.";
    private const int MaxExcerpts = 3;

    // A further excerpt must be about as good as the best, and say something that the others do not.
    private const double WorthAdding = 0.55;
    private const double WorthAnotherArticle = 0.8;

    public async Task<DraftOutcome> WriteAsync(DraftRequest request, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var results = request.ToolResults.Where(result => result.Succeeded && result.Result.Length > 0).Select(result => result.Result).Distinct().ToList();
        if (results.Count == 0 && !await db.Passages.AnyAsync(passage => passage.ProjectId == request.ProjectId, cancellationToken).ConfigureAwait(false))
        {
            return new DraftOutcome.NoAnswer(NothingThere);
        }

        var found = await ExcerptFinder.FindAsync(db, request.ProjectId, Question.Read(request), AnswerKind.Of(Question.Text(request)), cancellationToken).ConfigureAwait(false);
        var most = WantsShorter(request.Instruction) ? 1 : MaxExcerpts;
        var draft = Write(request, results, Choose(found, most));
        if (draft is not null && IsRejected(request, draft.Text))
        {
            var unused = found.Where(scored => !request.RejectedDrafts.Any(rejected => rejected.Contains(ExcerptReply.Quote(scored.Excerpt), StringComparison.Ordinal))).ToList();
            draft = Write(request, results, Choose(unused, most));
        }

        return draft is null
            ? new DraftOutcome.NoAnswer(request.RejectedDrafts.Count > 0 && found.Count > 0 ? NothingElse : NothingFound)
            : new DraftOutcome.Written(draft);
    }

    /// <summary>The excerpts that fit best in the article that answers best, and what another article adds; in the order in which they are read.</summary>
    private static List<Excerpt> Choose(IReadOnlyList<ScoredExcerpt> found, int most)
    {
        var chosen = new List<ScoredExcerpt>();
        var articles = found.Where(scored => scored.Answers).GroupBy(scored => scored.Excerpt.Passage.ArticleKey).Take(2).ToList();
        foreach (var article in articles.Where(article => article.First().Evidence >= articles[0].First().Evidence * WorthAnotherArticle))
        {
            foreach (var scored in article.OrderByDescending(scored => scored.Fit))
            {
                if (chosen.Count < most && (chosen.Count == 0 || (scored.Fit >= chosen[0].Fit * WorthAdding && Adds(scored, chosen))))
                {
                    chosen.Add(scored);
                }
            }
        }

        return [.. chosen.Select(scored => scored.Excerpt)
            .OrderBy(excerpt => articles.FindIndex(article => article.Key == excerpt.Passage.ArticleKey))
            .ThenBy(excerpt => excerpt.Passage.Id)
            .ThenBy(excerpt => excerpt.Position)];
    }

    private static bool Adds(ScoredExcerpt scored, List<ScoredExcerpt> chosen) =>
        scored.Own.Any(term => !chosen.Exists(other => other.Own.Contains(term)))
        && !chosen.Exists(other => other.Excerpt.Lines.Intersect(scored.Excerpt.Lines).Any());

    private static WrittenDraft? Write(DraftRequest request, IReadOnlyList<string> results, List<Excerpt> excerpts) => excerpts.Count + results.Count == 0
        ? null
        : new WrittenDraft(
            ExcerptReply.Write(request.CustomerName, results, excerpts),
            [.. excerpts.Select(excerpt => new DraftSource($"{excerpt.Passage.Collection} › {excerpt.Passage.Title}", ExcerptReply.Link(excerpt.Passage), excerpt.Text))],
            []);

    private static bool IsRejected(DraftRequest request, string text) =>
        request.RejectedDrafts.Any(rejected => rejected.Trim() == text);

    private static bool WantsShorter(string? instruction) =>
        instruction is not null && Words.Of(instruction).Any(word => word.Lower is "short" or "shorter" or "brief" or "briefer" or "concise");
}
