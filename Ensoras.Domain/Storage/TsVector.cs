using System.Globalization;
using System.Text;
using Ensoras.Domain.Search;

namespace Ensoras.Domain.Storage;

/// <summary>
/// Words as PostgreSQL's tsvector and tsquery are written, past its parser, which would cut them otherwise.
/// </summary>
internal static class TsVector
{
    private const int MaxPosition = 16_383;
    private const int MaxPositions = 255;

    /// <summary>
    /// The vector of several texts, each with a weight from A to D; no phrase reaches from one into the next.
    /// </summary>
    public static string Of(params IReadOnlyList<(IReadOnlyList<string> Stems, char Weight)> texts)
    {
        var positions = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        var position = 0;
        foreach (var (stems, weight) in texts)
        {
            foreach (var stem in stems)
            {
                position = Math.Min(MaxPosition, position + 1);
                if (!positions.TryGetValue(stem, out var places))
                {
                    positions[stem] = places = [];
                }

                if (places.Count < MaxPositions)
                {
                    places.Add(string.Create(CultureInfo.InvariantCulture,
                        $"{position}{(weight == 'D' ? "" : weight)}"));
                }
            }

            position = Math.Min(MaxPosition, position + 1);
        }

        var vector = new StringBuilder();
        foreach (var (stem, places) in positions)
        {
            vector.Append(Quoted(stem)).Append(':').AppendJoin(',', places).Append(' ');
        }

        return vector.ToString();
    }

    public static string Query(SearchQuery query) => string.Join(" & ", query.Phrases.Select(Phrase));

    public static string AnyOf(IEnumerable<string> stems) => string.Join(" | ", stems.Select(Quoted));

    private static string Phrase(SearchPhrase phrase)
    {
        var last = Quoted(phrase.Stems[^1]);
        var lastOrBegun = phrase.Beginning is { } beginning ? $"({last} | {Quoted(beginning)}:*)" : last;
        return $"({string.Join(" <-> ", phrase.Stems.SkipLast(1).Select(Quoted).Append(lastOrBegun))})";
    }

    private static string Quoted(string stem) =>
        $"'{stem.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal)}'";
}
