using System.Text.RegularExpressions;

namespace Ensoras.Domain.Search;

/// <summary>
/// Numbers as one word each, however they are set: "1,234.50", "1.234,50" and "1234.50" are the same.
/// </summary>
internal static partial class Numbers
{
    public static bool TryRead(string text, int start, out string number, out int length)
    {
        var found = Digits().Match(text, start);
        var end = start + found.Length;
        length = found.Length;
        number = "";
        if (!found.Success || (end < text.Length && char.IsLetter(text[end])))
        {
            return false;
        }

        number = Plain(found.Value);
        if (number.Length == 0)
        {
            // A list such as 1,2,3: the first alone.
            number = LeadingDigits().Match(found.Value).Value;
            length = number.Length;
        }

        return true;
    }

    private static string Plain(string digits) => digits switch
    {
        _ when EnglishThousands().IsMatch(digits) => digits.Replace(",", "", StringComparison.Ordinal),
        _ when GermanThousands().IsMatch(digits) => digits.Replace(".", "", StringComparison.Ordinal)
            .Replace(',', '.'),
        _ when digits.Count(letter => letter == ',') == 1
            && !digits.Contains('.', StringComparison.Ordinal) => digits.Replace(',', '.'),
        _ when digits.Contains(',', StringComparison.Ordinal) => "",
        _ => digits,
    };

    [GeneratedRegex(@"\G[0-9]+(?:[.,][0-9]+)*")]
    private static partial Regex Digits();

    [GeneratedRegex("^[0-9]+")]
    private static partial Regex LeadingDigits();

    [GeneratedRegex(@"^[1-9][0-9]{0,2}(,[0-9]{3})+(\.[0-9]+)?$")]
    private static partial Regex EnglishThousands();

    [GeneratedRegex(@"^[1-9][0-9]{0,2}(\.[0-9]{3})+(,[0-9]+)?$")]
    private static partial Regex GermanThousands();
}
