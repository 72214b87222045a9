using System.Collections.Concurrent;
using Microsoft.Extensions.AI;

namespace Ensoras.Domain.Drafting;

/// <summary>
/// Goes by how near an excerpt is to the question in meaning, as a sentence model sees it, and a little by the words.
/// </summary>
internal sealed class MeaningRanker(IEmbeddingGenerator<string, Embedding<float>> model) : ISentenceRanker
{
    // Measured in bench/ on the questions for tuning, as those of WordRanker.
    private const double OfWords = 0.3;
    private const double MaxWords = 1;
    private const double MinMeaning = 0.45;
    private const double MinScore = 0.6;

    /// <summary>About 30 MB.</summary>
    private const int MaxRemembered = 20_000;

    private readonly ConcurrentDictionary<string, ReadOnlyMemory<float>> _remembered = new();

    public double WorthAdding => 0.85;

    public async ValueTask<IReadOnlyList<ScoredExcerpt>> RankAsync(Question question,
        IReadOnlyList<WeighedTerm> terms, IReadOnlyList<ScoredExcerpt> found, CancellationToken cancellationToken)
    {
        // All tents are alike to the model, so a product that no page names must be left alone before it is asked.
        if (found.Count == 0 || NamesSomethingUnknown(question, terms))
        {
            return [];
        }

        var asked = (await model.GenerateAsync([question.Asked], cancellationToken: cancellationToken)
            .ConfigureAwait(false))[0].Vector;
        await RememberAsync([.. found.Select(scored => InContext(scored.Excerpt))], cancellationToken)
            .ConfigureAwait(false);
        return [.. found.Select(scored => Rank(scored, asked))];
    }

    private ScoredExcerpt Rank(ScoredExcerpt scored, ReadOnlyMemory<float> asked)
    {
        var meaning = _remembered.TryGetValue(InContext(scored.Excerpt), out var vector)
            ? Nearness(asked.Span, vector.Span) : 0;
        var score = meaning + (OfWords * Math.Min(scored.Score, MaxWords));
        return scored with
        {
            Score = score,
            Answers = meaning >= MinMeaning && score >= MinScore && !scored.LacksKind,
        };
    }

    /// <summary>1 for the same direction, 0 for none in common; the model's vectors have the length 1.</summary>
    private static double Nearness(ReadOnlySpan<float> first, ReadOnlySpan<float> second)
    {
        var sum = 0d;
        for (var at = 0; at < first.Length; at++)
        {
            sum += first[at] * second[at];
        }

        return sum;
    }

    private static bool NamesSomethingUnknown(Question question, IReadOnlyList<WeighedTerm> terms) =>
        terms.Any(term => term is { IsKnown: false, Term.IsWeak: false }
            && (term.Term.IsName || question.Capitals.Contains(term.Term.Stem)));

    private async Task RememberAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        if (_remembered.Count > MaxRemembered)
        {
            _remembered.Clear();
        }

        var unread = texts.Where(text => !_remembered.ContainsKey(text)).Distinct().ToList();
        var vectors = await model.GenerateAsync(unread, cancellationToken: cancellationToken).ConfigureAwait(false);
        foreach (var (text, embedding) in unread.Zip(vectors))
        {
            _remembered[text] = embedding.Vector;
        }
    }

    /// <summary>A sentence as its page's reader understands it: under title and heading.</summary>
    private static string InContext(Excerpt excerpt)
    {
        var (title, heading) = (excerpt.Passage.Title, excerpt.Passage.Heading);
        return heading.Length > 0 && heading != title
            ? $"{title}, {heading}: {excerpt.Text}"
            : $"{title}: {excerpt.Text}";
    }
}
