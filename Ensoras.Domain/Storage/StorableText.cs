using System.Buffers;
using System.Text;

namespace Ensoras.Domain.Storage;

/// <summary>Text from outside as every database can hold it.</summary>
public static class StorableText
{
    private static readonly SearchValues<char> Suspects =
        SearchValues.Create([.. "\0", .. Enumerable.Range(0xD800, 0x800).Select(unit => (char)unit)]);

    /// <summary>
    /// Without the null character, which PostgreSQL refuses and nobody means, and with � for each half of a surrogate
    /// pair.
    /// </summary>
    public static string Storable(this string text)
    {
        if (text.AsSpan().IndexOfAny(Suspects) < 0)
        {
            return text;
        }

        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value != 0)
            {
                clean.Append(rune.ToString());
            }
        }

        return clean.ToString();
    }
}
