using MimeKit;
using MimeKit.Cryptography;
using MimeKit.Tnef;

namespace Ensoras.Domain.Channels.Email.Reading;

/// <summary>The parts of an email that are read, found without following any nesting to its end.</summary>
internal sealed class MailParts(int maxParts, int maxFiles)
{
    private int _seen;

    public List<TextPart> Plain { get; } = [];

    public TextPart? Html { get; private set; }

    public List<MailFile> Files { get; } = [];

    public bool HasMore { get; private set; }

    public MailProtection Protection { get; private set; }

    public MailParts Walk(MimeEntity? entity, bool isAlternative = false)
    {
        if (entity is null || _seen++ >= maxParts)
        {
            HasMore |= entity is not null;
            return this;
        }

        switch (entity)
        {
            case MultipartEncrypted:
                Protection = MailProtection.Encrypted;
                break;
            case Multipart multipart:
                Protection =
                    multipart is MultipartSigned && Protection is MailProtection.None
                        ? MailProtection.Signed
                        : Protection;
                foreach (var part in multipart)
                {
                    Walk(part, multipart is MultipartAlternative);
                }

                break;
            case MessageDeliveryStatus or MessageDispositionNotification:
                break;
            case MessagePart { Message: { } attached }:
                AddFile(() => MailFile.Of(attached));
                break;
            case TnefPart tnef:
                Open(tnef);
                break;
            case TextPart text when !text.IsAttachment && text.FileName is null:
                AddText(text, isAlternative);
                break;
            case MimePart part:
                NoteProtection(part);
                if (
                    !part.ContentType.IsMimeType("application", "pgp-signature")
                    && !part.ContentType.IsMimeType("application", "pkcs7-signature")
                    && !part.ContentType.IsMimeType("application", "x-pkcs7-signature"))
                {
                    AddFile(() => MailFile.Of(part, $"file-{Files.Count + 1}"));
                }

                break;
        }

        return this;
    }

    private void AddText(TextPart text, bool isAlternative)
    {
        if (text.IsHtml)
        {
            Html ??= text;
        }
        else if (text.IsPlain || !isAlternative)
        {
            if (text.ContentType.IsMimeType("text", "calendar"))
            {
                AddFile(() => MailFile.Of(text, "invitation.ics"));
            }
            else if (!text.ContentType.IsMimeType("text", "rfc822-headers"))
            {
                Plain.Add(text);
            }
        }
        else if (text.ContentType.IsMimeType("text", "calendar"))
        {
            AddFile(() => MailFile.Of(text, "invitation.ics"));
        }
    }

    /// <summary>Outlook's winmail.dat holds the files, and sometimes the text.</summary>
    private void Open(TnefPart tnef)
    {
        try
        {
            var opened = tnef.ConvertToMessage();
            if (Plain.Count == 0 && Html is null)
            {
                Walk(opened.Body);
                return;
            }

            foreach (
                var part in opened
                    .BodyParts.OfType<MimePart>()
                    .Where(part => part is not TextPart || part.IsAttachment))
            {
                AddFile(() => MailFile.Of(part, $"file-{Files.Count + 1}"));
            }
        }
#pragma warning disable CA1031 // Whatever is wrong inside it, the file itself is still there to be saved.
        catch (Exception)
#pragma warning restore CA1031
        {
            AddFile(() => MailFile.Of(tnef, "winmail.dat"));
        }
    }

    private void NoteProtection(MimePart part)
    {
        if (
            part.ContentType.IsMimeType("application", "pkcs7-mime")
            || part.ContentType.IsMimeType("application", "x-pkcs7-mime"))
        {
            Protection = part
                .ContentType.Parameters["smime-type"]
                ?.Contains("signed", StringComparison.OrdinalIgnoreCase)
                is true
                ? MailProtection.Signed
                : MailProtection.Encrypted;
        }
    }

    private void AddFile(Func<MailFile> file)
    {
        if (Files.Count < maxFiles)
        {
            Files.Add(file());
        }
        else
        {
            HasMore = true;
        }
    }
}
