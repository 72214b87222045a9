namespace Ensoras.Domain.Drafting;

/// <summary>Goes by the words alone: an excerpt answers when enough of the question stands in it.</summary>
internal sealed class WordRanker : ISentenceRanker
{
    // Measured in bench/ on the questions for tuning: an answer to the wrong question costs more than none.
    private const double MinScore = 0.45;
    private const double MinCoverage = 0.55;

    public double WorthAdding => 0.7;

    public ValueTask<IReadOnlyList<ScoredExcerpt>> RankAsync(Question question, IReadOnlyList<WeighedTerm> terms,
        IReadOnlyList<ScoredExcerpt> found, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<ScoredExcerpt>>(
            [.. found.Select(scored => scored with { Answers = IsAnswer(scored) })]);

    private static bool IsAnswer(ScoredExcerpt scored) => scored.Score >= MinScore && scored.Coverage >= MinCoverage
        && (scored.Own.Any(term => !term.Term.IsWeak) || scored.IsOfKind) && !scored.LacksKind;
}
