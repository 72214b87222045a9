using System.Globalization;
using System.Text;

namespace Ensoras.Domain.Tickets;

/// <summary>Makes of what somebody called a file a name that is safe on every screen and file system.</summary>
public static class AttachmentName
{
    public const int Longest = 200;

    private const int MaxEndingLength = 20;
    private const string Reserved = "<>:\"|?*";
    private static readonly string[] Devices =
    [
        "CON",
        "PRN",
        "AUX",
        "NUL",
        .. Enumerable.Range(0, 10).SelectMany(number => new[] { $"COM{number}", $"LPT{number}" }),
    ];

    /// <summary>
    /// The last part of the path, without control, bidi and reserved characters, at most <see cref="Longest"/> UTF-16
    /// units with its ending kept; never empty.
    /// </summary>
    public static string Clean(string? name)
    {
        var last = (name ?? "").Split('/', '\\')[^1];
        var clean = new StringBuilder(last.Length);
        foreach (var rune in last.EnumerateRunes())
        {
            if (IsKept(rune))
            {
                clean.Append(Rune.IsWhiteSpace(rune) ? " " : rune.ToString());
            }
        }

        var plain = Shortened(clean.ToString().Normalize().Trim(' ', '.'));
        return !plain.SaysSomething() ? "file"
            : Devices.Contains(plain.Split('.')[0].TrimEnd(), StringComparer.OrdinalIgnoreCase) ? $"_{plain}"
            : plain;
    }

    // The two joiners are how many scripts and emoji are written; every other format character is invisible or turns
    // text about.
    private static bool IsKept(Rune rune) =>
        Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.Control
            or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator
            or UnicodeCategory.PrivateUse
            or UnicodeCategory.OtherNotAssigned => false,
            UnicodeCategory.Format => rune.Value is 0x200C or 0x200D,
            _ => rune != Rune.ReplacementChar && !(rune.IsAscii && Reserved.Contains((char)rune.Value)),
        };

    private static string Shortened(string name)
    {
        if (name.Length < Longest)
        {
            return name;
        }

        var dot = name.LastIndexOf('.');
        var ending = dot > 0 && name.Length - dot <= MaxEndingLength ? name[dot..] : "";

        // One less than the longest, because a device's name takes an underscore.
        var end = Longest - 1 - ending.Length;
        return name.Cut(end).TrimEnd(' ', '.') + ending;
    }
}
