namespace Ensoras.Domain.Channels.Email.Inbound;

/// <summary>The way by which an email came in.</summary>
public enum MailDoor
{
    Mailbox,
    Http,
    Postmark,
    SendGrid,
    Mailgun,
    Amazon,
}

/// <summary>What became of an email that arrived.</summary>
public enum MailOutcome
{
    /// <summary>Its bytes are still being stored.</summary>
    Arriving,

    /// <summary>It is stored and waits to be read.</summary>
    Stored,

    /// <summary>It stands on a ticket.</summary>
    Ticket,

    Ignored,

    Failed,
}

/// <summary>Why an email was ignored or could not be read; the words are in the resource files.</summary>
public enum MailReason
{
    None,

    /// <summary>The same email arrived before, by another way.</summary>
    Duplicate,

    /// <summary>A machine wrote it, and it belongs to no ticket.</summary>
    Automatic,

    /// <summary>A delivery report about an email that is not ours.</summary>
    UnknownReport,

    /// <summary>One of our own mailboxes wrote it.</summary>
    OwnMailbox,

    /// <summary>The end-to-end test of a mailbox.</summary>
    Test,

    /// <summary>
    /// Its sender, or its ticket, had too many within an hour: two machines may be answering each other.
    /// </summary>
    TooMany,

    /// <summary>An agent's address without proof, and no ticket that it could be kept on.</summary>
    UnprovenAgent,

    /// <summary>It names no usable sender.</summary>
    NoSender,

    /// <summary>It cannot be parsed.</summary>
    Unreadable,

    /// <summary>It took too long to read.</summary>
    TooSlow,

    /// <summary>It is larger than what is taken.</summary>
    TooLarge,

    /// <summary>The ticket's rules refused it.</summary>
    Refused,

    /// <summary>A person said that it needs no ticket.</summary>
    Dismissed,
}
