namespace Ensoras.Web.Components;

/// <summary>How a name looks in an avatar. Rows of a list draw it themselves: a component in each cell would cost memory per screen.</summary>
public static class Initials
{
    /// <summary>One or two letters in capitals; "?" for an empty name.</summary>
    public static string Of(string name) => string.Concat(
        name.Split(' ', StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } words
            ? words.Length == 1 ? words[0].Take(2) : [words[0][0], words[^1][0]]
            : "?").ToUpperInvariant();

    /// <summary>In degrees. The same person has the same colour everywhere, also after a restart.</summary>
    public static int Hue(string name) => (int)(name.Aggregate(17u, (hash, letter) => (hash * 31) + letter) % 360);
}
