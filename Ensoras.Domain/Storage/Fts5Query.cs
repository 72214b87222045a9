using Ensoras.Domain.Search;

namespace Ensoras.Domain.Storage;

/// <summary>A search as FTS5's MATCH takes it.</summary>
internal static class Fts5Query
{
    /// <param name="beginnings">The known words that begin so; null when FTS5 shall look for them itself.</param>
    public static string Of(SearchQuery query, IReadOnlyDictionary<string, IReadOnlyList<string>?> beginnings) =>
        string.Join(" AND ", query.Phrases.Select(phrase => Of(phrase, beginnings)));

    public static string AnyOf(IEnumerable<string> stems) => string.Join(" OR ", stems.Select(stem => Quoted([stem])));

    private static string Of(SearchPhrase phrase, IReadOnlyDictionary<string, IReadOnlyList<string>?> beginnings)
    {
        if (phrase.Beginning is not { } beginning)
        {
            return Quoted(phrase.Stems);
        }

        var before = phrase.Stems.SkipLast(1).ToList();
        var alternatives = beginnings[beginning] is { } known
            ? known.Where(word => word != phrase.Stems[^1]).Select(word => Quoted([.. before, word]))
            : [Quoted([.. before, beginning]) + "*"];
        return $"({string.Join(" OR ", alternatives.Prepend(Quoted(phrase.Stems)))})";
    }

    private static string Quoted(IReadOnlyList<string> stems) => $"\"{string.Join(' ', stems)}\"";
}
