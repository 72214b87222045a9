using System.Globalization;
using System.Text;

namespace Ensoras.Domain.Core;

/// <summary>Whether a text says something: the one test wherever a text is required.</summary>
public static class ReadableText
{
    /// <summary>
    /// Has at least one sign that a reader can see; spaces, control characters, fillers and lone accents are none.
    /// </summary>
    public static bool SaysSomething(this string? text)
    {
        if (text is not null)
        {
            foreach (var rune in text.EnumerateRunes())
            {
                if (IsVisible(rune))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool IsVisible(Rune rune) => !IsBlank(rune.Value) && Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
        or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark);

    // Letters and symbols that Unicode defines to be drawn as nothing: Hangul fillers, the empty Braille cell, ranges
    // kept for such.
    private static bool IsBlank(int value) => value is 0x115F or 0x1160 or 0x3164 or 0xFFA0 or 0x2800 or 0x2065
        or (>= 0xFFF0 and <= 0xFFF8) or 0xFFFD or (>= 0xE0000 and <= 0xE0FFF);
}
