namespace Ensoras.Domain.Channels.Email.Inbound;

/// <summary>How an email came in.</summary>
/// <param name="ReceivedAt">When the mailbox's server took it; null for now.</param>
public sealed record ArrivedMail(
    Guid ProjectId,
    MailDoor Door,
    Guid? MailboxId = null,
    DateTimeOffset? ReceivedAt = null)
{
    public string? Folder { get; init; }

    public long? UidValidity { get; init; }

    public long? Uid { get; init; }

    /// <summary>Whether it is older than what may be answered.</summary>
    public bool IsSilent { get; init; }
}
