using Ensoras.Domain.Channels.Email.Reading;
using Ensoras.Domain.Storage;

namespace Ensoras.Domain.Channels.Email.Inbound;

/// <summary>
/// One line of the mail ledger: an email that arrived, stored as it came before anything read it, and what became of
/// it.
/// </summary>
public sealed class InboundMail
{
    private const int MaxDetail = 500;

    private InboundMail() { }

    public InboundMail(ArrivedMail arrived, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        ProjectId = arrived.ProjectId;
        MailboxId = arrived.MailboxId;
        Door = arrived.Door;
        Folder = arrived.Folder;
        UidValidity = arrived.UidValidity;
        Uid = arrived.Uid;
        ReceivedAt = arrived.ReceivedAt ?? now;
        StoredAt = now;
        IsSilent = arrived.IsSilent;
    }

    public Guid Id { get; private set; }

    public Guid ProjectId { get; private set; }

    /// <summary>The mailbox that it lay in; null for what came by another way.</summary>
    public Guid? MailboxId { get; private set; }

    public MailDoor Door { get; private set; }

    public string? Folder { get; private set; }

    public long? UidValidity { get; private set; }

    public long? Uid { get; private set; }

    /// <summary>When the mailbox's server took it.</summary>
    public DateTimeOffset ReceivedAt { get; private set; }

    public DateTimeOffset StoredAt { get; private set; }

    /// <summary>Whether it is older than what the mailbox's first import may answer.</summary>
    public bool IsSilent { get; private set; }

    /// <summary>In bytes.</summary>
    public long Size { get; private set; }

    /// <summary>Its own Message-ID without brackets; null until it was read, and where it has none.</summary>
    public string? MailId { get; private set; }

    /// <summary>
    /// Its Message-ID and content as one hash, unique in the project; null until it stands on a ticket.
    /// </summary>
    public string? ContentKey { get; private set; }

    /// <summary>Its sender's address in the form in which addresses are compared.</summary>
    public string? Sender { get; private set; }

    public string? SenderName { get; private set; }

    public string? Subject { get; private set; }

    public MailOutcome Outcome { get; private set; }

    public MailReason Reason { get; private set; }

    /// <summary>What the reason is about, such as the header that tells that a machine wrote.</summary>
    public string? Detail { get; private set; }

    public AutomaticKind Automatic { get; private set; }

    public MailProtection Protection { get; private set; }

    /// <summary>What our receiving server found out about the sender, such as "spf=pass dkim=pass".</summary>
    public string? Authentication { get; private set; }

    /// <summary>Whether it is likely that somebody else wrote it.</summary>
    public bool SenderFailed { get; private set; }

    /// <summary>Whether it answers the ticket under another subject, so that it may be another matter.</summary>
    public bool HasNewSubject { get; private set; }

    public bool HasHtml { get; private set; }

    public Guid? TicketId { get; private set; }

    /// <summary>The message that it became.</summary>
    public Guid? MessageId { get; private set; }

    /// <summary>The reply that it reports on.</summary>
    public Guid? AboutMessageId { get; private set; }

    public int Attempts { get; private set; }

    /// <summary>When it is read next; null when there is nothing left to do.</summary>
    public DateTimeOffset? DueAt { get; private set; }

    /// <summary>The server that is reading it.</summary>
    public Guid? ClaimedBy { get; private set; }

    internal void StoredWhole(long size, DateTimeOffset now)
    {
        Size = size;
        Outcome = MailOutcome.Stored;
        DueAt = now;
    }

    internal void StoredWithoutContent(long size)
    {
        Size = size;
        Settle(MailOutcome.Failed, MailReason.TooLarge, null);
    }

    internal void Describe(ReadMail mail)
    {
        MailId = mail.MailId;
        Sender = mail.From?.Address.ToUpperInvariant();
        SenderName = mail.From?.Name.Cut(200);
        Subject = mail.Subject.Cut(300, "…");
        Automatic = mail.Automatic.Kind;
        Protection = mail.Protection;
        Authentication = mail.Authentication.ToString() is { Length: > 0 } results ? results : null;
        SenderFailed = mail.Authentication.HasFailed;
        HasHtml = mail.Html is not null;
    }

    internal void BecameMessage(Guid ticketId, Guid? messageId, string? contentKey, bool hasNewSubject = false)
    {
        Settle(MailOutcome.Ticket, MailReason.None, null);
        (TicketId, MessageId, ContentKey, HasNewSubject) = (ticketId, messageId, contentKey, hasNewSubject);
    }

    internal void ReportsOn(Guid messageId) => AboutMessageId = messageId;

    internal void Ignore(MailReason reason, string? detail, Guid? ticketId = null)
    {
        Settle(MailOutcome.Ignored, reason, detail);
        TicketId = ticketId;
    }

    internal void Fail(MailReason reason, string? detail) => Settle(MailOutcome.Failed, reason, detail);

    /// <summary>Something that has nothing to do with the email went wrong: it is tried again.</summary>
    internal void TryAgain(DateTimeOffset at) => (DueAt, ClaimedBy) = (at, null);

    /// <summary>A person wants it to be read once more.</summary>
    internal void Retry(DateTimeOffset now)
    {
        if (Outcome is not (MailOutcome.Failed or MailOutcome.Ignored) || Reason is MailReason.TooLarge)
        {
            throw new RuleBrokenException(Sentence.Of("Mail.NoRetry"));
        }

        (Outcome, Reason, Detail, DueAt, ClaimedBy, Attempts) = (
            MailOutcome.Stored,
            MailReason.None,
            null,
            now,
            null,
            0);
    }

    private void Settle(MailOutcome outcome, MailReason reason, string? detail) =>
        (Outcome, Reason, Detail, DueAt, ClaimedBy) = (
            outcome,
            reason,
            detail?.Storable().Cut(MaxDetail, "…"),
            null,
            null);
}
