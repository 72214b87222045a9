using System.Text;
using System.Text.RegularExpressions;

namespace Ensoras.Domain.Import;

/// <summary>
/// Turns the text of printed pages into markdown: numbered headings become headings, the rest stays as it is.
/// </summary>
internal static partial class ManualText
{
    private const int MaxHeadingLength = 70;

    /// <param name="pages">In reading order.</param>
    public static string ToMarkdown(IEnumerable<string> pages)
    {
        var body = new StringBuilder();
        var lines = pages
            .SelectMany(page => page.ReplaceLineEndings("\n").Split('\n'))
            .Select(line => line.Trim())
            .Where(line => line.Length > 0);
        foreach (var line in Whole(lines))
        {
            var heading = Heading().Match(line);
            if (heading.Success && line.Length <= MaxHeadingLength && IsTitle(heading.Groups["words"].Value))
            {
                var depth = heading.Groups["number"].Value.TrimEnd('.', ':').Count(letter => letter == '.');
                body.Append('#', Math.Min(2 + depth, 6)).Append(' ').Append(heading.Groups["words"].Value);
            }
            else
            {
                body.Append(line);
            }

            body.Append("\n\n");
        }

        return body.ToString().TrimEnd();
    }

    /// <summary>Puts together what a page break or a line break tore apart in the middle of a sentence.</summary>
    private static IEnumerable<string> Whole(IEnumerable<string> lines)
    {
        string? open = null;
        foreach (var line in lines)
        {
            if (open is not null && char.IsLower(line[0]) && open[^1] is not ('.' or '!' or '?' or ':'))
            {
                open = $"{open} {line}";
                continue;
            }

            if (open is not null)
            {
                yield return open;
            }

            open = line;
        }

        if (open is not null)
        {
            yield return open;
        }
    }

    /// <summary>
    /// A heading has no full stop and most of its words begin with a capital; a step of a list does not look so.
    /// </summary>
    private static bool IsTitle(string words)
    {
        var parts = words.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(word => word.Length > 3).ToList();
        return words[^1] is not ('.' or '!' or '?' or ':' or ';' or ',')
            && parts.Count(word => char.IsUpper(word[0]) || char.IsDigit(word[0])) >= parts.Count * 0.7;
    }

    [GeneratedRegex(@"^(?<number>\d+(\.\d+)*[.:]?)\s+(?<words>\p{Lu}.*)$")]
    private static partial Regex Heading();
}
