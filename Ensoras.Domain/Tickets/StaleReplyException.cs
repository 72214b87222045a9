namespace Ensoras.Domain.Tickets;

/// <summary>What somebody had on screen of a conversation.</summary>
/// <param name="Newest">The number of the newest message.</param>
/// <param name="Shown">How many messages the customer had been shown.</param>
public sealed record Seen(int Newest, int Shown);

/// <summary>
/// A reply is held because the conversation went on since its author began; nothing was changed, and the author
/// decides.
/// </summary>
/// <param name="count">How many messages of others are new.</param>
/// <param name="now">What there is to be seen now: naming it sends the reply even so.</param>
#pragma warning disable CA1710 // As for the exception it derives from.
public sealed class StaleReplyException(int count, Seen now)
    : RuleBrokenException(Sentence.Of("Tickets.NewSinceYouBegan", count))
#pragma warning restore CA1710
{
    public int Count => count;

    public Seen Now => now;
}
