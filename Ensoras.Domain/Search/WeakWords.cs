using System.Collections.Frozen;

namespace Ensoras.Domain.Search;

/// <summary>Words that ask rather than name, such as "how long does it take".</summary>
internal static class WeakWords
{
    private static readonly FrozenSet<string> Stems = WordLists.Lines("weak-words.en").SelectMany(line => line)
        .SelectMany(Words.Stems).Select(Synonyms.Common).ToFrozenSet();

    /// <param name="stem">The one that stands for its synonyms.</param>
    public static bool Contains(string stem) => Stems.Contains(stem);
}
