using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Ensoras.Domain.Storage;
using MimeKit;

namespace Ensoras.Domain.Channels.Email.Reading;

/// <summary>
/// Turns an email as it arrived into one that people read. MimeKit parses; what is bounded is bounded here.
/// </summary>
/// <param name="own">Our own addresses.</param>
/// <param name="authenticationServer">The id under which our own receiving server reports on senders; null when it
/// does not.</param>
public sealed class MailReader(IReadOnlyCollection<string> own, string? authenticationServer)
{
    private const int MaxDepth = 20;
    private const int MaxParts = 300;
    private const int MaxFiles = 20;
    private const int MaxPeople = 50;
    private const int MaxReferences = 100;
    private const int MaxTextBytes = 1024 * 1024;

    private static readonly ParserOptions Parsing = new()
    {
        MaxMimeDepth = MaxDepth,
        MaxAddressGroupDepth = 2,
        CharsetEncoding = Encoding.UTF8,
        AddressParserComplianceMode = RfcComplianceMode.Loose,
        ParameterComplianceMode = RfcComplianceMode.Loose,
        Rfc2047ComplianceMode = RfcComplianceMode.Loose,
    };

    /// <summary>Parses; the stream is read from again as long as parts of the message are.</summary>
    /// <exception cref="FormatException">It is no email.</exception>
    public static async Task<MimeMessage> ParseAsync(Stream raw, CancellationToken cancellationToken)
    {
        var message = await new MimeParser(Parsing, raw, MimeFormat.Entity, persistent: true)
            .ParseMessageAsync(cancellationToken)
            .ConfigureAwait(false);
        return message.Headers.Count > 0 ? message : throw new FormatException(Sentence.Of("Mail.NoHeaders").ToString());
    }

    public ReadMail Read(MimeMessage message, CancellationToken cancellationToken)
    {
        var parts = new MailParts(MaxParts, MaxFiles).Walk(message.Body);
        cancellationToken.ThrowIfCancellationRequested();
        var (text, html) = TextOf(parts);
        var full = text.Storable();
        return new ReadMail
        {
            MailId = MailIds.Clean(message.MessageId),
            From = People(message.From).FirstOrDefault() ?? (message.Sender is { } sender ? Person(sender) : null),
            ReplyTo = People(message.ReplyTo),
            To = People(message.To),
            Cc = People(message.Cc),
            DeliveredTo = [.. message.Headers.Where(IsDelivery).Take(MaxPeople).Select(header => header.Value)],
            Subject = OneLine(message.Subject),
            Date =
                message.Headers.Contains(HeaderId.Date) && message.Date != DateTimeOffset.MinValue
                    ? message.Date
                    : null,
            Text = QuotedHistory.Fold(full),
            FullText = full.Trim(),
            Html = html,
            Files = parts.Files,
            HasMoreFiles = parts.HasMore,
            Protection = parts.Protection,
            InReplyTo = MailIds.Clean(message.InReplyTo),
            References = [.. message.References.TakeLast(MaxReferences).Select(MailIds.Clean).OfType<string>()],
            Authentication = MailAuthentication.Of(message.Headers, authenticationServer),
            Automatic = AutomaticMailFinder.Find(message, own),
            ContentHash = HashOf(message, cancellationToken),
        };
    }

    private static (string Text, string? Html) TextOf(MailParts parts)
    {
        var html = parts.Html is { } htmlPart ? MailText.Of(htmlPart, MaxTextBytes) : null;
        var plain = string.Join(
            "\n\n",
            parts
                .Plain.Select(part => Unflowed(part, MailText.Of(part, MaxTextBytes)))
                .Where(text => text.SaysSomething()));

        // Many programs put "your client cannot show HTML" into the text part.
        return plain.SaysSomething() && !(html is not null && plain.Length < 200 && html.Length > plain.Length * 20)
                ? (plain, html)
            : html is not null ? (HtmlText.From(html), html)
            : (plain, null);
    }

    /// <summary>Lines that were only broken to fit are one again (RFC 3676).</summary>
    private static string Unflowed(TextPart part, string text)
    {
        if (!part.IsFlowed)
        {
            return text;
        }

        var result = new StringBuilder(text.Length);
        var flows = false;
        foreach (var line in text.Split('\n'))
        {
            var own = line.StartsWith(' ') ? line[1..] : line;
            var isQuoted = line.StartsWith('>');
            if (result.Length > 0 && !(flows && !isQuoted))
            {
                result.Append('\n');
            }

            result.Append(own);
            flows = own.EndsWith(' ') && own is not "-- " && !isQuoted;
        }

        return result.ToString();
    }

    private static bool IsDelivery(Header header) =>
        header.Field.ToUpperInvariant()
            is "DELIVERED-TO"
                or "X-ORIGINAL-TO"
                or "ENVELOPE-TO"
                or "X-DELIVERED-TO"
                or "X-FORWARDED-TO";

    private static List<MailPerson> People(InternetAddressList addresses) =>
        [
            .. addresses
                .Mailboxes.Take(MaxPeople)
                .Select(Person)
                .OfType<MailPerson>()
                .DistinctBy(person => person.Address.ToUpperInvariant()),
        ];

    private static MailPerson? Person(MailboxAddress box) =>
        EmailAddresses.TryParse(box.Address, out var address)
            ? new MailPerson(OneLine(box.Name) is { Length: > 0 } name ? name.Trim('"', '\'', ' ') : address, address)
            : null;

    private static string OneLine(string? text) =>
        string.Join(' ', (text ?? "").Storable().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Cut(500);

    private static string HashOf(MimeMessage message, CancellationToken cancellationToken)
    {
        using var hash = SHA256.Create();
        using (var stream = new CryptoStream(Stream.Null, hash, CryptoStreamMode.Write))
        {
            var head =
                $"{message.From}\n{message.Date.ToString("O", CultureInfo.InvariantCulture)}\n{message.Subject}\n";
            stream.Write(Encoding.UTF8.GetBytes(head));
            message.Body?.WriteTo(FormatOptions.Default, stream, contentOnly: true, cancellationToken);
        }

        return Convert.ToHexStringLower(hash.Hash!);
    }
}
