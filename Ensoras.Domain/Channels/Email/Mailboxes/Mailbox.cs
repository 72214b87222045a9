using Ensoras.Domain.Storage;

namespace Ensoras.Domain.Channels.Email.Mailboxes;

/// <summary>How a connection to a mail server is protected.</summary>
public enum MailSecurity
{
    /// <summary>TLS from the first byte.</summary>
    Tls,

    /// <summary>TLS once connected.</summary>
    StartTls,

    /// <summary>Not at all: for servers on this machine.</summary>
    None,
}

/// <summary>What happens to an email in the mailbox once it is stored here.</summary>
public enum AfterStoring
{
    Nothing,
    MarkAsRead,
    Move,
}

/// <summary>A mailbox that this desk reads and answers from.</summary>
public sealed class Mailbox
{
    private Mailbox() { }

    internal Mailbox(Guid projectId, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        ProjectId = projectId;
        CreatedAt = now;
    }

    public Guid Id { get; private set; }

    public Guid ProjectId { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>The address that customers write to and that they see.</summary>
    public string Address { get; internal set; } = "";

    public string NormalizedAddress { get; internal set; } = "";

    /// <summary>The team that its tickets go to; null for everybody.</summary>
    public Guid? TeamId { get; internal set; }

    /// <summary>Whether it is read.</summary>
    public bool IsOn { get; internal set; } = true;

    public string ImapHost { get; internal set; } = "";

    public int ImapPort { get; internal set; } = 993;

    public MailSecurity ImapSecurity { get; internal set; }

    /// <summary>Null when replies go by the server of the settings (Ensoras:Email).</summary>
    public string? SmtpHost { get; internal set; }

    public int SmtpPort { get; internal set; } = 587;

    public MailSecurity SmtpSecurity { get; internal set; } = MailSecurity.StartTls;

    public string User { get; internal set; } = "";

    /// <summary>The password, encrypted.</summary>
    public string? ProtectedPassword { get; internal set; }

    /// <summary>
    /// The SHA-256 of a certificate that nobody vouches for, and which is trusted nevertheless; null for none.
    /// </summary>
    public string? CertificateFingerprint { get; internal set; }

    public string Folder { get; internal set; } = "INBOX";

    public AfterStoring AfterStoring { get; internal set; }

    public string? MoveTo { get; internal set; }

    /// <summary>What arrived before is imported without drafts and answers.</summary>
    public DateTimeOffset SilentBefore { get; internal set; }

    /// <summary>
    /// Whether its server delivers mail to address+anything@, so that a reply's address can carry the ticket.
    /// </summary>
    public bool HasPlusAddresses { get; internal set; } = true;

    /// <summary>
    /// The id under which its server reports on senders (Authentication-Results); null when it does not.
    /// </summary>
    public string? AuthenticationServer { get; internal set; }

    /// <summary>At most so many replies a minute; 0 for no limit.</summary>
    public int MaxPerMinute { get; internal set; } = 60;

    /// <summary>The folder's UIDVALIDITY when it was last read.</summary>
    public long? UidValidity { get; internal set; }

    /// <summary>The highest UID that is accounted for without a gap.</summary>
    public long LastUid { get; internal set; }

    /// <summary>When the folder was last read to its end.</summary>
    public DateTimeOffset? ReadAt { get; internal set; }

    /// <summary>Why it could not be read; null while it can.</summary>
    public string? Problem { get; private set; }

    /// <summary>Since when it cannot be read.</summary>
    public DateTimeOffset? ProblemSince { get; private set; }

    internal void Note(string? problem, DateTimeOffset now)
    {
        ProblemSince = problem is null ? null : ProblemSince ?? now;
        Problem = problem?.Storable().Cut(500, "…");
    }
}
