namespace Ensoras.Domain.Channels.Email.Reading;

/// <summary>What kind of machine wrote an email.</summary>
public enum AutomaticKind
{
    /// <summary>A person wrote it.</summary>
    None,

    /// <summary>A reply without anybody behind it, such as a holiday notice.</summary>
    Reply,

    /// <summary>Sent to many, such as a newsletter or a mailing list.</summary>
    Bulk,

    /// <summary>A mail server's report about an email of ours.</summary>
    DeliveryReport,
}

/// <summary>Whether a machine wrote an email, and what it says about one of ours.</summary>
/// <param name="Why">The header that tells.</param>
public sealed record AutomaticMail(AutomaticKind Kind, string Why)
{
    public static readonly AutomaticMail None = new(AutomaticKind.None, "");

    /// <summary>What a delivery report says; null for every other email.</summary>
    public DeliveryReport? Report { get; init; }
}

/// <summary>What became of an email of ours.</summary>
/// <param name="MailId">Its Message-ID without brackets, where the report has it.</param>
/// <param name="Address">Whom it did not reach, where the report says.</param>
/// <param name="Status">Such as 5.1.1, where the report says.</param>
/// <param name="Words">The other server's own words.</param>
/// <param name="Outcome">Whether it failed, may come later or arrived.</param>
public sealed record DeliveryReport(
    string? MailId,
    string? Address,
    string? Status,
    string Words,
    DeliveryReportOutcome Outcome);

public enum DeliveryReportOutcome
{
    /// <summary>It will not arrive.</summary>
    Failed,

    /// <summary>The mail server is still trying.</summary>
    Delayed,

    /// <summary>It arrived.</summary>
    Delivered,
}
