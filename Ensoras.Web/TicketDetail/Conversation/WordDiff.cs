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

/// <summary>What changed between two texts, word by word.</summary>
public static partial class WordDiff
{
    private const int MaxWords = 8_000;

    /// <summary>The runs of both texts in reading order; texts too long to compare are shown as replaced.</summary>
    public static IReadOnlyList<(Change Change, string Text)> Between(string before, string after)
    {
        if (Words().Count(before) > MaxWords || Words().Count(after) > MaxWords)
        {
            return [(Change.Removed, before), (Change.Added, after)];
        }

        var diff = Differ.Instance.CreateDiffs(
            before, after, ignoreWhiteSpace: false, ignoreCase: false, new WordChunker());
        var runs = new List<(Change Change, string Text)>();
        var at = 0;
        foreach (var block in diff.DiffBlocks)
        {
            Add(runs, Change.Kept, diff.PiecesOld, at, block.DeleteStartA);
            Add(runs, Change.Removed, diff.PiecesOld, block.DeleteStartA, block.DeleteStartA + block.DeleteCountA);
            Add(runs, Change.Added, diff.PiecesNew, block.InsertStartB, block.InsertStartB + block.InsertCountB);
            at = block.DeleteStartA + block.DeleteCountA;
        }

        Add(runs, Change.Kept, diff.PiecesOld, at, diff.PiecesOld.Count);
        return runs;
    }

    private static void Add(
        List<(Change Change, string Text)> runs, Change change, IReadOnlyList<string> pieces, int from, int to)
    {
        if (to > from)
        {
            runs.Add((change, string.Concat(pieces.Skip(from).Take(to - from))));
        }
    }

    [GeneratedRegex(@"\s+|\w+|[^\w\s]")]
    private static partial Regex Words();

    private sealed class WordChunker : IChunker
    {
        public IReadOnlyList<string> Chunk(string text) => [.. Words().Matches(text).Select(match => match.Value)];
    }
}
