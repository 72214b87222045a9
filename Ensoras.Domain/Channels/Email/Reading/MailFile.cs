using MimeKit;

namespace Ensoras.Domain.Channels.Email.Reading;

/// <summary>A file that came with an email.</summary>
/// <param name="ContentId">What the HTML of the email calls it, for a picture that stands in the text.</param>
/// <param name="WriteTo">Writes its decoded bytes.</param>
public sealed record MailFile(
    string Name,
    string MediaType,
    string? ContentId,
    Action<Stream, CancellationToken> WriteTo)
{
    /// <summary>Whether a browser can show it as a picture.</summary>
    public bool IsPicture => MediaType.StartsWith("image/", StringComparison.OrdinalIgnoreCase);

    internal static MailFile Of(MimePart part, string fallbackName) =>
        new(
            part.FileName is { Length: > 0 } name ? name : fallbackName,
            part.ContentType.MimeType,
            part.ContentId,
            (target, cancellationToken) => part.Content?.DecodeTo(target, cancellationToken));

    internal static MailFile Of(MimeMessage attached) =>
        new(
            (string.IsNullOrEmpty(attached.Subject) ? "message" : attached.Subject.Cut(120)) + ".eml",
            "message/rfc822",
            null,
            (target, cancellationToken) => attached.WriteTo(target, cancellationToken));
}
