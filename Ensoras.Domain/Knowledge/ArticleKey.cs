using System.Globalization;
using System.Text;

namespace Ensoras.Domain.Knowledge;

/// <summary>The part of an article's address that is made from its title.</summary>
public static class ArticleKey
{
    private const int Longest = 80;

    /// <summary>
    /// Lower-case letters, digits and dashes: "Rückgabe & Umtausch" becomes "ruckgabe-umtausch". Never empty.
    /// </summary>
    public static string From(string title)
    {
        var key = new StringBuilder();
        foreach (
            var letter in title
                .Normalize(NormalizationForm.FormD)
                .Where(letter => char.GetUnicodeCategory(letter) is not UnicodeCategory.NonSpacingMark))
        {
            if (char.IsLetterOrDigit(letter))
            {
                key.Append(char.ToLowerInvariant(letter));
            }
            else if (key.Length > 0 && key[^1] != '-')
            {
                key.Append('-');
            }

            if (key.Length == Longest)
            {
                break;
            }
        }

        var trimmed = key.ToString().Trim('-');
        return trimmed.Length > 0 ? trimmed : "article";
    }

    /// <summary>The key in a link to an article of this desk; null for any other link.</summary>
    public static string? OfLink(string link) =>
        link.StartsWith("/help/", StringComparison.Ordinal)
            ? Uri.UnescapeDataString(link["/help/".Length..].Split('#', '?')[0])
            : null;

    /// <summary>The same with a number from 2 on, when the key itself is taken.</summary>
    public static string Numbered(string key, int number) => number == 1 ? key : $"{key}-{number}";
}
