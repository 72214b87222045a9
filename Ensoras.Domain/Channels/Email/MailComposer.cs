using System.Text;
using Ensoras.Domain.Tickets;
using MimeKit;
using MimeKit.Text;

namespace Ensoras.Domain.Channels.Email;

/// <summary>
/// Puts one message together as an e-mail: headers as any good mail client sets them, plain text and HTML, and its
/// files.
/// </summary>
internal static class MailComposer
{
    /// <param name="desk">The desk's own address.</param>
    /// <param name="to">The customer's address.</param>
    /// <param name="files">The files' bytes, in the order of <see cref="OutgoingMessage.Files"/>; they belong to the
    /// mail from now on.</param>
    /// <param name="ending">What the project puts below it; null for nothing.</param>
    /// <param name="replyTo">Where an answer goes; null for the desk's own address.</param>
    /// <param name="copied">Who is copied.</param>
    public static MimeMessage Compose(
        OutgoingMessage message,
        string desk,
        string to,
        DateTimeOffset now,
        IReadOnlyList<Stream> files,
        MailEnding? ending = null,
        string? replyTo = null,
        IReadOnlyList<TicketParticipant>? copied = null)
    {
        var mail = new MimeMessage { MessageId = message.MessageId, Date = now };
        MailHeader.SetAddress(mail, HeaderId.From, $"{message.AuthorName} · {message.ProjectName}", desk);
        MailHeader.SetAddress(mail, HeaderId.To, message.CustomerName, to);
        MailHeader.SetAddress(mail, HeaderId.ReplyTo, message.ProjectName, replyTo ?? desk);
        foreach (var person in copied ?? [])
        {
            mail.Cc.Add(new MailboxAddress(Encoding.UTF8, MailHeader.OneLine(person.Name), person.Address));
        }

        MailHeader.SetSubject(mail, $"Re: {message.Title} [#{message.TicketNumber}]");
        AddThread(mail, message);
        AddOrigin(mail, message.IsAutomatic);
        mail.Body = Body(message, files, ending ?? MailEnding.None);
        return mail;
    }

    private static void AddThread(MimeMessage mail, OutgoingMessage message)
    {
        if (message.InReplyTo is { } answered)
        {
            mail.InReplyTo = answered;
        }

        foreach (var earlier in message.References)
        {
            mail.References.Add(earlier);
        }
    }

    /// <summary>
    /// Tells other machines whether a machine wrote (RFC 3834), so that two of them never answer each other.
    /// </summary>
    private static void AddOrigin(MimeMessage mail, bool isAutomatic)
    {
        mail.Headers.Add(HeaderId.AutoSubmitted, isAutomatic ? "auto-replied" : "no");
        if (isAutomatic)
        {
            mail.Headers.Add("X-Auto-Response-Suppress", "OOF, AutoReply");
        }
    }

    private static MimeEntity Body(OutgoingMessage message, IReadOnlyList<Stream> files, MailEnding ending)
    {
        var body = MailBody.From(message, ending);
        var text = new MultipartAlternative
        {
            Part(TextFormat.Plain, body.Plain),
            Part(TextFormat.Html, body.Html),
        };
        if (files.Count == 0)
        {
            return text;
        }

        var mixed = new Multipart("mixed") { text };
        for (var index = 0; index < files.Count; index++)
        {
            mixed.Add(MailAttachment.Of(message.Files[index], files[index]));
        }

        return mixed;
    }

    private static TextPart Part(TextFormat format, string text)
    {
        var part = new TextPart(format);
        part.SetText(Encoding.UTF8, text);
        return part;
    }
}
