using System.Globalization;

namespace Ensoras.Domain.Core;

/// <summary>
/// Text measured and cut as people see it: never through an emoji, a flag or a letter with its accents.
/// </summary>
public static class Graphemes
{
    /// <summary>The beginning of the text that fits into <paramref name="maxLength"/> UTF-16 units.</summary>
    /// <param name="ending">Put where something was cut off, such as "…"; it counts towards the length.</param>
    public static string Cut(this string text, int maxLength, string ending = "") =>
        text.Length <= maxLength
            ? text
            : string.Concat(text.AsSpan(0, Boundary(text, maxLength - ending.Length)), ending);

    /// <summary>The last place up to <paramref name="maxLength"/> at which the text may be cut.</summary>
    public static int Boundary(ReadOnlySpan<char> text, int maxLength)
    {
        if (text.Length <= maxLength)
        {
            return text.Length;
        }

        var end = 0;
        while (end < maxLength)
        {
            var next =
                end + StringInfo.GetNextTextElementLength(text[end..Math.Min(text.Length, maxLength + MaxLookAhead)]);
            if (next > maxLength)
            {
                break;
            }

            end = next;
        }

        // One endless cluster (a letter under a thousand accents) is cut between code points.
        return end > 0 || maxLength <= 0 ? end : char.IsHighSurrogate(text[maxLength - 1]) ? maxLength - 1 : maxLength;
    }

    /// <summary>What a reader takes for the first letter; empty for an empty text.</summary>
    public static string First(string text) => text[..StringInfo.GetNextTextElementLength(text)];

    // Longer than any emoji that is in use, so that the last cluster is seen whole without reading on.
    private const int MaxLookAhead = 64;
}
