using Ensoras.Domain.Tickets;

namespace Ensoras.Domain.Channels;

/// <summary>A way to the customer.</summary>
public interface IChannel
{
    Channel Channel { get; }

    /// <summary>
    /// Whether storing a message as sent is all there is to sending it, as in the widget, which shows what is stored.
    /// Such a channel cannot fail halfway and is never asked to send.
    /// </summary>
    bool SendsByStoring { get; }

    /// <summary>
    /// What a message shall be known by outside, such as the Message-ID of an e-mail; null where it needs no such
    /// name.
    /// </summary>
    /// <param name="mailbox">The address that its ticket is answered from; null for the project's own.</param>
    /// <param name="token">The ticket's signed token.</param>
    string? NewMessageId(Guid messageId, string? mailbox, string token) => null;

    /// <summary>
    /// Hands the message over, and gives up after minutes at most. Never throws for what the other side did: that is
    /// the outcome.
    /// </summary>
    Task<SendOutcome> SendAsync(OutgoingMessage message, CancellationToken cancellationToken);
}

/// <summary>What a channel needs to send one message.</summary>
/// <param name="MessageId">Fixed before the first attempt, so that a second delivery can be recognised.</param>
public sealed record OutgoingMessage(
    string MessageId,
    Guid ProjectId,
    string ProjectName,
    int TicketNumber,
    string Title,
    string CustomerName,
    string? CustomerEmail,
    string AuthorName,
    string Body)
{
    /// <summary>Files that go with it.</summary>
    public IReadOnlyList<AttachedFile> Files { get; init; } = [];

    /// <summary>Whether Ensoras wrote it rather than a person.</summary>
    public bool IsAutomatic { get; init; }

    /// <summary>
    /// The e-mails of the conversation before it, the oldest first, by their Message-IDs without brackets.
    /// </summary>
    public IReadOnlyList<string> References { get; init; } = [];

    /// <summary>The customer's e-mail that it answers; null when there is none.</summary>
    public string? InReplyTo { get; init; }

    /// <summary>The mailbox that its ticket came into; null for the project's own.</summary>
    public Guid? MailboxId { get; init; }

    /// <summary>The ticket's signed token, for the address that an answer goes to.</summary>
    public string? ReplyToken { get; init; }

    /// <summary>Who is copied.</summary>
    public IReadOnlyList<TicketParticipant> Copied { get; init; } = [];

    /// <summary>Whether a person approved what Ensoras wrote.</summary>
    public bool IsApproved { get; init; }

    /// <summary>What it answers, to be quoted below it; null when there is nothing.</summary>
    public QuotedMessage? Quoted { get; init; }

    /// <summary>Where customers reach this desk, for links from its root; null while unknown.</summary>
    public string? PublicAddress { get; init; }
}

/// <summary>The customer's message that a reply answers.</summary>
public sealed record QuotedMessage(string Author, DateTimeOffset At, string Text);

/// <summary>How an attempt to send ended.</summary>
public abstract record SendOutcome
{
    private SendOutcome()
    {
    }

    public sealed record Sent : SendOutcome;

    /// <summary>It certainly did not go out; trying again may help.</summary>
    public sealed record TryAgain(Sentence Why) : SendOutcome;

    /// <summary>It certainly did not go out, and trying again will not help.</summary>
    public sealed record Failed(Sentence Why) : SendOutcome;

    /// <summary>It may have gone out: never tried again by itself.</summary>
    public sealed record Uncertain(Sentence Why) : SendOutcome;
}
