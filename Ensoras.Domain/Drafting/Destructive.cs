using Ensoras.Domain.Search;

namespace Ensoras.Domain.Drafting;

/// <summary>
/// Steps that destroy something are quoted only to somebody who asks for them. The words stand in Search/Data.
/// </summary>
internal static class Destructive
{
    private const int MaxBetween = 4;
    private static readonly HashSet<string> Telling =
        [.. Words.Stems("press choose select click tap confirm push hit open type enter use hold")];

    private static readonly IReadOnlyList<IReadOnlySet<string>> Groups =
        [.. WordLists.Lines("destructive.en")
            .Select(line => line.SelectMany(Words.Stems).Select(Synonyms.Common).ToHashSet())];

    /// <summary>Whether a text tells to do such a thing and the question does not ask for it.</summary>
    /// <param name="asked">The stems of the question.</param>
    public static bool IsUnasked(string text, IReadOnlySet<string> asked)
    {
        var lines = text.Split('\n').SelectMany(Sentences).ToList();
        return Groups.Any(group => !group.Overlaps(asked) && lines.Any(line => Tells(line, group)));
    }

    private static IEnumerable<List<string>> Sentences(string line) =>
        Knowledge.Sentences.Of(line)
            .Select(sentence => Words.Stems(sentence).Select(Synonyms.Common).SkipWhile(stem => stem.All(char.IsDigit))
                .ToList());

    private static bool Tells(List<string> stems, IReadOnlySet<string> group)
    {
        for (var place = 0; place < stems.Count; place++)
        {
            if (group.Contains(stems[place])
                && (place == 0 || stems[Math.Max(0, place - MaxBetween)..place].Any(Telling.Contains)))
            {
                return true;
            }
        }

        return false;
    }
}
