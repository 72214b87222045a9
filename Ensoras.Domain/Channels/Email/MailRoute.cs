using Ensoras.Domain.Channels.Email.Mailboxes;
using MailKit.Security;

namespace Ensoras.Domain.Channels.Email;

/// <summary>Which way a reply leaves: by the server of its mailbox, else by the one of the settings.</summary>
/// <param name="From">The address that customers see.</param>
/// <param name="HasPlusAddresses">Whether an answer's address may carry the ticket.</param>
/// <param name="Host">Null when it is written into <paramref name="Folder"/>.</param>
internal sealed record MailRoute(
    string From,
    bool HasPlusAddresses,
    string? Host,
    int Port,
    SecureSocketOptions Security,
    string? User,
    string? Password,
    string? Folder)
{
    private const int ImplicitTlsPort = 465;

    /// <summary>The mailbox by whose server it leaves; null for the server of the settings.</summary>
    public Mailbox? Mailbox { get; init; }

    public int MaxPerMinute { get; init; }

    public static MailRoute Of(EmailSettings settings, Mailbox? mailbox) =>
        new(
            mailbox?.Address ?? settings.From,
            mailbox?.HasPlusAddresses ?? settings.HasPlusAddresses,
            settings.Host,
            settings.Port,
            !settings.UseTls ? SecureSocketOptions.None
                : settings.Port == ImplicitTlsPort ? SecureSocketOptions.SslOnConnect
                : SecureSocketOptions.StartTls,
            settings.User,
            settings.Password,
            settings.Folder)
        {
            MaxPerMinute = mailbox?.MaxPerMinute ?? 0,
        };

    public static MailRoute Of(Mailbox mailbox, string host, string password) =>
        new(
            mailbox.Address,
            mailbox.HasPlusAddresses,
            host,
            mailbox.SmtpPort,
            MailConnections.Options(mailbox.SmtpSecurity),
            mailbox.User,
            password,
            Folder: null)
        {
            Mailbox = mailbox,
            MaxPerMinute = mailbox.MaxPerMinute,
        };
}
