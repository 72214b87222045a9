namespace Ensoras.Domain.Search;

/// <summary>
/// What customers say in several words for one: "send it back" is a return. They stand in Search/Data.
/// </summary>
internal static class Phrases
{
    private static readonly IReadOnlyList<(Word Means, IReadOnlyList<IReadOnlySet<string>> Words)> All =
    [
        .. WordLists.Lines("phrases.en").Select(line =>
            (Words.Of(line[0]).First(),
                (IReadOnlyList<IReadOnlySet<string>>)[.. line.Skip(1)
                    .Select(words => words.Split('/').Select(Folded).ToHashSet())])),
    ];

    /// <summary>What a sentence means besides its own words.</summary>
    public static IEnumerable<Word> In(string sentence)
    {
        var words = Words.Of(sentence).Select(word => word.Folded).ToHashSet();
        return All.Where(phrase => phrase.Words.All(alternatives => alternatives.Overlaps(words)))
            .Select(phrase => phrase.Means).DistinctBy(word => word.Stem);
    }

    private static string Folded(string word) => Words.Of(word).First().Folded;
}
