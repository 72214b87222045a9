using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Ensoras.Domain.Tickets;

/// <summary>
/// Tells a "Thanks!" or a 👍, which nobody has to answer, from a message that somebody has to. In doubt it is a
/// message.
/// </summary>
public static partial class Courtesy
{
    private const int MaxLength = 200;
    private static readonly string[] Lines = Read();
    private static readonly FrozenSet<string> Phrases = Lines.Where(line => line[0] is not ('+' or '-')).ToFrozenSet();
    private static readonly FrozenSet<string> Fillers = Lines
        .Where(line => line[0] is '+')
        .Select(line => line[1..])
        .ToFrozenSet();
    private static readonly FrozenSet<Rune> Unhappy = Lines
        .Where(line => line[0] is '-')
        .Select(line => line.EnumerateRunes().ElementAt(1))
        .ToFrozenSet();
    private static readonly int MaxWords = Phrases
        .Concat(Fillers)
        .Max(phrase => phrase.Count(letter => letter == ' ') + 1);

    /// <summary>Whether the text says nothing else.</summary>
    public static bool IsAll(string text)
    {
        if (
            text.Length > MaxLength
            || text.Contains('?', StringComparison.Ordinal)
            || text.EnumerateRunes().Any(Unhappy.Contains))
        {
            return false;
        }

        var (words, hasEmoji) = WordsOf(text);
        var isSaid = hasEmoji;
        for (var at = 0; at < words.Length;)
        {
            var length = LongestAt(words, at, out var counts);
            if (length == 0)
            {
                return false;
            }

            isSaid |= counts;
            at += length;
        }

        return isSaid;
    }

    private static int LongestAt(string[] words, int at, out bool counts)
    {
        for (var length = Math.Min(MaxWords, words.Length - at); length > 0; length--)
        {
            var phrase = string.Join(' ', words, at, length);
            counts = Phrases.Contains(phrase);
            if (counts || Fillers.Contains(phrase))
            {
                return length;
            }
        }

        counts = false;
        return 0;
    }

    private static (string[] Words, bool HasEmoji) WordsOf(string text)
    {
        var hasEmoji = Smileys().IsMatch(text);
        var plain = new StringBuilder();
        foreach (var rune in Smileys().Replace(text, " ").Normalize(NormalizationForm.FormKC).EnumerateRunes())
        {
            var category = Rune.GetUnicodeCategory(rune);
            hasEmoji |= category is UnicodeCategory.OtherSymbol;
            var isLetter =
                Rune.IsLetterOrDigit(rune)
                || category is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
            plain.Append(
                isLetter || rune.Value is '\'' or '-' ? Rune.ToLowerInvariant(rune).ToString()
                : rune.Value is '’' ? "'"
                : " ");
        }

        // "Thaaaanks" is said with more of the same letter.
        var words = Drawled().Replace(plain.ToString(), "$1").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return ([.. words.Select(word => word.Trim('-', '\'', '\uFE0F')).Where(word => word.Length > 0)], hasEmoji);
    }

    private static string[] Read()
    {
        using var reader = new StreamReader(
            typeof(Courtesy).Assembly.GetManifestResourceStream("Tickets/CourtesyWords.txt")!);
        return
        [
            .. reader
                .ReadToEnd()
                .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Where(line => line[0] is not '#'),
        ];
    }

    [GeneratedRegex(@"[:;=]-?[)DpP](?!\w)|<3|\^\^")]
    private static partial Regex Smileys();

    [GeneratedRegex(@"(\p{L})\1{2,}")]
    private static partial Regex Drawled();
}
