using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Ensoras.Domain.Channels.Email.Mailboxes;
using Ensoras.Tests.Architecture;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Net.Smtp;
using MailKit.Search;
using MailKit.Security;
using MimeKit;

namespace Ensoras.Tests.Support;

/// <summary>A test that needs Postfix and Dovecot, which ./test.sh installs.</summary>
public sealed class MailServersFactAttribute : FactAttribute
{
    public MailServersFactAttribute()
    {
        if (!MailServers.CanStart)
        {
            Skip = "Postfix and Dovecot are not installed, or this is not root.";
        }
    }
}

/// <summary>
/// A Postfix and a Dovecot on loopback for a test class: shop.test is the desk's domain, customer.test the
/// customers'. Everybody's password is "secret".
/// </summary>
public sealed class MailServers : IAsyncLifetime
{
    public const string Password = "secret";
    private readonly string _folder = Directory.CreateTempSubdirectory("ensoras-mail-").FullName;

    public static bool CanStart =>
        File.Exists("/usr/sbin/postfix") && File.Exists("/usr/sbin/dovecot") && Environment.IsPrivilegedProcess;

    public int SmtpPort { get; private set; }

    public int ImapsPort { get; private set; }

    /// <summary>The SHA-256 of the certificate that both show and nobody vouches for.</summary>
    public string Fingerprint { get; private set; } = "";

    public async Task InitializeAsync()
    {
        if (!CanStart)
        {
            return;
        }

        // A port that was free may be taken by another test a moment later.
        for (var attempt = 1; ; attempt++)
        {
            var ports = FreePorts(4);
            (SmtpPort, ImapsPort) = (ports[0], ports[2]);
            if (await RunAsync("start", [.. ports.Select(port => $"{port}")]) == 0)
            {
                break;
            }

            Assert.True(attempt < 4, await File.ReadAllTextAsync(Path.Combine(_folder, "start.log")));
            await RunAsync("stop");
        }

        using var certificate = X509CertificateLoader.LoadCertificateFromFile(Path.Combine(_folder, "cert.pem"));
        Fingerprint = certificate.GetCertHashString(HashAlgorithmName.SHA256);
        foreach (var port in new[] { SmtpPort, ImapsPort })
        {
            await Waiting.UntilAsync(() => IsListening(port));
        }
    }

    public async Task DisposeAsync()
    {
        if (CanStart)
        {
            await RunAsync("stop");
        }

        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>A mailbox that is connected to these servers.</summary>
    public async Task<Mailbox> ConnectAsync(World world, string address, Action<Mailbox>? change = null) =>
        await world.GivenMailboxAsync(
            address,
            mailbox =>
            {
                mailbox.IsOn = true;
                (mailbox.ImapHost, mailbox.ImapPort, mailbox.ImapSecurity) = (
                    "127.0.0.1",
                    ImapsPort,
                    MailSecurity.Tls);
                (mailbox.SmtpHost, mailbox.SmtpPort, mailbox.SmtpSecurity) = (
                    "127.0.0.1",
                    SmtpPort,
                    MailSecurity.StartTls);
                (mailbox.User, mailbox.ProtectedPassword) = (address, Password);
                mailbox.CertificateFingerprint = Fingerprint;
                change?.Invoke(mailbox);
            });

    /// <summary>A customer writes with a mail program.</summary>
    public async Task WriteAsync(MimeMessage mail)
    {
        using var client = new SmtpClient { ServerCertificateValidationCallback = IsOurs };
        await client.ConnectAsync("127.0.0.1", SmtpPort, SecureSocketOptions.StartTls);
        await client.SendAsync(mail);
        await client.DisconnectAsync(true);
    }

    /// <summary>What lies in somebody's mailbox, once there are so many.</summary>
    public async Task<IReadOnlyList<MimeMessage>> ReadAsync(string user, int count)
    {
        using var client = new ImapClient { ServerCertificateValidationCallback = IsOurs };
        await client.ConnectAsync("127.0.0.1", ImapsPort, SecureSocketOptions.SslOnConnect);
        await client.AuthenticateAsync(user, Password);
        var inbox = client.Inbox!;
        await inbox.OpenAsync(FolderAccess.ReadOnly);
        await Waiting.UntilAsync(async () =>
        {
            await client.NoOpAsync();
            return inbox.Count >= count;
        });
        var mails = new List<MimeMessage>();
        foreach (var uid in await inbox.SearchAsync(SearchQuery.All))
        {
            mails.Add(await inbox.GetMessageAsync(uid));
        }

        return mails;
    }

    /// <summary>Whether somebody's mailbox has emails that are marked as read.</summary>
    public async Task<int> CountSeenAsync(string user)
    {
        using var client = new ImapClient { ServerCertificateValidationCallback = IsOurs };
        await client.ConnectAsync("127.0.0.1", ImapsPort, SecureSocketOptions.SslOnConnect);
        await client.AuthenticateAsync(user, Password);
        await client.Inbox!.OpenAsync(FolderAccess.ReadOnly);
        return (await client.Inbox.SearchAsync(SearchQuery.Seen)).Count;
    }

    /// <summary>The server forgets its UIDs and gives out others.</summary>
    public void ForgetUids(string user)
    {
        // What is left says only which validity comes next.
        foreach (var file in Directory.GetFiles(Path.Combine(_folder, "mail", user), "dovecot*")
            .Where(file => !Path.GetFileName(file).StartsWith("dovecot-uidvalidity", StringComparison.Ordinal)))
        {
            File.Delete(file);
        }
    }

    private bool IsOurs(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors) =>
        certificate?.GetCertHashString(HashAlgorithmName.SHA256) == Fingerprint;

    private static int[] FreePorts(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        listeners.ForEach(listener => listener.Start());
        int[] ports = [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        listeners.ForEach(listener => listener.Dispose());
        return ports;
    }

    private static async Task<bool> IsListening(int port)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private async Task<int> RunAsync(string what, params string[] ports)
    {
        var script = Path.Combine(SourceTree.Root, "Ensoras.Tests", "Support", "mail-servers.sh");
        using var process = Process.Start(new ProcessStartInfo("bash", [script, what, _folder, .. ports]))!;
        await process.WaitForExitAsync();
        return process.ExitCode;
    }
}

/// <summary>Encrypts nothing: for mailboxes in tests.</summary>
internal sealed class PlainMailSecrets : IMailSecrets
{
    public string Protect(string secret) => secret;

    public string? Unprotect(string protectedSecret) => protectedSecret;
}
