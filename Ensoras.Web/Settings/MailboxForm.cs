using Ensoras.Domain.Channels.Email.Mailboxes;

namespace Ensoras.Web.Settings;

/// <summary>A mailbox while it is edited.</summary>
public sealed class MailboxForm(Guid? id, MailboxSettings read)
{
    /// <summary>Null for a new one.</summary>
    public Guid? Id { get; } = id;

    public string? Address { get; set; } = read.Address;

    public Guid? TeamId { get; set; } = read.TeamId;

    public bool IsOn { get; set; } = read.IsOn;

    public string? ImapHost { get; set; } = read.ImapHost;

    public int? ImapPort { get; set; } = read.ImapPort;

    public MailSecurity ImapSecurity { get; set; } = read.ImapSecurity;

    public string? SmtpHost { get; set; } = read.SmtpHost;

    public int? SmtpPort { get; set; } = read.SmtpPort;

    public MailSecurity SmtpSecurity { get; set; } = read.SmtpSecurity;

    public string? User { get; set; } = read.User;

    public string? Password { get; set; }

    public string? CertificateFingerprint { get; set; } = read.CertificateFingerprint;

    public string? Folder { get; set; } = read.Folder;

    public AfterStoring AfterStoring { get; set; } = read.AfterStoring;

    public string? MoveTo { get; set; } = read.MoveTo;

    public DateOnly SilentBefore { get; set; } = DateOnly.FromDateTime(read.SilentBefore.UtcDateTime);

    public bool HasPlusAddresses { get; set; } = read.HasPlusAddresses;

    public string? AuthenticationServer { get; set; } = read.AuthenticationServer;

    public int? MaxPerMinute { get; set; } = read.MaxPerMinute;

    public MailboxSettings Settings => new()
    {
        Address = Address ?? "",
        TeamId = TeamId,
        IsOn = IsOn,
        ImapHost = ImapHost ?? "",
        ImapPort = ImapPort ?? 0,
        ImapSecurity = ImapSecurity,
        SmtpHost = SmtpHost,
        SmtpPort = SmtpPort ?? 0,
        SmtpSecurity = SmtpSecurity,
        User = User ?? "",
        Password = Password,
        CertificateFingerprint = CertificateFingerprint,
        Folder = Folder ?? "",
        AfterStoring = AfterStoring,
        MoveTo = MoveTo,
        SilentBefore = new DateTimeOffset(SilentBefore.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero),
        HasPlusAddresses = HasPlusAddresses,
        AuthenticationServer = AuthenticationServer,
        MaxPerMinute = MaxPerMinute ?? -1,
    };
}
