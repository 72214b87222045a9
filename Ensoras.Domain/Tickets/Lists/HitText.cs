using System.Text;
using Ensoras.Domain.Search;

namespace Ensoras.Domain.Tickets;

/// <summary>
/// Where a ticket was hit: a text in which what matched stands between <see cref="Begin"/> and <see cref="End"/>.
/// </summary>
public static class HitText
{
    public const char Begin = '\u0002';
    public const char End = '\u0003';

    private const int MaxBefore = 36;
    private const int MaxExcerpt = 160;

    /// <summary>The whole text with what was looked for marked; null when nothing in it was.</summary>
    public static string? Marked(string text, SearchQuery query)
    {
        var spans = Spans(text, query);
        return spans.Count == 0 ? null : Mark(text, spans);
    }

    /// <summary>The words around the first hit in one line of plain text; null when there is none.</summary>
    public static string? Excerpt(string text, SearchQuery query)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        var spans = Spans(line, query);
        if (spans.Count == 0)
        {
            return null;
        }

        var first = spans[0].Start;
        var space = first > MaxBefore ? line.IndexOf(' ', first - MaxBefore) : -1;
        var start = first <= MaxBefore ? 0 : space >= 0 && space < first ? space + 1 : first;
        var rest = line[start..];
        var cut = rest.Cut(Math.Max(MaxExcerpt, spans[0].End - start), "…");
        return (start > 0 ? "…" : "") + Mark(cut, Spans(cut, query));
    }

    private static string Mark(string text, List<(int Start, int End)> spans)
    {
        var marked = new StringBuilder();
        var done = 0;
        foreach (var (start, end) in spans)
        {
            marked.Append(text, done, start - done).Append(Begin).Append(text, start, end - start).Append(End);
            done = end;
        }

        return marked.Append(text, done, text.Length - done).ToString();
    }

    /// <summary>Where words of the query stand; those of a phrase only where the whole phrase does.</summary>
    private static List<(int Start, int End)> Spans(string text, SearchQuery query)
    {
        var words = Words.Of(text).ToList();
        var spans = new List<(int Start, int End)>();
        foreach (var phrase in query.Phrases)
        {
            for (var place = 0; place + phrase.Stems.Count <= words.Count; place++)
            {
                if (StandsAt(words, place, phrase))
                {
                    spans.AddRange(words.Skip(place).Take(phrase.Stems.Count).Select(word => (word.Start, word.End)));
                }
            }
        }

        return Merged(spans);
    }

    private static bool StandsAt(List<Word> words, int place, SearchPhrase phrase)
    {
        for (var index = 0; index < phrase.Stems.Count; index++)
        {
            var word = words[place + index];
            var isLast = index == phrase.Stems.Count - 1;
            if (word.Stem != phrase.Stems[index] && !(isLast && phrase.Beginning is { } beginning
                && (word.Stem.StartsWith(beginning, StringComparison.Ordinal)
                    || word.Folded.StartsWith(beginning, StringComparison.Ordinal))))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>In their order; pairs of characters that overlap become one.</summary>
    private static List<(int Start, int End)> Merged(List<(int Start, int End)> spans)
    {
        var merged = new List<(int Start, int End)>();
        foreach (var span in spans.Order())
        {
            if (merged.Count > 0 && span.Start < merged[^1].End)
            {
                merged[^1] = (merged[^1].Start, Math.Max(merged[^1].End, span.End));
            }
            else
            {
                merged.Add(span);
            }
        }

        return merged;
    }
}
