namespace Ensoras.Domain.Channels.Email.Mailboxes;

/// <summary>Which replies say that Ensoras wrote them.</summary>
public enum AiDisclosure
{
    Never,

    /// <summary>Those that no person approved.</summary>
    Unapproved,

    /// <summary>All that Ensoras drafted.</summary>
    Drafted,
}

/// <summary>How a project writes and keeps email.</summary>
public sealed class ProjectMail
{
    public static string FirstDisclosure => Sentence.Of("Mail.Disclosure").ToString();

    private ProjectMail() { }

    internal ProjectMail(Guid projectId) => ProjectId = projectId;

    public Guid ProjectId { get; private set; }

    /// <summary>Put below each reply, in Markdown; empty for none.</summary>
    public string Signature { get; internal set; } = "";

    /// <summary>Whether a reply quotes the email that it answers.</summary>
    public bool QuotesHistory { get; internal set; }

    public AiDisclosure Disclosure { get; internal set; } = AiDisclosure.Unapproved;

    public string DisclosureText { get; internal set; } = FirstDisclosure;

    /// <summary>After how many days the original of an email is deleted; 0 for never.</summary>
    public int KeepOriginalsForDays { get; internal set; }

    /// <summary>The SHA-256 of the token with which mail is handed in over HTTP; null while nobody may.</summary>
    public string? TokenHash { get; internal set; }

    /// <summary>The key with which Mailgun signs, encrypted.</summary>
    public string? ProtectedMailgunKey { get; internal set; }
}
