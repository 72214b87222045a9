using Ensoras.Domain.Rendering;

namespace Ensoras.Domain.Channels.Email;

/// <summary>
/// An approved message as the two texts of a mail: what the desk shows, as a document, and the same to read without
/// one.
/// </summary>
public sealed record MailBody(string Html, string Plain)
{
    /// <param name="markdown">The message as it was approved.</param>
    /// <param name="publicAddress">Where customers reach the desk, for links into it; null while unknown.</param>
    public static MailBody From(string markdown, string? publicAddress) => new(
        $"""
        <!DOCTYPE html>
        <html><head><meta charset="utf-8"></head><body><div dir="auto">
        {MarkdownHtml.ForMail(markdown, publicAddress)}</div></body></html>

        """.ReplaceLineEndings("\r\n"),
        MarkdownPlain.From(markdown, publicAddress).ReplaceLineEndings("\r\n") + "\r\n");
}
