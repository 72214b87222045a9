using System.Buffers;
using System.Globalization;
using System.Text;
using Ensoras.Domain.Knowledge;

namespace Ensoras.Domain.Drafting;

/// <summary>
/// Puts excerpts into a reply: a greeting, what tools answered, a sentence that leads in, and quotes with the article
/// they stand in.
/// </summary>
internal static class ExcerptReply
{
    private static readonly SearchValues<char> Markup = SearchValues.Create("\\`*_[]<>#|~");

    /// <param name="results">What tools answered for this reply; it comes first.</param>
    /// <param name="language">The customer's.</param>
    public static string Write(
        string customerName, CultureInfo language, IReadOnlyList<string> results, IReadOnlyList<Excerpt> excerpts)
    {
        var text = new StringBuilder(Greeting.For(customerName).In(language));
        foreach (var result in results)
        {
            text.Append("\n\n").Append(Escape(result));
        }

        if (excerpts.Count > 0)
        {
            var leadIn = results.Count > 0
                ? Sentence.Of("Drafting.HelpAdds")
                : Sentence.Of("Drafting.HelpSays", excerpts.Count);
            text.Append("\n\n").Append(leadIn.In(language));
        }

        foreach (var article in excerpts.GroupBy(excerpt => excerpt.Passage.ArticleKey))
        {
            var passage = article.First().Passage;
            text.Append("\n\n").AppendJoin("\n>\n", article.Select(Quote))
                .Append("\n\n— [").Append(Escape(passage.Title)).Append("](").Append(Link(passage)).Append(')');
        }

        return text.ToString();
    }

    /// <summary>Verbatim, as a markdown quote; a list stays a list, under its heading.</summary>
    public static string Quote(Excerpt excerpt)
    {
        var isList = excerpt.Heading is not null || excerpt.Lines.Any(IsListed);
        if (!isList)
        {
            return "> " + string.Join(' ', excerpt.Lines.Select(Escape));
        }

        var lines = new List<string>();
        foreach (var line in excerpt.Heading is { } heading ? [heading + ":", .. excerpt.Lines] : excerpt.Lines)
        {
            if (lines.Count > 0 && !(IsListed(line) && IsListed(lines[^1])))
            {
                lines.Add("");
            }

            lines.Add(Line(line));
        }

        return string.Join('\n', lines.Select(line => line.Length == 0 ? ">" : "> " + line));
    }

    public static string Link(RankedPassage passage) => $"/help/{passage.ArticleKey}";

    private static bool IsListed(string line) => Excerpt.IsStep(line) || Excerpt.IsItem(line);

    private static string Line(string line) =>
        IsListed(line) && line.IndexOf(' ', StringComparison.Ordinal) is var space
            ? line[..space] + Escape(line[space..]) : Escape(line);

    /// <summary>Plain text for markdown, so that nothing in it becomes a link, an image or a heading.</summary>
    private static string Escape(string text)
    {
        if (text.AsSpan().IndexOfAny(Markup) < 0)
        {
            return text;
        }

        var escaped = new StringBuilder(text.Length + 4);
        foreach (var letter in text)
        {
            if (Markup.Contains(letter))
            {
                escaped.Append('\\');
            }

            escaped.Append(letter);
        }

        return escaped.ToString();
    }
}
