using System.Globalization;
using System.Net;
using Ensoras.Domain.Rendering;

namespace Ensoras.Domain.Channels.Email;

/// <summary>
/// An approved message as the two texts of a mail: what the desk shows, as a document, and the same to read without
/// one.
/// </summary>
public sealed record MailBody(string Html, string Plain)
{
    private const int MaxQuoted = 8_000;

    /// <summary>The message with what the project puts below every reply.</summary>
    internal static MailBody From(OutgoingMessage message, MailEnding ending)
    {
        var markdown = string.Join(
            "\n\n",
            new[] { message.Body, ending.Disclosure, ending.Signature }.Where(part => part.SaysSomething()));
        var body = From(markdown, message.PublicAddress);
        if (!ending.Quotes || message.Quoted is not { } quoted)
        {
            return body;
        }

        var attribution = string.Create(
            CultureInfo.InvariantCulture,
            $"On {quoted.At.UtcDateTime:d MMM yyyy, HH:mm} UTC, {quoted.Author} wrote:");
        var lines = quoted.Text.Cut(MaxQuoted, "…").ReplaceLineEndings("\n").Split('\n');
        var html = $"""
            <div class="gmail_quote"><p>{WebUtility.HtmlEncode(attribution)}</p>
            <blockquote type="cite">{string.Join("<br>\n", lines.Select(WebUtility.HtmlEncode))}</blockquote></div>
            </body></html>

            """;
        return new MailBody(
            body.Html.Replace("</body></html>\r\n", html.ReplaceLineEndings("\r\n"), StringComparison.Ordinal),
            $"{body.Plain}\r\n{attribution}\r\n\r\n{string.Concat(lines.Select(Quoted))}");
    }

    private static string Quoted(string line) => line.StartsWith('>') ? $">{line}\r\n" : $"> {line}\r\n";

    /// <param name="markdown">The message as it was approved.</param>
    /// <param name="publicAddress">Where customers reach the desk, for links into it; null while unknown.</param>
    public static MailBody From(string markdown, string? publicAddress) =>
        new(
            $"""
            <!DOCTYPE html>
            <html><head><meta charset="utf-8"></head><body><div dir="auto">
            {MarkdownHtml.ForMail(markdown, publicAddress)}</div></body></html>

            """.ReplaceLineEndings("\r\n"),
            MarkdownPlain.From(markdown, publicAddress).ReplaceLineEndings("\r\n") + "\r\n");
}
