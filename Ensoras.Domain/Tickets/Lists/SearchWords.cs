namespace Ensoras.Domain.Tickets;

/// <summary>What is searched for, as words: runs of letters and digits, as both databases cut their texts.</summary>
internal static class SearchWords
{
    private const int MaxWords = 10;

    /// <summary>At most ten words; empty when there is nothing to look for.</summary>
    public static IReadOnlyList<string> In(string text) =>
        [.. new string([.. text.Select(letter => char.IsLetterOrDigit(letter) ? letter : ' ')])
            .Split(' ', StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.OrdinalIgnoreCase).Take(MaxWords)];

    /// <summary>Whether the last word also finds longer ones that begin with it, as somebody types.</summary>
    public static bool LastIsBeginning(IReadOnlyList<string> words) => words[^1].Length > 1;
}

/// <summary>A ticket that a search found, by its number.</summary>
/// <param name="EntryId">The best matching message, by its number in the index.</param>
/// <param name="Rank">Higher is better.</param>
public sealed record TicketHit(int Number, long EntryId, double Rank);

/// <summary>Where a ticket was hit. What matched stands between <see cref="Begin"/> and <see cref="End"/>.</summary>
/// <param name="Title">The title.</param>
/// <param name="Customer">The customer's name and address.</param>
/// <param name="Text">The words around the hit in a message.</param>
public sealed record HitText(long EntryId, string Title, string Customer, string Text)
{
    public const char Begin = '\u0002';
    public const char End = '\u0003';

    /// <summary>The text, if anything in it was hit.</summary>
    internal static string? Marked(string? text) => text?.Contains(Begin) is true ? text : null;
}
