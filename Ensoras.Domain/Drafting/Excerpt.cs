using Ensoras.Domain.Knowledge;
using Ensoras.Domain.Search;

namespace Ensoras.Domain.Drafting;

/// <summary>
/// Something that can be quoted: a sentence, a list of steps with the line that leads to it, an item with its heading.
/// </summary>
/// <param name="Passage">Where it stands.</param>
/// <param name="Position">Its place in the passage.</param>
/// <param name="Lines">Verbatim, one for each sentence or list item.</param>
internal sealed record Excerpt(RankedPassage Passage, int Position, IReadOnlyList<string> Lines)
{
    private const int MinWords = 3;
    private const int MaxSteps = 6;

    /// <summary>What a reader would call the words that lean on the sentence before.</summary>
    private static readonly HashSet<string> Leaning =
        ["it", "its", "this", "that", "these", "those", "they", "them", "their", "he", "she", "then", "otherwise",
            "instead", "afterwards", "however", "but", "also", "both", "such", "therefore"];

    private static readonly string[] Empty =
        ["Following these ", "Following the ", "By following ", "If you have any questions",
            "If you have any comments", "For further "];

    private static readonly string[] Halves = ["Issue: ", "Problem: ", "Question: ", "Q: ", "Symptom: "];

    /// <summary>
    /// What the quoted lines stand under, when they say little without it: the heading of a list or table.
    /// </summary>
    public string? Heading { get; init; }

    public string Text => string.Join('\n', Lines);

    /// <summary>As it is quoted: with the heading that items stand under.</summary>
    public string Quote => Heading is null ? Text : $"{Heading}:\n{Text}";

    /// <summary>Everything that a passage offers for quoting, in its order.</summary>
    public static IEnumerable<Excerpt> Of(RankedPassage passage)
    {
        var heading = passage.Heading.Split(" › ")[^1].TrimEnd(':', '?', '.');
        var lines = passage.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        for (var index = 0; index < lines.Length; index++)
        {
            var line = lines[index];
            var steps = lines.Skip(index + 1).TakeWhile(IsStep).ToList();
            if (line.EndsWith(':') && steps.Count is > 0 and <= MaxSteps)
            {
                yield return new Excerpt(passage, index * 100, [line, .. steps]);
                index += steps.Count;
            }
            else if (IsStep(line) && steps.Count < MaxSteps)
            {
                yield return new Excerpt(passage, index * 100, [line, .. steps])
                {
                    Heading = heading.Length > 0
                    ? heading : null
                };
                index += steps.Count;
            }
            else if (IsItem(line) || IsRow(line))
            {
                // Under which heading an item stands may turn its meaning round: "Not returnable".
                var lead = Lead(lines, index);
                yield return new Excerpt(passage, index * 100, [line])
                {
                    Heading = lead
                    ?? (heading.Length > 0 ? heading : passage.Title)
                };
            }
            else if (index + 1 < lines.Length && IsHalf(line) && !IsStep(lines[index + 1])
                && !IsItem(lines[index + 1]))
            {
                yield return new Excerpt(passage, index * 100, [line, lines[index + 1]]);
                index++;
            }
            else
            {
                foreach (var excerpt in SentencesOf(passage, line, index * 100))
                {
                    yield return excerpt;
                }
            }
        }
    }

    /// <summary>Whether a line is an item of a numbered list.</summary>
    public static bool IsStep(string line)
    {
        var digits = line.AsSpan().IndexOfAnyExceptInRange('0', '9');
        return digits > 0 && line.AsSpan(digits).StartsWith(". ");
    }

    /// <summary>Whether a line is an item of a list without numbers.</summary>
    public static bool IsItem(string line) => line.StartsWith("- ", StringComparison.Ordinal);

    private static bool IsRow(string line) => line.Contains(" · ", StringComparison.Ordinal)
        || (line.IndexOf(": ", StringComparison.Ordinal) is > 0 and var colon && colon < line.Length - 2
            && !line.EndsWith('.') && Words.Of(line[..colon]).Count() <= 8);

    /// <summary>The line before a list that leads to it: "The following are excluded:".</summary>
    private static string? Lead(string[] lines, int index)
    {
        var first = index;
        while (first > 0 && IsItem(lines[first]))
        {
            first--;
        }

        return first < index && lines[first].EndsWith(':') ? lines[first].TrimEnd(':') : null;
    }

    private static IEnumerable<Excerpt> SentencesOf(RankedPassage passage, string line, int position)
    {
        string? before = null;
        foreach (var sentence in Sentences.Of(line))
        {
            var words = Words.Of(sentence).Take(MinWords).ToList();
            if (words.Count >= MinWords && !sentence.EndsWith('?') && !sentence.EndsWith(':')
                && !Empty.Any(start => sentence.StartsWith(start, StringComparison.OrdinalIgnoreCase)))
            {
                yield return new Excerpt(passage, position, before is not null && Leaning.Contains(words[0].Folded)
                    ? [before, sentence] : [sentence]);
            }

            before = sentence.EndsWith('?') ? null : sentence;
            position++;
        }
    }

    /// <summary>Whether a line says a problem, or begins a row, whose other half is the next line.</summary>
    private static bool IsHalf(string line) =>
        Halves.Any(half => line.StartsWith(half, StringComparison.OrdinalIgnoreCase))
            || char.IsLetterOrDigit(line[^1]);
}
