using System.Data.Common;
using System.Net;
using System.Net.Mail;
using System.Net.Sockets;
using System.Text;
using Ensoras.Domain.Tickets;
using Markdig;
using Microsoft.Extensions.Options;

namespace Ensoras.Domain.Channels.Email;

/// <summary>Replies by e-mail, over SMTP.</summary>
public sealed class EmailChannel(IOptionsMonitor<EmailSettings> settings, AttachmentStore attachments) : IChannel
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePipeTables().UseAutoLinks().DisableHtml().Build();

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

        using var client = Connect(current);
        using var mail = Compose(message, to, current);
        try
        {
            await AttachAsync(mail, message.Files, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is DbException or IOException)
        {
            return new SendOutcome.TryAgain($"its files could not be read ({error.Message})");
        }

        try
        {
            await client.SendMailAsync(mail, cancellationToken).ConfigureAwait(false);
            return new SendOutcome.Sent();
        }
        catch (SmtpException error)
        {
            return Judge(error);
        }
    }

    /// <summary>A server that could not be reached, or that refused for now, certainly did not take it; after anything unclear it may have.</summary>
    private static SendOutcome Judge(SmtpException error) => error switch
    {
        { InnerException: SocketException { SocketErrorCode: SocketError.ConnectionRefused or SocketError.HostNotFound or SocketError.HostUnreachable or SocketError.NetworkUnreachable } inner } =>
            new SendOutcome.TryAgain($"the mail server cannot be reached ({inner.Message})"),
        { StatusCode: SmtpStatusCode.ServiceNotAvailable or SmtpStatusCode.MailboxBusy or SmtpStatusCode.InsufficientStorage or SmtpStatusCode.LocalErrorInProcessing } =>
            new SendOutcome.TryAgain(error.Message),
        { StatusCode: SmtpStatusCode.GeneralFailure } => new SendOutcome.Uncertain(error.Message),
        _ => new SendOutcome.Failed(error.Message),
    };

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

    private static MailMessage Compose(OutgoingMessage message, MailAddress to, EmailSettings current)
    {
        var mail = new MailMessage(new MailAddress(current.From, $"{message.AuthorName} · {message.ProjectName}", Encoding.UTF8), to)
        {
            Subject = $"Re: {message.Title} [#{message.TicketNumber}]",
            SubjectEncoding = Encoding.UTF8,
            Body = message.Body,
            BodyEncoding = Encoding.UTF8,
        };
        mail.Headers.Add("Message-ID", $"<{message.MessageId}>");
        mail.AlternateViews.Add(AlternateView.CreateAlternateViewFromString(Markdown.ToHtml(message.Body, Pipeline), Encoding.UTF8, "text/html"));
        return mail;
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
