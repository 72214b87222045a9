namespace Ensoras.Domain.Drafting;

/// <summary>Decides which of the excerpts that share words with a question answer it, and how well.</summary>
internal interface ISentenceRanker
{
    /// <summary>What a further excerpt must score beside the best, as a share of it.</summary>
    double WorthAdding { get; }

    /// <param name="terms">The question's words, known here or not.</param>
    /// <param name="found">Excerpts of the best pages, scored by their words, in no order.</param>
    ValueTask<IReadOnlyList<ScoredExcerpt>> RankAsync(Question question, IReadOnlyList<WeighedTerm> terms,
        IReadOnlyList<ScoredExcerpt> found, CancellationToken cancellationToken);
}
