using System.Text.RegularExpressions;

namespace Ensoras.Domain.Knowledge;

/// <summary>
/// What stands in manuals without saying anything: tables of contents, page footers, rows of page numbers.
/// </summary>
internal static partial class Clutter
{
    public static bool IsClutter(string line) =>
        Leaders().IsMatch(line) || Footer().IsMatch(line) || !line.Any(char.IsLetter);

    [GeneratedRegex(@"(\.\s?){4,}|…{2,}|_{4,}")]
    private static partial Regex Leaders();

    [GeneratedRegex(
        @"^\s*((\(c\)|©|copyright\b).{0,80}|page\s+\d+(\s*(of|/)\s*\d+)?|table of contents|contents)\s*$",
        RegexOptions.IgnoreCase)]
    private static partial Regex Footer();
}
