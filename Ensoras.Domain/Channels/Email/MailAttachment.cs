using Ensoras.Domain.Tickets;
using MimeKit;

namespace Ensoras.Domain.Channels.Email;

/// <summary>A file as a part of an e-mail that every client opens.</summary>
internal static class MailAttachment
{
    private const string Bytes = "application/octet-stream";

    public static MimeEntity Of(AttachedFile file, Stream content)
    {
        MimeEntity part = AttachedMessage(file, content) is { } message ? message : Binary(file, content);
        part.ContentDisposition = new ContentDisposition(ContentDisposition.Attachment) { FileName = file.Name };

        // Outlook reads the name of the type, encoded the old way; the others read the disposition's.
        var type = part.ContentType ?? throw new InvalidOperationException("A part has a type.");
        type.Name = file.Name;
        if (type.Parameters.TryGetValue("name", out Parameter? name))
        {
            name.EncodingMethod = ParameterEncodingMethod.Rfc2047;
        }

        return part;
    }

    /// <summary>
    /// An attached e-mail stands in the mail as it is: encoded as base64 a receiver finds nothing in it (RFC 2046,
    /// 5.2.1).
    /// </summary>
    private static MessagePart? AttachedMessage(AttachedFile file, Stream content)
    {
        if (file.MediaType is not "message/rfc822")
        {
            return null;
        }

        try
        {
            var message = MimeMessage.Load(content);
            return message.Headers.Count > 0 ? new MessagePart("rfc822", message) : null;
        }
        catch (FormatException)
        {
            return null;
        }
        finally
        {
            content.Position = 0;
        }
    }

    private static MimePart Binary(AttachedFile file, Stream content) => new(TypeOf(file))
    {
        Content = new MimeContent(content),
        ContentTransferEncoding = ContentEncoding.Base64,
    };

    // Messages and multiparts may not be encoded, so what is none of them inside goes as plain bytes.
    private static ContentType TypeOf(AttachedFile file) =>
        ContentType.TryParse(file.MediaType, out var type)
        && !type.IsMimeType("message", "*")
        && !type.IsMimeType("multipart", "*")
            ? type
            : ContentType.Parse(Bytes);
}
