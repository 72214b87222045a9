using System.Runtime.CompilerServices;

namespace Ensoras.Domain.Search;

/// <summary>A text cut into words, to be asked for phrases.</summary>
internal sealed class ReadText(string text)
{
    private static readonly ConditionalWeakTable<string, ReadText> Known = [];

    private readonly IReadOnlyList<Word> _words = [.. Words.Of(text)];

    /// <summary>The same text is cut once, however many phrases it is asked for.</summary>
    public static ReadText Of(string text) => Known.GetValue(text, static read => new ReadText(read));

    /// <summary>
    /// Whether the phrase stands in it as whole words; a star at its end finds beginnings. Case, accents and spacing
    /// do not count.
    /// </summary>
    public bool Holds(string phrase)
    {
        var isBeginning = phrase.EndsWith('*');
        var wanted = Words.Of(phrase.TrimEnd('*')).ToList();
        if (wanted.Count == 0)
        {
            // Signs such as "???" or an emoji are no words.
            var signs = phrase.Trim('*', ' ');
            return signs.Length > 0 && text.Contains(signs, StringComparison.Ordinal);
        }

        if (wanted[^1].IsTail)
        {
            wanted.RemoveAt(wanted.Count - 1);
        }

        isBeginning |= wanted[^1].IsPiece;
        return Enumerable.Range(0, Math.Max(0, _words.Count - wanted.Count + 1))
            .Any(place => StandsAt(place, wanted, isBeginning));
    }

    private bool StandsAt(int place, List<Word> wanted, bool isBeginning)
    {
        for (var index = 0; index < wanted.Count; index++)
        {
            var word = _words[place + index].Folded;
            if (word != wanted[index].Folded
                && !(isBeginning && index == wanted.Count - 1
                    && word.StartsWith(wanted[index].Folded, StringComparison.Ordinal)))
            {
                return false;
            }
        }

        return true;
    }
}
