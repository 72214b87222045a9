namespace Ensoras.Web.Components;

/// <summary>
/// How a name looks in an avatar. Rows of a list draw it themselves: a component in each cell would cost memory per
/// screen.
/// </summary>
public static class Initials
{
    /// <summary>One or two letters in capitals, or an emoji by itself; "?" for an empty name.</summary>
    public static string Of(string name)
    {
        var words = name.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .Where(word => word.SaysSomething())
            .ToList();
        if (words.Count == 0)
        {
            return "?";
        }

        var first = Graphemes.First(words[0]);
        var second = Graphemes.First(words.Count > 1 ? words[^1] : words[0][first.Length..]);

        // An emoji fills the circle by itself.
        return !char.IsLetterOrDigit(first, 0) || second.Length == 0 || !char.IsLetterOrDigit(second, 0)
            ? first.ToUpperInvariant()
            : (first + second).ToUpperInvariant();
    }

    /// <summary>In degrees. The same person has the same colour everywhere, also after a restart.</summary>
    public static int Hue(string name) => (int)(name.Aggregate(17u, (hash, letter) => (hash * 31) + letter) % 360);
}
