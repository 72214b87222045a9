using Ensoras.Domain.Knowledge;

namespace Ensoras.Domain.Drafting;

/// <summary>Something that can be quoted: a sentence, or a list of steps with the line that leads to it.</summary>
/// <param name="Passage">Where it stands.</param>
/// <param name="Position">Its place in the passage.</param>
/// <param name="Lines">Verbatim, one for each sentence or list item.</param>
internal sealed record Excerpt(RankedPassage Passage, int Position, IReadOnlyList<string> Lines)
{
    private const int ShortestSentence = 4;
    private const int MaxSteps = 6;
    private const int LongSentence = 25;

    /// <summary>What a reader would call the words that lean on the sentence before.</summary>
    private static readonly HashSet<string> Leaning =
        ["it", "its", "this", "that", "these", "those", "they", "them", "their", "he", "she", "then", "otherwise", "instead", "afterwards", "however", "but", "also", "both", "such", "therefore"];

    private static readonly string[] Empty = ["Following these ", "Following the ", "By following ", "If you have any questions", "If you have any comments", "For further "];

    private static readonly string[] Halves = ["Issue: ", "Problem: ", "Question: ", "Q: ", "Symptom: "];

    public string Text => string.Join('\n', Lines);

    /// <summary>1 for a sentence, less for a long list, which holds many words whatever it is about.</summary>
    public double Density => 1 / (1 + (Math.Max(0, Words.Of(Text).Count() - LongSentence) / 150d));

    /// <summary>Everything that a passage offers for quoting, in its order.</summary>
    public static IEnumerable<Excerpt> Of(RankedPassage passage)
    {
        var lines = passage.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        for (var index = 0; index < lines.Length; index++)
        {
            var steps = lines.Skip(index + 1).TakeWhile(IsStep).ToList();
            if (lines[index].EndsWith(':') && steps.Count is > 0 and <= MaxSteps)
            {
                yield return new Excerpt(passage, index * 100, [lines[index], .. steps]);
                index += steps.Count;
            }
            else if (IsStep(lines[index]) && steps.Count < MaxSteps)
            {
                yield return new Excerpt(passage, index * 100, [lines[index], .. steps]);
                index += steps.Count;
            }
            else if (index + 1 < lines.Length && IsHalf(lines[index]) && !IsStep(lines[index + 1]))
            {
                yield return new Excerpt(passage, index * 100, [lines[index], lines[index + 1]]);
                index++;
            }
            else
            {
                foreach (var excerpt in SentencesOf(passage, lines[index], index * 100))
                {
                    yield return excerpt;
                }
            }
        }
    }

    private static IEnumerable<Excerpt> SentencesOf(RankedPassage passage, string line, int position)
    {
        string? before = null;
        foreach (var sentence in Sentences.Of(line.StartsWith("- ", StringComparison.Ordinal) ? line[2..] : line))
        {
            var words = Words.Of(sentence).Take(ShortestSentence).ToList();
            if (words.Count >= ShortestSentence && !sentence.EndsWith('?') && !sentence.EndsWith(':') && !Empty.Any(start => sentence.StartsWith(start, StringComparison.OrdinalIgnoreCase)))
            {
                yield return new Excerpt(passage, position, before is not null && Leaning.Contains(words[0].Lower) ? [before, sentence] : [sentence]);
            }

            before = sentence.EndsWith('?') ? null : sentence;
            position++;
        }
    }

    /// <summary>Whether a line says a problem, or begins a row, whose other half is the next line.</summary>
    private static bool IsHalf(string line) =>
        Halves.Any(half => line.StartsWith(half, StringComparison.OrdinalIgnoreCase))
        || (char.IsLetterOrDigit(line[^1]) && !line.StartsWith("- ", StringComparison.Ordinal) && !line.Contains(": ", StringComparison.Ordinal) && !line.Contains(" · ", StringComparison.Ordinal));

    /// <summary>Whether a line is an item of a numbered list.</summary>
    public static bool IsStep(string line)
    {
        var digits = line.AsSpan().IndexOfAnyExceptInRange('0', '9');
        return digits > 0 && line.AsSpan(digits).StartsWith(". ");
    }
}
