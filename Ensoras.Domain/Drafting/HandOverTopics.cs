using Ensoras.Domain.Knowledge;
using Ensoras.Domain.Search;

namespace Ensoras.Domain.Drafting;

/// <summary>
/// What no quote may answer: injury, liability, fraud, law and stolen accounts. The words stand in Search/Data.
/// </summary>
internal static class HandOverTopics
{
    private static readonly IReadOnlyList<IReadOnlyList<IReadOnlySet<string>>> Cases =
    [
        .. WordLists.Lines("hand-over.en").Select(line => (IReadOnlyList<IReadOnlySet<string>>)
            [.. line.Skip(1).Select(alternatives => alternatives.Split('/').Select(Folded).ToHashSet())]),
    ];

    /// <summary>Whether any sentence of what a customer wrote is about one of them.</summary>
    public static bool AreIn(string text) => text.Split('\n').SelectMany(Sentences.Of).Any(IsOne);

    private static bool IsOne(string sentence)
    {
        var words = Words.Of(sentence).Select(word => word.Folded).ToHashSet();
        return Cases.Any(each => each.All(alternatives => alternatives.Overlaps(words)));
    }

    private static string Folded(string word) => Words.Of(word).First().Folded;
}
