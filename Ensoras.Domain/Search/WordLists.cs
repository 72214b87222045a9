using System.Collections.Frozen;

namespace Ensoras.Domain.Search;

/// <summary>
/// Reads the word lists in Search/Data: a line that begins with # is a remark, words stand between blanks.
/// </summary>
internal static class WordLists
{
    public static IEnumerable<string[]> Lines(string name)
    {
        using var stream = typeof(WordLists).Assembly.GetManifestResourceStream($"Words/{name}.txt")
            ?? throw new InvalidOperationException($"The word list {name} is not embedded.");
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (!line.StartsWith('#')
                && line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } words)
            {
                yield return words;
            }
        }
    }

    public static FrozenSet<string> Set(params IEnumerable<string> names) =>
        names.SelectMany(Lines).SelectMany(words => words).SelectMany(Words.Of).Select(word => word.Folded)
            .ToFrozenSet(StringComparer.Ordinal);
}
