using System.Runtime.CompilerServices;
using Ensoras.Domain.Channels.Email.Inbound;
using Ensoras.Domain.Storage;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Net.Smtp;
using MailKit.Search;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using MimeKit;

namespace Ensoras.Domain.Channels.Email.Mailboxes;

/// <summary>The steps of testing a mailbox; the words are in the resource files.</summary>
public enum MailboxTestStep
{
    /// <summary>Connects to the IMAP server and signs in.</summary>
    SignIn,

    /// <summary>Opens the folder.</summary>
    OpenFolder,

    /// <summary>Sends an email to itself.</summary>
    Send,

    /// <summary>Finds that email in the folder.</summary>
    Receive,
}

/// <summary>How one step went.</summary>
/// <param name="Problem">The server's own words; null when it went well.</param>
public sealed record MailboxTestResult(MailboxTestStep Step, string? Problem);

/// <summary>Tests a mailbox end to end: signs in, sends an email to itself and waits until it has arrived.</summary>
public sealed class MailboxTest(
    IDbContextFactory<EnsorasDb> databases,
    MailConnections connections,
    IOptionsMonitor<EmailSettings> settings,
    Func<ISmtpClient> newClient,
    TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    /// <summary>Each step as it ends; the first that fails is the last.</summary>
    public async IAsyncEnumerable<MailboxTestResult> RunAsync(
        Guid projectId,
        Guid mailboxId,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Mailbox mailbox;
        var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            mailbox =
                await db
                    .Mailboxes.AsNoTracking()
                    .SingleOrDefaultAsync(row => row.Id == mailboxId && row.ProjectId == projectId, cancellationToken)
                    .ConfigureAwait(false)
                ?? throw new RuleBrokenException(Sentence.Of("Mail.NotConnected"));
        }

        ImapClient? client = null;
        IMailFolder? folder = null;
        var subject = $"{MailTickets.MailboxTestSubject}{Guid.CreateVersion7(time.GetUtcNow()):N}";
        (MailboxTestStep, Func<Task>)[] steps =
        [
            (
                MailboxTestStep.SignIn,
                async () => client = await connections.OpenImapAsync(mailbox, cancellationToken).ConfigureAwait(false)
            ),
            (
                MailboxTestStep.OpenFolder,
                async () =>
                {
                    folder = await client!.GetFolderAsync(mailbox.Folder, cancellationToken).ConfigureAwait(false);
                    await folder.OpenAsync(FolderAccess.ReadOnly, cancellationToken).ConfigureAwait(false);
                }),
            (MailboxTestStep.Send, () => SendAsync(mailbox, subject, cancellationToken)),
            (MailboxTestStep.Receive, () => FindAsync(client!, folder!, subject, cancellationToken)),
        ];
        try
        {
            foreach (var (step, work) in steps)
            {
                var problem = await TryAsync(work, cancellationToken).ConfigureAwait(false);
                yield return new MailboxTestResult(step, problem);
                if (problem is not null)
                {
                    yield break;
                }
            }
        }
        finally
        {
            client?.Dispose();
        }
    }

    private static async Task<string?> TryAsync(Func<Task> work, CancellationToken cancellationToken)
    {
        try
        {
            await work().ConfigureAwait(false);
            return null;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // What went wrong is the test's result.
        catch (Exception error)
#pragma warning restore CA1031
        {
            return error.Message.Split('\n')[0].Trim();
        }
    }

    private async Task SendAsync(Mailbox mailbox, string subject, CancellationToken cancellationToken)
    {
        var route = mailbox.SmtpHost is { } host
            ? MailRoute.Of(mailbox, host, connections.PasswordOf(mailbox))
            : MailRoute.Of(settings.CurrentValue, mailbox);
        if (route.Host is null)
        {
            throw new RuleBrokenException(Sentence.Of("Mail.NoSmtp"));
        }

        using var mail = new MimeMessage
        {
            Subject = subject,
            Date = time.GetUtcNow(),
            Body = new TextPart("plain") { Text = subject },
        };
        mail.From.Add(new MailboxAddress(null, mailbox.Address));
        mail.To.Add(new MailboxAddress(null, mailbox.Address));
        mail.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        using var client = newClient();
        var outcome = await new SmtpAttempt(client, route, time)
            .SendAsync(mail, mailbox.Address, [mailbox.Address], cancellationToken)
            .ConfigureAwait(false);
        if (outcome is not SendOutcome.Sent)
        {
            throw new InvalidOperationException(
                outcome switch
                {
                    SendOutcome.TryAgain again => again.Why.ToString(),
                    SendOutcome.Failed failed => failed.Why.ToString(),
                    SendOutcome.Uncertain uncertain => uncertain.Why.ToString(),
                    _ => "",
                });
        }
    }

    private async Task FindAsync(
        ImapClient client,
        IMailFolder folder,
        string subject,
        CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        while (time.GetElapsedTime(began) < Patience)
        {
            await client.NoOpAsync(cancellationToken).ConfigureAwait(false);
            var found = await folder
                .SearchAsync(SearchQuery.SubjectContains(subject), cancellationToken)
                .ConfigureAwait(false);
            if (found.Count > 0)
            {
                return;
            }

            await Task.Delay(LookAgain, time, cancellationToken).ConfigureAwait(false);
        }

        throw new TimeoutException(Sentence.Of("Mail.NotWithinAMinute").ToString());
    }
}
