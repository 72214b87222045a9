using System.Text;

namespace Ensoras.Domain.Search;

/// <summary>Which writing sets no spaces between words (Korean does, but its words grow at their end).</summary>
internal static class Scripts
{
    private static readonly (int First, int Last)[] WithoutSpaces =
    [
        (0x0E00, 0x0EFF), // Thai, Lao
        (0x1000, 0x109F), // Burmese
        (0x1780, 0x17FF), // Khmer
        (0x3005, 0x3007), (0x3040, 0x30FF), (0x31F0, 0x31FF), // Japanese
        (0x1100, 0x11FF), (0x3130, 0x318F), (0xAC00, 0xD7A3), // Korean
        (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x323AF), // Chinese
    ];

    /// <param name="folded">A character, or a run of one script.</param>
    public static bool HasNoSpaces(string folded) =>
        Rune.TryGetRuneAt(folded, 0, out var rune) && rune.Value >= 0x0E00 && (Rune.IsLetter(rune) || IsMark(rune))
        && WithoutSpaces.Any(range => rune.Value >= range.First && rune.Value <= range.Last);

    private static bool IsMark(Rune rune) =>
        Rune.GetUnicodeCategory(rune)
            is System.Globalization.UnicodeCategory.NonSpacingMark
                or System.Globalization.UnicodeCategory.SpacingCombiningMark;
}
