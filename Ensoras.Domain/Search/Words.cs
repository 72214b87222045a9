using System.Globalization;
using System.Text;

namespace Ensoras.Domain.Search;

/// <summary>A word of a text, or two neighbouring characters where a script sets no spaces.</summary>
/// <param name="Text">As it is written.</param>
/// <param name="Folded">Without case, width and accents.</param>
/// <param name="Stem">What it is compared by.</param>
/// <param name="Start">Where it begins in the text, in characters.</param>
/// <param name="IsGlued">Whether it follows the word before without a space or comma, as in
/// "mira@example.org".</param>
/// <param name="IsTail">Whether it is the last character of a run without spaces, indexed so that it is found by
/// itself.</param>
internal readonly record struct Word(string Text, string Folded, string Stem, int Start, bool IsGlued = false,
    bool IsTail = false)
{
    public int End => Start + Text.Length;

    public bool IsStop => Folded.Length < 2 || StopWords.Contains(Folded);

    public bool IsNumber => Folded.All(char.IsAsciiDigit);

    public bool HasDigit => Folded.Any(char.IsAsciiDigit);

    public bool IsCapitalised => char.IsUpper(Text[0]);

    /// <summary>Whether it is a piece of a run of characters without spaces.</summary>
    public bool IsPiece => Scripts.HasNoSpaces(Folded);
}

/// <summary>
/// Cuts texts into words, once for index and query alike, so that every database finds the same: letters, their marks
/// and digits; a number keeps its point ("1.7"), and is one however its thousands are set apart; scripts without
/// spaces give pairs of characters.
/// </summary>
internal static class Words
{
    /// <summary>
    /// What is longer is no word that anybody types; the databases refuse lexemes beyond some thousand bytes.
    /// </summary>
    private const int MaxLength = 60;

    private const string Glue = "-.'’@_&+:#";

    public static IEnumerable<Word> Of(string text)
    {
        var folded = new StringBuilder();
        var isGlued = false;
        var at = 0;
        while (at < text.Length)
        {
            if (IsStartOfNumber(text, at) && Numbers.TryRead(text, at, out var number, out var length))
            {
                number = number.Cut(MaxLength);
                yield return new Word(text.Substring(at, length), number, number, at, isGlued);
                at += length;
                isGlued = true;
                continue;
            }

            var (element, isPiece) = Read(text, at, folded);
            if (folded.Length == 0 || !IsWordy(folded))
            {
                isGlued = isGlued && (folded.Length == 0 || Glue.Contains(text[at], StringComparison.Ordinal));
                at += element;
                continue;
            }

            var end = at;
            if (isPiece)
            {
                foreach (var word in Pieces(text, at, isGlued))
                {
                    yield return word;
                    end = word.End;
                }
            }
            else
            {
                var word = Whole(text, at, isGlued);
                yield return word;
                end = AfterContraction(text, word.End);
            }

            at = end;
            isGlued = true;
        }
    }

    /// <summary>What texts are compared by, in their order.</summary>
    public static IEnumerable<string> Stems(string text) => Of(text).Select(word => word.Stem);

    private static bool IsStartOfNumber(string text, int at) => char.IsAsciiDigit(text[at])
        && (at == 0 || !char.IsAsciiLetterOrDigit(text[at - 1]));

    /// <summary>Reads one character with its marks, folded.</summary>
    private static (int Length, bool IsPiece) Read(string text, int at, StringBuilder folded)
    {
        folded.Clear();
        var length = char.IsAscii(text[at]) && (at + 1 == text.Length || char.IsAscii(text[at + 1])) ? 1
            : StringInfo.GetNextTextElementLength(text, at);
        Folding.Append(folded, text.AsSpan(at, length));
        return (length, folded.Length > 0 && Scripts.HasNoSpaces(folded.ToString()));
    }

    private static bool IsWordy(StringBuilder folded) =>
        Rune.TryGetRuneAt(folded.ToString(), 0, out var rune)
        && (
            Rune.IsLetterOrDigit(rune)
            || Rune.GetUnicodeCategory(rune)
                is UnicodeCategory.NonSpacingMark
                    or UnicodeCategory.SpacingCombiningMark
                    or UnicodeCategory.LetterNumber);

    private static Word Whole(string text, int start, bool isGlued)
    {
        var word = new StringBuilder();
        var one = new StringBuilder();
        var at = start;
        while (at < text.Length)
        {
            var (length, isPiece) = Read(text, at, one);
            if (isPiece || (one.Length > 0 && !IsWordy(one)))
            {
                // A dot between digits belongs to them, also behind letters: "v1.7".
                if (isPiece || text[at] != '.' || word.Length == 0 || !char.IsAsciiDigit(word[^1])
                    || at + 1 >= text.Length || !char.IsAsciiDigit(text[at + 1]))
                {
                    break;
                }
            }

            foreach (var letter in one.ToString())
            {
                // What folding takes apart, such as ½, keeps only its letters and digits.
                if (letter is '.' || !char.IsPunctuation(letter) && !char.IsSymbol(letter)
                    && !char.IsWhiteSpace(letter))
                {
                    word.Append(letter);
                }
            }

            at += length;
        }

        var folded = word.ToString().Cut(MaxLength);
        return new Word(text[start..at], folded, EnglishStem.Of(folded), start, isGlued);
    }

    /// <summary>
    /// The end of the word with "'s" and the like, which say nothing: "Mira's" is Mira, "don't" is don.
    /// </summary>
    private static int AfterContraction(string text, int end)
    {
        if (end >= text.Length || text[end] is not ('\'' or '’'))
        {
            return end;
        }

        var after = end + 1;
        while (after < text.Length && char.IsAsciiLetter(text[after]))
        {
            after++;
        }

        var isEnd = after >= text.Length || !char.IsLetterOrDigit(text[after]);
        return isEnd && text[(end + 1)..after].ToLowerInvariant() is "s" or "t" or "d" or "m" or "ll" or "re" or "ve"
            ? after : end;
    }

    private static IEnumerable<Word> Pieces(string text, int start, bool isGlued)
    {
        var run = new List<(string Folded, int Start, int End)>();
        var one = new StringBuilder();
        for (var at = start; at < text.Length;)
        {
            var (length, isPiece) = Read(text, at, one);
            if (one.Length > 0 && !isPiece)
            {
                break;
            }

            foreach (var rune in one.ToString().EnumerateRunes())
            {
                run.Add((rune.ToString(), at, at + length));
            }

            at += length;
        }

        for (var place = 0; place < run.Count; place++)
        {
            var (folded, from, to) = run[place];
            var isTail = place == run.Count - 1;
            var pair = isTail ? folded : folded + run[place + 1].Folded;
            yield return new Word(text[from..(isTail ? to : run[place + 1].End)], pair, pair, from, place > 0
                || isGlued, isTail && run.Count > 1);
        }
    }
}
