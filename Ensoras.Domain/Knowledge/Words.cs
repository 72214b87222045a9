using System.Text;

namespace Ensoras.Domain.Knowledge;

/// <summary>A word of a text.</summary>
/// <param name="Text">As it is written.</param>
/// <param name="Lower">In lower case.</param>
/// <param name="Stem">What it is compared by.</param>
/// <param name="Start">Where it begins in the text, in characters.</param>
internal readonly record struct Word(string Text, string Lower, string Stem, int Start)
{
    public int End => Start + Text.Length;

    public bool IsStop => Lower.Length < 2 || StopWords.Contains(Lower);

    public bool IsNumber => Lower.All(char.IsDigit);

    public bool HasDigit => Lower.Any(char.IsDigit);

    public bool IsCapitalised => char.IsUpper(Text[0]);
}

/// <summary>Takes texts apart as the full-text indexes do: runs of letters and digits, compared by their stem, accents aside.</summary>
internal static class Words
{
    public static IEnumerable<Word> Of(string text)
    {
        var start = -1;
        for (var index = 0; index <= text.Length; index++)
        {
            if (index < text.Length && char.IsLetterOrDigit(text[index]))
            {
                start = start < 0 ? index : start;
            }
            else if (start >= 0)
            {
                var word = text[start..index];
                var lower = word.ToLowerInvariant();
                yield return new Word(word, lower, Stem(lower), start);
                start = -1;
            }
        }
    }

    /// <param name="lower">A word in lower case.</param>
    public static string Stem(string lower) => EnglishStem.Of(WithoutAccents(lower));

    private static string WithoutAccents(string word)
    {
        if (word.All(char.IsAscii))
        {
            return word;
        }

        var plain = new StringBuilder(word.Length);
        foreach (var part in word.Normalize(NormalizationForm.FormD))
        {
            if (char.GetUnicodeCategory(part) is not System.Globalization.UnicodeCategory.NonSpacingMark)
            {
                plain.Append(part);
            }
        }

        return plain.ToString();
    }
}
