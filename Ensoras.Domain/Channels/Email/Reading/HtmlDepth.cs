using System.Net;
using System.Text;

namespace Ensoras.Domain.Channels.Email.Reading;

/// <summary>
/// HTML that is nested without end would take a parser's whole stack: it is found before anything parses it.
/// </summary>
internal static class HtmlDepth
{
    // Closed by what follows them, or never opened.
    private static readonly HashSet<string> SelfEnding = new(StringComparer.OrdinalIgnoreCase)
    {
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
        "p",
        "li",
        "dt",
        "dd",
        "tr",
        "td",
        "th",
        "tbody",
        "thead",
        "tfoot",
        "option",
        "optgroup",
        "colgroup",
        "o:p",
        "html",
        "body",
        "head",
    };

    public static bool IsTooDeep(string html, int max)
    {
        var depth = 0;
        for (
            var at = html.IndexOf('<', StringComparison.Ordinal);
            at >= 0 && at + 1 < html.Length;
            at = html.IndexOf('<', at + 1))
        {
            var closes = html[at + 1] == '/';
            var start = at + (closes ? 2 : 1);
            var end = start;
            while (
                end < html.Length
                && end - start < 12
                && (char.IsAsciiLetterOrDigit(html[end]) || html[end] is ':' or '-'))
            {
                end++;
            }

            if (
                end == start
                || SelfEnding.GetAlternateLookup<ReadOnlySpan<char>>().Contains(html.AsSpan(start, end - start)))
            {
                continue;
            }

            depth = closes ? Math.Max(0, depth - 1) : depth + 1;
            if (depth > max)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What stands between the tags, for HTML that nobody can parse.</summary>
    public static string WithoutTags(string html)
    {
        var text = new StringBuilder(html.Length / 2);
        var isInTag = false;
        foreach (var letter in html)
        {
            isInTag = letter == '<' || (isInTag && letter != '>');
            if (!isInTag && letter != '>')
            {
                text.Append(letter);
            }
            else if (letter == '>' && text.Length > 0 && text[^1] != '\n')
            {
                text.Append('\n');
            }
        }

        return WebUtility.HtmlDecode(text.ToString()).Trim();
    }
}
