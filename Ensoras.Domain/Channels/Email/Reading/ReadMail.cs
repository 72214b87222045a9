namespace Ensoras.Domain.Channels.Email.Reading;

/// <summary>An email as people read it.</summary>
public sealed record ReadMail
{
    /// <summary>Its Message-ID without brackets; null when it has none that can be used.</summary>
    public string? MailId { get; init; }

    /// <summary>Who wrote it; null when no usable address is named.</summary>
    public MailPerson? From { get; init; }

    public IReadOnlyList<MailPerson> ReplyTo { get; init; } = [];

    public IReadOnlyList<MailPerson> To { get; init; } = [];

    /// <summary>The addresses that it was really delivered to, as servers noted them.</summary>
    public IReadOnlyList<string> DeliveredTo { get; init; } = [];

    public IReadOnlyList<MailPerson> Cc { get; init; } = [];

    public string Subject { get; init; } = "";

    public DateTimeOffset? Date { get; init; }

    /// <summary>What was newly written: without quoted history and signature.</summary>
    public string Text { get; init; } = "";

    /// <summary>All of the text.</summary>
    public string FullText { get; init; } = "";

    /// <summary>The HTML as it came, not safe to show; null when there is none.</summary>
    public string? Html { get; init; }

    public IReadOnlyList<MailFile> Files { get; init; } = [];

    /// <summary>Files beyond what one email is searched for.</summary>
    public bool HasMoreFiles { get; init; }

    public MailProtection Protection { get; init; }

    public string? InReplyTo { get; init; }

    /// <summary>The emails before it, the oldest first.</summary>
    public IReadOnlyList<string> References { get; init; } = [];

    public MailAuthentication Authentication { get; init; } = MailAuthentication.Unknown;

    public AutomaticMail Automatic { get; init; } = AutomaticMail.None;

    /// <summary>What identifies its content, wherever it was delivered: sender, date, subject and body.</summary>
    public string ContentHash { get; init; } = "";
}

/// <summary>Whether an email was locked or signed by its sender.</summary>
public enum MailProtection
{
    None,
    Signed,
    Encrypted,
}
