using System.Data.Common;
using System.Net;
using System.Net.Mail;
using System.Text;
using Ensoras.Domain.Tickets;
using Microsoft.Extensions.Options;

namespace Ensoras.Domain.Channels.Email;

/// <summary>Replies by e-mail, over SMTP.</summary>
public sealed class EmailChannel(IOptionsMonitor<EmailSettings> settings, AttachmentStore attachments, TimeProvider time) : IChannel
{
    /// <summary>How long the mail server may take before it asks for the text.</summary>
    private static readonly TimeSpan MaxBefore = TimeSpan.FromSeconds(30);

    /// <summary>How long it may take from then on, with the largest files on a slow line; both together are well below a claim.</summary>
    private static readonly TimeSpan MaxAfter = TimeSpan.FromMinutes(2);

    /// <summary>How long an attempt that was given up may take to let go of its connection.</summary>
    private static readonly TimeSpan LettingGo = TimeSpan.FromSeconds(5);

    public Channel Channel => Channel.Email;

    public bool SendsByStoring => false;

    public async Task<SendOutcome> SendAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        var current = settings.CurrentValue;
        if (current.Host is null && current.Folder is null)
        {
            return new SendOutcome.Failed("no mail server is connected. Set one up, then press Retry.");
        }

        if (message.CustomerEmail is null || !MailAddress.TryCreate(message.CustomerEmail, message.CustomerName, Encoding.UTF8, out var to))
        {
            return new SendOutcome.Failed($"the customer's address “{message.CustomerEmail}” is not an e-mail address.");
        }

        if (!MailAddress.TryCreate(current.From, $"{message.AuthorName} · {message.ProjectName}", Encoding.UTF8, out var from))
        {
            return new SendOutcome.Failed($"the desk's own address “{current.From}” is not an e-mail address. Correct it in the settings, then press Retry.");
        }

        Mail mail;
        SmtpClient client;
        try
        {
            client = Connect(current);
            mail = new Mail(message, from, to);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new SendOutcome.TryAgain($"the folder for e-mails cannot be written to ({error.Message})");
        }
        catch (Exception error) when (error is ArgumentException or FormatException or NotSupportedException)
        {
            return new SendOutcome.Failed($"the e-mail could not be put together ({error.Message})");
        }

        using (client)
        using (mail)
        {
            try
            {
                await AttachAsync(mail.Message, message.Files, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception error) when (error is DbException or IOException or UnauthorizedAccessException or FormatException or OperationCanceledException)
            {
                return new SendOutcome.TryAgain($"its files could not be read ({error.Message})");
            }

            return await SendAsync(client, mail, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<SendOutcome> SendAsync(SmtpClient client, Mail mail, CancellationToken cancellationToken)
    {
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var sending = client.SendMailAsync(mail.Message, giveUp.Token);
        try
        {
            if (!await EndsWithinAsync(sending, MaxBefore, cancellationToken).ConfigureAwait(false)
                && !(mail.MayBeTaken && await EndsWithinAsync(sending, MaxAfter, cancellationToken).ConfigureAwait(false)))
            {
                await giveUp.CancelAsync().ConfigureAwait(false);
                await LetGoAsync(sending).ConfigureAwait(false);
                return NotKnown(mail, "the mail server did not answer in time");
            }

            await sending.ConfigureAwait(false);
            return new SendOutcome.Sent();
        }
        catch (SmtpException error)
        {
            return Judge(error, mail);
        }
        catch (OperationCanceledException)
        {
            await LetGoAsync(sending).ConfigureAwait(false);
            return NotKnown(mail, "the server was stopped while it was being sent");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or FormatException or InvalidOperationException)
        {
            return NotKnown(mail, error.Message);
        }
    }

    private async Task<bool> EndsWithinAsync(Task sending, TimeSpan limit, CancellationToken cancellationToken)
    {
        try
        {
            await sending.WaitAsync(limit, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return sending.IsCompleted;
        }
        finally
        {
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    // What an attempt that was given up says in the end is of no interest, but nobody else may be left with its exception.
    private async Task LetGoAsync(Task sending)
    {
        await sending.WaitAsync(LettingGo, time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _ = sending.ContinueWith(ended => ended.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
    }

    /// <summary>A server that refused certainly did not take it; after anything unclear it may have, if it was given the text.</summary>
    private static SendOutcome Judge(SmtpException error, Mail mail) => error.StatusCode switch
    {
        SmtpStatusCode.ServiceNotAvailable or SmtpStatusCode.MailboxBusy or SmtpStatusCode.InsufficientStorage or SmtpStatusCode.LocalErrorInProcessing =>
            new SendOutcome.TryAgain(error.Message),
        SmtpStatusCode.GeneralFailure when mail.MayBeTaken => new SendOutcome.Uncertain(error.Message),
        SmtpStatusCode.GeneralFailure => new SendOutcome.TryAgain($"the mail server cannot be reached ({(error.InnerException ?? error).Message})"),
        _ => new SendOutcome.Failed(error.Message),
    };

    private static SendOutcome NotKnown(Mail mail, string why) => mail.MayBeTaken ? new SendOutcome.Uncertain(why) : new SendOutcome.TryAgain(why);

    private static SmtpClient Connect(EmailSettings current)
    {
        if (current.Folder is { } folder)
        {
            Directory.CreateDirectory(folder);
            return new SmtpClient { DeliveryMethod = SmtpDeliveryMethod.SpecifiedPickupDirectory, PickupDirectoryLocation = Path.GetFullPath(folder) };
        }

        return new SmtpClient(current.Host, current.Port)
        {
            EnableSsl = current.UseTls,
            Credentials = current.User is null ? null : new NetworkCredential(current.User, current.Password),
        };
    }

    /// <summary>The files lie in temporary ones, which are gone with the mail, so that eight mails at once do not fill the memory.</summary>
    private async Task AttachAsync(MailMessage mail, IReadOnlyList<AttachedFile> files, CancellationToken cancellationToken)
    {
        foreach (var file in files)
        {
            var content = new FileStream(Path.GetTempFileName(), FileMode.Create, FileAccess.ReadWrite, FileShare.None, 64 * 1024, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
            mail.Attachments.Add(new System.Net.Mail.Attachment(content, file.Name, file.MediaType) { NameEncoding = Encoding.UTF8 });
            await attachments.WriteToAsync(file.Id, content, cancellationToken).ConfigureAwait(false);
            content.Position = 0;
        }
    }
}
