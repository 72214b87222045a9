using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Security;

namespace Ensoras.Domain.Channels.Email.Mailboxes;

/// <summary>Connects to the servers of a mailbox, with certificates checked.</summary>
public sealed class MailConnections(IMailSecrets secrets)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    /// <summary>A client that is signed in.</summary>
    public async Task<ImapClient> OpenImapAsync(Mailbox mailbox, CancellationToken cancellationToken)
    {
        var client = new ImapClient { Timeout = (int)Timeout.TotalMilliseconds };
        try
        {
            Secure(client, mailbox);
            await client
                .ConnectAsync(mailbox.ImapHost, mailbox.ImapPort, Options(mailbox.ImapSecurity), cancellationToken)
                .ConfigureAwait(false);
            await SignInAsync(client, mailbox, cancellationToken).ConfigureAwait(false);
            return client;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Makes a client accept the certificate that is pinned, and no other one that nobody vouches for.
    /// </summary>
    internal static void Secure(IMailService client, Mailbox mailbox)
    {
        if (mailbox.CertificateFingerprint is { } fingerprint)
        {
            client.ServerCertificateValidationCallback = (_, certificate, _, errors) =>
                errors is SslPolicyErrors.None
                || (
                    certificate is X509Certificate2 own
                    && own.GetCertHashString(HashAlgorithmName.SHA256) == fingerprint);
        }
    }

    internal static SecureSocketOptions Options(MailSecurity security) =>
        security switch
        {
            MailSecurity.Tls => SecureSocketOptions.SslOnConnect,
            MailSecurity.StartTls => SecureSocketOptions.StartTls,
            _ => SecureSocketOptions.None,
        };

    /// <summary>What the mailbox signs in with.</summary>
    /// <exception cref="AuthenticationException">The key that it was encrypted with is gone.</exception>
    internal string PasswordOf(Mailbox mailbox) =>
        (mailbox.ProtectedPassword is { } stored ? secrets.Unprotect(stored) : null)
        ?? throw new AuthenticationException(Sentence.Of("Mail.PasswordUnreadable").ToString());

    private Task SignInAsync(ImapClient client, Mailbox mailbox, CancellationToken cancellationToken) =>
        client.AuthenticateAsync(mailbox.User, PasswordOf(mailbox), cancellationToken);
}
