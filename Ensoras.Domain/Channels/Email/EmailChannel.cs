using System.Data.Common;
using Ensoras.Domain.Channels.Email.Mailboxes;
using Ensoras.Domain.People;
using Ensoras.Domain.Storage;
using Ensoras.Domain.Tickets;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using MimeKit;

namespace Ensoras.Domain.Channels.Email;

/// <summary>
/// Replies by e-mail: over the SMTP server of the ticket's mailbox or of the settings, or into a folder.
/// </summary>
public sealed class EmailChannel(
    IOptionsMonitor<EmailSettings> settings,
    IDbContextFactory<EnsorasDb> databases,
    MailConnections connections,
    AttachmentStore attachments,
    Func<ISmtpClient> newClient,
    TimeProvider time) : IChannel
{
    private readonly SendingPace _pace = new(time);

    public Channel Channel => Channel.Email;

    public bool SendsByStoring => false;

    public string NewMessageId(Guid messageId, string? mailbox, string token) =>
        $"{messageId:N}.{token}@{EmailAddresses.DomainOf(mailbox ?? settings.CurrentValue.From)}";

    public async Task<SendOutcome> SendAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        Surroundings around;
        try
        {
            around = await ReadAsync(message, cancellationToken).ConfigureAwait(false);
        }
        catch (AuthenticationException error)
        {
            return new SendOutcome.Failed(Sentence.Of("Mail.CannotSignIn", error.Message));
        }
        catch (Exception error) when (error is DbException or TimeoutException or OperationCanceledException)
        {
            return new SendOutcome.TryAgain(Sentence.Of("Mail.SettingsUnreadable", error.Message));
        }

        var route = around.Route;
        if (route.Host is null && route.Folder is null)
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

        if (!EmailAddresses.TryParse(route.From, out var from))
        {
            return new SendOutcome.Failed(Sentence.Of("Channels.OwnAddressWrong", route.From));
        }

        if (around.Undeliverable.Contains(Customer.Normalize(to)!))
        {
            return new SendOutcome.Failed(
                Sentence.Of("Mail.Stopped", to));
        }

        List<TicketParticipant> copied =
        [
            .. message.Copied.Where(person =>
                EmailAddresses.TryParse(person.Address, out _)
                && !person.Is(to)
                && !around.Undeliverable.Contains(Customer.Normalize(person.Address)!)),
        ];
        var replyTo =
            route.HasPlusAddresses && message.ReplyToken is { } token ? ReplyToken.AddressOf(from, token) : null;
        var files = new List<Stream>();
        MimeMessage mail;
        try
        {
            await ReadFilesAsync(message.Files, files, cancellationToken).ConfigureAwait(false);
            mail = MailComposer.Compose(message, from, to, time.GetUtcNow(), files, around.Ending, replyTo, copied);
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
            return route.Host is { }
                ? await SendAsync(
                        mail,
                        route,
                        from,
                        [to, .. copied.Select(person => person.Address)],
                        cancellationToken)
                    .ConfigureAwait(false)
                : await WriteAsync(mail, route.Folder!, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<Surroundings> ReadAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var mailbox = message.MailboxId is { } id
            ? await db
                .Mailboxes.AsNoTracking()
                .SingleOrDefaultAsync(row => row.Id == id, cancellationToken)
                .ConfigureAwait(false)
            : null;
        var mail = await db
            .ProjectMails.AsNoTracking()
            .SingleOrDefaultAsync(row => row.ProjectId == message.ProjectId, cancellationToken)
            .ConfigureAwait(false);
        var addresses = message
            .Copied.Select(person => person.Address)
            .Append(message.CustomerEmail ?? "")
            .Select(Customer.Normalize)
            .ToList();
        var undeliverable = await db
            .UndeliverableAddresses.Where(row =>
                row.ProjectId == message.ProjectId && addresses.Contains(row.NormalizedAddress))
            .Select(row => row.NormalizedAddress)
            .ToListAsync(cancellationToken)
            .ConfigureAwait(false);
        var route = mailbox is { SmtpHost: { } host }
            ? MailRoute.Of(mailbox, host, connections.PasswordOf(mailbox))
            : MailRoute.Of(settings.CurrentValue, mailbox);
        return new Surroundings(route, MailEnding.Of(mail, message), undeliverable);
    }

    private async Task<SendOutcome> SendAsync(
        MimeMessage mail,
        MailRoute route,
        string from,
        IReadOnlyList<string> to,
        CancellationToken cancellationToken)
    {
        try
        {
            await _pace.WaitAsync(from, route.MaxPerMinute, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return new SendOutcome.TryAgain(Sentence.Of("Mail.StoppedBefore"));
        }

        using var client = newClient();
        return await new SmtpAttempt(client, route, time)
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

    private sealed record Surroundings(MailRoute Route, MailEnding Ending, IReadOnlyList<string> Undeliverable);
}
