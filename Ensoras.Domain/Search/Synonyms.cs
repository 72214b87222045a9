using System.Collections.Frozen;

namespace Ensoras.Domain.Search;

/// <summary>Words that customers and help pages use for the same thing.</summary>
internal static class Synonyms
{
    private static readonly FrozenDictionary<string, string[]> ByStem = WordLists.Lines("synonyms.en")
        .Select(group => group.Select(word => Words.Of(word).First().Stem).Distinct().ToArray())
        .SelectMany(group => group.Select(stem => (Stem: stem, Group: group)))
        .DistinctBy(entry => entry.Stem)
        .ToFrozenDictionary(entry => entry.Stem, entry => entry.Group);

    /// <summary>The one stem that stands for all words of the same meaning.</summary>
    public static string Common(string stem) => ByStem.TryGetValue(stem, out var group) ? group[0] : stem;

    /// <summary>The stems of all words that mean the same, itself included.</summary>
    public static IReadOnlyList<string> Of(string stem) => ByStem.TryGetValue(stem, out var group) ? group : [stem];
}
