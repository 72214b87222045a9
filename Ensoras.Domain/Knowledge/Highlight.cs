using Ensoras.Domain.Search;

namespace Ensoras.Domain.Knowledge;

/// <summary>Marks in a text the words that were looked for, in whatever form they stand there.</summary>
internal static class Highlight
{
    private const int Before = 60;
    private const int MaxSnippetLength = 240;

    public static IReadOnlyList<TextSegment> Mark(string text, IReadOnlySet<string> stems)
    {
        var segments = new List<TextSegment>();
        var done = 0;
        foreach (var word in Words.Of(text).Where(word => stems.Contains(Synonyms.Common(word.Stem))))
        {
            if (word.Start > done)
            {
                segments.Add(new TextSegment(text[done..word.Start], false));
            }

            segments.Add(new TextSegment(word.Text, true));
            done = word.End;
        }

        if (done < text.Length)
        {
            segments.Add(new TextSegment(text[done..], false));
        }

        return segments;
    }

    /// <summary>The line of a passage with the most of the words, cut around the first, marked.</summary>
    public static IReadOnlyList<TextSegment> Snippet(string passage, IReadOnlySet<string> stems)
    {
        var line = passage.Split('\n')
            .MaxBy(line => Words.Of(line).Select(word => Synonyms.Common(word.Stem)).Distinct().Count(stems.Contains))
                ?? "";
        var first = Words.Of(line).FirstOrDefault(word => stems.Contains(Synonyms.Common(word.Stem))).Start;
        var start = first <= Before || line.Length <= MaxSnippetLength ? 0 : line.IndexOf(' ', first - Before) + 1;
        var end = Math.Min(line.Length, start + MaxSnippetLength);
        end = end < line.Length && line.LastIndexOf(' ', end) is var space && space > start ? space : end;
        return Mark($"{(start > 0 ? "… " : "")}{line[start..end]}{(end < line.Length ? " …" : "")}", stems);
    }
}
