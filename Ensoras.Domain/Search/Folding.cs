using System.Globalization;
using System.Text;

namespace Ensoras.Domain.Search;

/// <summary>
/// Folds what a reader takes for the same: case, width, accents and ligatures, so that "Łódź" is "lodz" and "ﬁt" is
/// "fit".
/// </summary>
internal static class Folding
{
    private const char FirstIndic = '\u0900';

    /// <summary>
    /// Appends a character as its reader sees it (a letter with its marks). What only shapes or joins letters leaves
    /// nothing.
    /// </summary>
    public static void Append(StringBuilder folded, ReadOnlySpan<char> element)
    {
        if (element.Length == 1 && char.IsAscii(element[0]))
        {
            folded.Append(char.ToLowerInvariant(element[0]));
            return;
        }

        var text = element.ToString();
        if (!IsWellFormed(text))
        {
            folded.Append(' ');
            return;
        }

        var composed = text.Normalize(NormalizationForm.FormKC);
        var losesMarks = composed.Length > 0 && LosesMarks(composed[0]);
        foreach (var rune in (losesMarks ? composed.Normalize(NormalizationForm.FormKD) : composed).EnumerateRunes())
        {
            AppendRune(folded, rune, losesMarks);
        }
    }

    private static void AppendRune(StringBuilder folded, Rune rune, bool losesMarks)
    {
        var category = Rune.GetUnicodeCategory(rune);
        if (category is UnicodeCategory.Format || (losesMarks && category is UnicodeCategory.NonSpacingMark)
            || rune.Value == 'ـ')
        {
            return;
        }

        if (category is UnicodeCategory.DecimalDigitNumber)
        {
            folded.Append((int)Rune.GetNumericValue(rune));
            return;
        }

        var lower = Rune.ToLowerInvariant(rune);
        folded.Append(lower.Value switch
        {
            'ß' => "ss",
            'æ' => "ae",
            'œ' => "oe",
            'ø' => "o",
            'ł' => "l",
            'đ' or 'ð' => "d",
            'þ' => "th",
            'ħ' => "h",
            'ı' => "i",
            'ŧ' => "t",
            'ŋ' => "n",
            'ĸ' => "k",
            'ə' => "a",
            'ς' => "σ",
            'ى' => "ي",
            _ => lower.ToString(),
        });
    }

    /// <summary>
    /// Whether marks on this letter are accents. In the scripts of India and south-east Asia they are vowels.
    /// </summary>
    private static bool LosesMarks(char letter) =>
        letter < FirstIndic
        || letter is (>= '\u1D00' and <= '\u1FFF') or (>= '\u2C60' and <= '\u2C7F') or (>= '\uA720' and <= '\uA7FF');

    private static bool IsWellFormed(string text)
    {
        for (var index = 0; index < text.Length; index++)
        {
            if (char.IsSurrogate(text[index])
                && !(index + 1 < text.Length && char.IsSurrogatePair(text[index], text[++index])))
            {
                return false;
            }
        }

        return true;
    }
}
