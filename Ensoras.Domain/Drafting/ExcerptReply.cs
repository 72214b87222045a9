using System.Buffers;
using System.Text;
using Ensoras.Domain.Knowledge;

namespace Ensoras.Domain.Drafting;

/// <summary>Puts excerpts into a reply: a greeting, what tools answered, a sentence that leads in, and quotes with the article they stand in.</summary>
internal static class ExcerptReply
{
    private const string Visitor = "Visitor";
    private static readonly SearchValues<char> Markup = SearchValues.Create("\\`*_[]<>#|~");

    /// <param name="results">What tools answered for this reply; it comes first.</param>
    public static string Write(string customerName, IReadOnlyList<string> results, IReadOnlyList<Excerpt> excerpts)
    {
        var text = new StringBuilder(Greeting(customerName));
        foreach (var result in results)
        {
            text.Append("\n\n").Append(Escape(result));
        }

        if (excerpts.Count > 0)
        {
            text.Append("\n\n").Append(results.Count > 0 ? "Our help pages add:" : excerpts.Count == 1 ? "Our help pages say:" : "This is what our help pages say:");
        }

        foreach (var article in excerpts.GroupBy(excerpt => excerpt.Passage.ArticleKey))
        {
            var passage = article.First().Passage;
            text.Append("\n\n").AppendJoin("\n>\n", article.Select(Quote))
                .Append("\n\n— [").Append(Escape(passage.Title)).Append("](").Append(Link(passage)).Append(')');
        }

        return text.ToString();
    }

    /// <summary>Verbatim, as a markdown quote; a list stays a list.</summary>
    public static string Quote(Excerpt excerpt)
    {
        var isList = excerpt.Lines.Any(Excerpt.IsStep);
        return isList
            ? "> " + string.Join("\n> ", excerpt.Lines.SelectMany((line, index) => index > 0 && Excerpt.IsStep(line) && !Excerpt.IsStep(excerpt.Lines[index - 1]) ? ["", Line(line)] : new[] { Line(line) })).Replace("\n> \n", "\n>\n", StringComparison.Ordinal)
            : "> " + string.Join(' ', excerpt.Lines.Select(Escape));
    }

    public static string Link(RankedPassage passage) => $"/help/{passage.ArticleKey}";

    private static string Line(string line) => Excerpt.IsStep(line) && line.IndexOf(' ', StringComparison.Ordinal) is var space ? line[..space] + Escape(line[space..]) : Escape(line);

    private static string Greeting(string customerName)
    {
        var first = customerName.Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault("");
        return first.Length == 0 || first == Visitor || first.Contains('@') || !first.Any(char.IsLetter) ? "Hello," : $"Hello {Escape(first)},";
    }

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
