using System.Text.RegularExpressions;

namespace Ensoras.Web.TicketDetail.Conversation;

/// <summary>What became of a run of words.</summary>
public enum Change
{
    Kept,
    Removed,
    Added,
}

/// <summary>What changed between two texts, word by word (longest common subsequence).</summary>
public static partial class WordDiff
{
    private const int MaxWords = 3_000;

    /// <summary>The runs of both texts in reading order; texts that are too long to compare are shown as replaced.</summary>
    public static IReadOnlyList<(Change Change, string Text)> Between(string before, string after)
    {
        var (old, now) = (Split(before), Split(after));
        if (old.Length > MaxWords || now.Length > MaxWords)
        {
            return [(Change.Removed, before), (Change.Added, after)];
        }

        var common = Common(old, now);
        var runs = new List<(Change Change, string Text)>();
        for (int left = 0, right = 0; left < old.Length || right < now.Length;)
        {
            if (left < old.Length && right < now.Length && old[left] == now[right])
            {
                Add(runs, Change.Kept, old[left++]);
                right++;
            }
            else if (right == now.Length || (left < old.Length && common[left + 1, right] >= common[left, right + 1]))
            {
                Add(runs, Change.Removed, old[left++]);
            }
            else
            {
                Add(runs, Change.Added, now[right++]);
            }
        }

        return runs;
    }

    // How many words the rests of both texts have in common, from each pair of places on.
    private static ushort[,] Common(string[] old, string[] now)
    {
        var common = new ushort[old.Length + 1, now.Length + 1];
        for (var left = old.Length - 1; left >= 0; left--)
        {
            for (var right = now.Length - 1; right >= 0; right--)
            {
                common[left, right] = old[left] == now[right]
                    ? (ushort)(common[left + 1, right + 1] + 1)
                    : Math.Max(common[left + 1, right], common[left, right + 1]);
            }
        }

        return common;
    }

    private static void Add(List<(Change Change, string Text)> runs, Change change, string text)
    {
        if (runs.Count > 0 && runs[^1].Change == change)
        {
            runs[^1] = (change, runs[^1].Text + text);
        }
        else
        {
            runs.Add((change, text));
        }
    }

    private static string[] Split(string text) => [.. Words().Matches(text).Select(match => match.Value)];

    [GeneratedRegex(@"\s+|\w+|[^\w\s]")]
    private static partial Regex Words();
}
