using System.Text.RegularExpressions;
using DiffPlex;

namespace Ensoras.Web.TicketDetail.Conversation;

/// <summary>What became of a run of words.</summary>
public enum Change
{
    Kept,
    Removed,
    Added,
}

/// <summary>What changed between two texts, word by word; where a script writes without spaces, sign by sign.</summary>
public static class WordDiff
{
    // The work grows with the words times the changes.
    private const int MaxWords = 3_000;

    /// <summary>
    /// The runs of both texts in reading order; texts that are too long to compare are shown as replaced.
    /// </summary>
    public static IReadOnlyList<(Change Change, string Text)> Between(string before, string after)
    {
        var (old, now) = (WordChunker.Instance.Chunk(before), WordChunker.Instance.Chunk(after));
        if (old.Count > MaxWords || now.Count > MaxWords)
        {
            return [(Change.Removed, before), (Change.Added, after)];
        }

        var runs = new List<(Change Change, string Text)>();
        var done = 0;
        foreach (var block in Differ.Instance.CreateDiffs(before, after, false, false, WordChunker.Instance).DiffBlocks)
        {
            Add(runs, Change.Kept, old, done, block.DeleteStartA - done);
            Add(runs, Change.Removed, old, block.DeleteStartA, block.DeleteCountA);
            Add(runs, Change.Added, now, block.InsertStartB, block.InsertCountB);
            done = block.DeleteStartA + block.DeleteCountA;
        }

        Add(runs, Change.Kept, old, done, old.Count - done);
        return runs;
    }

    private static void Add(
        List<(Change Change, string Text)> runs,
        Change change,
        IReadOnlyList<string> words,
        int from,
        int count)
    {
        if (count > 0)
        {
            runs.Add((change, string.Concat(words.Skip(from).Take(count))));
        }
    }

    private sealed class WordChunker : IChunker
    {
        public static readonly WordChunker Instance = new();

        private static readonly Regex Words = new(
            @"\s+|[\p{IsCJKUnifiedIdeographs}\p{IsHiragana}\p{IsKatakana}\p{IsThai}]"
                + @"|[\w-[\p{IsCJKUnifiedIdeographs}\p{IsHiragana}\p{IsKatakana}\p{IsThai}]]+|[^\w\s]",
            RegexOptions.NonBacktracking);

        public IReadOnlyList<string> Chunk(string text) => [.. Words.Matches(text).Select(match => match.Value)];
    }
}
