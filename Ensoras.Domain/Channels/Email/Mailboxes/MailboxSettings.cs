namespace Ensoras.Domain.Channels.Email.Mailboxes;

/// <summary>A mailbox as a form holds it.</summary>
public sealed record MailboxSettings
{
    public string Address { get; init; } = "";

    public Guid? TeamId { get; init; }

    public bool IsOn { get; init; } = true;

    public string ImapHost { get; init; } = "";

    public int ImapPort { get; init; } = 993;

    public MailSecurity ImapSecurity { get; init; }

    public string? SmtpHost { get; init; }

    public int SmtpPort { get; init; } = 587;

    public MailSecurity SmtpSecurity { get; init; } = MailSecurity.StartTls;

    public string User { get; init; } = "";

    /// <summary>A new password; empty to keep the one that is stored.</summary>
    public string? Password { get; init; }

    public string? CertificateFingerprint { get; init; }

    public string Folder { get; init; } = "INBOX";

    public AfterStoring AfterStoring { get; init; }

    public string? MoveTo { get; init; }

    /// <summary>The day before which nothing is answered.</summary>
    public DateTimeOffset SilentBefore { get; init; }

    public bool HasPlusAddresses { get; init; } = true;

    public string? AuthenticationServer { get; init; }

    public int MaxPerMinute { get; init; } = 60;

    public static MailboxSettings Of(Mailbox mailbox) =>
        new()
        {
            Address = mailbox.Address,
            TeamId = mailbox.TeamId,
            IsOn = mailbox.IsOn,
            ImapHost = mailbox.ImapHost,
            ImapPort = mailbox.ImapPort,
            ImapSecurity = mailbox.ImapSecurity,
            SmtpHost = mailbox.SmtpHost,
            SmtpPort = mailbox.SmtpPort,
            SmtpSecurity = mailbox.SmtpSecurity,
            User = mailbox.User,
            CertificateFingerprint = mailbox.CertificateFingerprint,
            Folder = mailbox.Folder,
            AfterStoring = mailbox.AfterStoring,
            MoveTo = mailbox.MoveTo,
            SilentBefore = mailbox.SilentBefore,
            HasPlusAddresses = mailbox.HasPlusAddresses,
            AuthenticationServer = mailbox.AuthenticationServer,
            MaxPerMinute = mailbox.MaxPerMinute,
        };

    /// <summary>Sets all of them, or throws <see cref="RuleBrokenException"/> and sets none.</summary>
    internal void ApplyTo(Mailbox mailbox, IMailSecrets secrets)
    {
        if (!EmailAddresses.TryParse(Address, out var address))
        {
            throw Wrong(nameof(Address), Sentence.Of("Mail.NeedsAddress"));
        }

        Demand(
            Uri.CheckHostName(ImapHost.Trim()) is not UriHostNameType.Unknown,
            nameof(ImapHost),
            Sentence.Of("Mail.NeedsImap"));
        Demand(ImapPort is > 0 and < 65536, nameof(ImapPort), Sentence.Of("Mail.Port"));
        Demand(
            string.IsNullOrWhiteSpace(SmtpHost) || Uri.CheckHostName(SmtpHost.Trim()) is not UriHostNameType.Unknown,
            nameof(SmtpHost),
            Sentence.Of("Mail.NeedsSmtp"));
        Demand(SmtpPort is > 0 and < 65536, nameof(SmtpPort), Sentence.Of("Mail.Port"));
        Demand(User.SaysSomething(), nameof(User), Sentence.Of("Mail.NeedsUser"));
        Demand(
            mailbox.ProtectedPassword is not null || !string.IsNullOrEmpty(Password),
            nameof(Password),
            Sentence.Of("Mail.NeedsPassword"));
        Demand(Folder.SaysSomething(), nameof(Folder), Sentence.Of("Mail.NeedsFolder"));
        Demand(
            AfterStoring is not AfterStoring.Move || MoveTo.SaysSomething(),
            nameof(MoveTo),
            Sentence.Of("Mail.NeedsMoveFolder"));
        Demand(
            MaxPerMinute is >= 0 and <= 10_000,
            nameof(MaxPerMinute),
            Sentence.Of("Mail.PerMinute"));
        mailbox.Address = address;
        mailbox.NormalizedAddress = address.ToUpperInvariant();
        mailbox.TeamId = TeamId;
        mailbox.IsOn = IsOn;
        mailbox.ImapHost = ImapHost.Trim();
        mailbox.ImapPort = ImapPort;
        mailbox.ImapSecurity = ImapSecurity;
        mailbox.SmtpHost = OrNull(SmtpHost);
        mailbox.SmtpPort = SmtpPort;
        mailbox.SmtpSecurity = SmtpSecurity;
        mailbox.User = User.Trim();
        mailbox.ProtectedPassword = string.IsNullOrEmpty(Password)
            ? mailbox.ProtectedPassword
            : secrets.Protect(Password);
        mailbox.CertificateFingerprint = OrNull(CertificateFingerprint)
            ?.Replace(":", "", StringComparison.Ordinal)
            .ToUpperInvariant();
        if (mailbox.Folder != Folder.Trim())
        {
            (mailbox.Folder, mailbox.UidValidity, mailbox.LastUid, mailbox.ReadAt) = (Folder.Trim(), null, 0, null);
        }

        mailbox.AfterStoring = AfterStoring;
        mailbox.MoveTo = OrNull(MoveTo);
        mailbox.SilentBefore = SilentBefore;
        mailbox.HasPlusAddresses = HasPlusAddresses;
        mailbox.AuthenticationServer = OrNull(AuthenticationServer);
        mailbox.MaxPerMinute = MaxPerMinute;
    }

    private static string? OrNull(string? text) => text.SaysSomething() ? text!.Trim() : null;

    private static void Demand(bool isSo, string field, Sentence refusal)
    {
        if (!isSo)
        {
            throw Wrong(field, refusal);
        }
    }

    private static RuleBrokenException Wrong(string field, Sentence refusal) => new(refusal) { Field = field };
}
