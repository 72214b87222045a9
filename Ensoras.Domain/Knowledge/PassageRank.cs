namespace Ensoras.Domain.Knowledge;

/// <summary>BM25 as SQLite's FTS5 has it, in C#, so that pages stand in the same order on every database.</summary>
internal static class PassageRank
{
    private const double Saturation = 1.2;
    private const double LengthShare = 0.75;
    private const double InTitle = 4;
    private const double InHeading = 2;
    private const double MinIdf = 0.1;

    /// <summary>
    /// How telling a word is that stands in <paramref name="count"/> of <paramref name="size"/> passages.
    /// </summary>
    public static double Idf(int count, int size) =>
        Math.Max(MinIdf, Math.Log(1 + ((size - Math.Min(count, size) + 0.5) / (count + 0.5))));

    /// <param name="terms">What is looked for, each with its weight.</param>
    public static double Of(
        ReadPassage passage,
        IReadOnlyCollection<(string Stem, double Weight)> terms,
        double averageLength) =>
        terms.Sum(term =>
        {
            var count =
                (InTitle * passage.Title.Count(stem => stem == term.Stem))
                + (InHeading * passage.Heading.Count(stem => stem == term.Stem))
                + passage.Text.Count(stem => stem == term.Stem);
            return term.Weight
                * count
                * (Saturation + 1)
                / (count + (Saturation * (1 - LengthShare + (LengthShare * passage.Length / averageLength))));
        });
}
