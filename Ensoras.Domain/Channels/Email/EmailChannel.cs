using System.Data.Common;
using Ensoras.Domain.Tickets;
using MailKit.Net.Smtp;
using Microsoft.Extensions.Options;
using MimeKit;

namespace Ensoras.Domain.Channels.Email;

/// <summary>Replies by e-mail, over SMTP or into a folder.</summary>
public sealed class EmailChannel(
    IOptionsMonitor<EmailSettings> settings,
    AttachmentStore attachments,
    Func<ISmtpClient> newClient,
    TimeProvider time) : IChannel
{
    public Channel Channel => Channel.Email;

    public bool SendsByStoring => false;

    public string NewMessageId(Guid messageId) =>
        $"{messageId:N}@{EmailAddresses.DomainOf(settings.CurrentValue.From)}";

    public async Task<SendOutcome> SendAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        var current = settings.CurrentValue;
        if (current.Host is null && current.Folder is null)
        {
            return new SendOutcome.Failed(Sentence.Of("Channels.NoMailServer"));
        }

        if (string.IsNullOrWhiteSpace(message.CustomerEmail))
        {
            return new SendOutcome.Failed(Sentence.Of("Channels.NoAddress"));
        }

        if (!EmailAddresses.TryParse(message.CustomerEmail, out var to))
        {
            return new SendOutcome.Failed(Sentence.Of("Channels.NotAnAddress", message.CustomerEmail));
        }

        if (!EmailAddresses.TryParse(current.From, out var from))
        {
            return new SendOutcome.Failed(Sentence.Of("Channels.OwnAddressWrong", current.From));
        }

        var files = new List<Stream>();
        MimeMessage mail;
        try
        {
            await ReadFilesAsync(message.Files, files, cancellationToken).ConfigureAwait(false);
            mail = MailComposer.Compose(message, from, to, time.GetUtcNow(), files);
        }
        catch (Exception error)
            when (error
                    is DbException
                        or IOException
                        or UnauthorizedAccessException
                        or FormatException
                        or OperationCanceledException)
        {
            files.ForEach(file => file.Dispose());
            return new SendOutcome.TryAgain(Sentence.Of("Channels.FilesUnreadable", error.Message));
        }

        using (mail)
        {
            return current.Host is { }
                ? await SendAsync(mail, current, from, to, cancellationToken).ConfigureAwait(false)
                : await WriteAsync(mail, current.Folder!, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<SendOutcome> SendAsync(
        MimeMessage mail,
        EmailSettings current,
        string from,
        string to,
        CancellationToken cancellationToken)
    {
        using var client = newClient();
        return await new SmtpAttempt(client, current, time)
            .SendAsync(mail, from, to, cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>Under another name first, so that a reader of the folder never sees half a mail.</summary>
    private async Task<SendOutcome> WriteAsync(MimeMessage mail, string folder, CancellationToken cancellationToken)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var name = Path.Combine(
                folder,
                $"{time.GetUtcNow():yyyyMMdd-HHmmssfff}-{mail.MessageId?.Split('@')[0]}.eml");
            mail.Prepare(EncodingConstraint.SevenBit);
            var file = new FileStream($"{name}.part", FileMode.Create, FileAccess.Write, FileShare.None);
            await using (file.ConfigureAwait(false))
            {
                await mail.WriteToAsync(
                        new FormatOptions { NewLineFormat = NewLineFormat.Dos },
                        file,
                        cancellationToken)
                    .ConfigureAwait(false);
            }

            File.Move($"{name}.part", name, overwrite: true);
            return new SendOutcome.Sent();
        }
        catch (OperationCanceledException)
        {
            return new SendOutcome.TryAgain(Sentence.Of("Channels.StoppedWriting"));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new SendOutcome.TryAgain(Sentence.Of("Channels.FolderUnwritable", error.Message));
        }
    }

    /// <summary>
    /// The files lie in temporary ones, which are gone with the mail, so that many mails at once do not fill the
    /// memory.
    /// </summary>
    private async Task ReadFilesAsync(
        IReadOnlyList<AttachedFile> files,
        List<Stream> streams,
        CancellationToken cancellationToken)
    {
        foreach (var file in files)
        {
            var content = new FileStream(
                Path.GetTempFileName(),
                FileMode.Create,
                FileAccess.ReadWrite,
                FileShare.None,
                64 * 1024,
                FileOptions.DeleteOnClose | FileOptions.Asynchronous);
            streams.Add(content);
            await attachments.WriteToAsync(file.Id, content, cancellationToken).ConfigureAwait(false);
            content.Position = 0;
        }
    }
}
