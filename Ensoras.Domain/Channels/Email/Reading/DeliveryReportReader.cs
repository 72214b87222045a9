using System.Text.RegularExpressions;
using MimeKit;

namespace Ensoras.Domain.Channels.Email.Reading;

/// <summary>
/// Reads what mail servers report about email of ours: as RFC 3464 says, and the many that don't follow it.
/// </summary>
internal static partial class DeliveryReportReader
{
    private const int MaxText = 64 * 1024;
    private const int MaxWords = 500;
    private static readonly string[] Senders = ["mailer-daemon", "postmaster", "mail-daemon"];

    public static DeliveryReport? Read(MimeMessage message) =>
        message.Body is MultipartReport { ReportType: { } type } report
        && type.Equals("delivery-status", StringComparison.OrdinalIgnoreCase)
        && FromStatus(report) is { } read
            ? read
        : IsFromServer(message) && Failed().IsMatch(message.Subject ?? "") ? FromText(message)
        : null;

    private static DeliveryReport? FromStatus(MultipartReport report)
    {
        var mailId = ReturnedId(report);
        var groups = report.OfType<MessageDeliveryStatus>().SelectMany(Groups).ToList();
        var about =
            groups.Find(group => group["Action"] is { } action && IsFailed(action))
            ?? groups.Find(group => group["Action"] is not null);
        if (about is null)
        {
            return null;
        }

        var action = about["Action"] ?? "";
        var status = about["Status"]?.Trim().Split(' ')[0];
        return new DeliveryReport(
            mailId,
            AddressOf(about["Final-Recipient"]) ?? AddressOf(about["Original-Recipient"]),
            status,
            WordsOf(about["Diagnostic-Code"] ?? status ?? action),
            IsFailed(action) ? DeliveryReportOutcome.Failed
                : action.Trim().StartsWith("delay", StringComparison.OrdinalIgnoreCase) ? DeliveryReportOutcome.Delayed
                : DeliveryReportOutcome.Delivered);
    }

    // What MimeKit cannot read as header groups reads as none.
    private static List<HeaderList> Groups(MessageDeliveryStatus status)
    {
        try
        {
            return [.. status.StatusGroups];
        }
        catch (FormatException)
        {
            return [];
        }
    }

    private static string? ReturnedId(Multipart report)
    {
        foreach (var part in report)
        {
            var headers = part switch
            {
                MessagePart { Message: { } returned } => returned.Headers,
                TextPart text when text.ContentType.IsMimeType("text", "rfc822-headers") => HeadersOf(text),
                _ => null,
            };
            if (headers?[HeaderId.MessageId] is { } id)
            {
                return MailIds.Clean(id);
            }
        }

        return null;
    }

    private static HeaderList? HeadersOf(MimePart part)
    {
        try
        {
            using var stream = part.Content?.Open();
            return stream is null ? null : HeaderList.Load(stream);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static bool IsFromServer(MimeMessage message) =>
        message.From.Mailboxes.Any(box =>
            Senders.Contains(box.Address.Split('@')[0], StringComparer.OrdinalIgnoreCase)
        ) || message.Headers[HeaderId.ReturnPath]?.Trim() is "<>";

    /// <summary>The returned email's Message-ID, the status and the address stand somewhere in the text.</summary>
    private static DeliveryReport FromText(MimeMessage message)
    {
        var text =
            string.Join('\n', message.BodyParts.OfType<TextPart>().Take(5).Select(part => MailText.Of(part, MaxText)))
            + string.Join(
                '\n',
                message
                    .BodyParts.OfType<MessagePart>()
                    .Take(2)
                    .Select(part => $"Message-ID: {part.Message?.MessageId}"));
        text = text.Cut(MaxText);
        var status = Status().Match(text);
        var address = Address()
            .Matches(text)
            .Select(match => match.Value)
            .FirstOrDefault(found =>
                EmailAddresses.TryParse(found, out _)
                && !Senders.Contains(found.Split('@')[0], StringComparer.OrdinalIgnoreCase));
        var id = ReturnedMessageId().Match(text);
        var words = text.Split('\n')
            .Select(line => line.Trim())
            .FirstOrDefault(line => status.Success && line.Contains(status.Value, StringComparison.Ordinal));
        return new DeliveryReport(
            id.Success ? MailIds.Clean(id.Groups[1].Value) : null,
            address,
            status.Success ? status.Value : null,
            WordsOf(words ?? message.Subject ?? ""),
            status.Success && status.Value[0] == '4' ? DeliveryReportOutcome.Delayed : DeliveryReportOutcome.Failed);
    }

    private static bool IsFailed(string action) =>
        action.Trim().StartsWith("fail", StringComparison.OrdinalIgnoreCase);

    // "rfc822; somebody@example.org"
    private static string? AddressOf(string? field) =>
        field is not null
        && EmailAddresses.TryParse(
            field[(field.IndexOf(';', StringComparison.Ordinal) + 1)..].Trim().Trim('<', '>'),
            out var address)
            ? address
            : null;

    // "smtp; 550 5.1.1 unknown user"
    private static string WordsOf(string field) =>
        string.Join(
                ' ',
                (field.StartsWith("smtp;", StringComparison.OrdinalIgnoreCase) ? field[5..] : field).Split(
                    (char[]?)null,
                    StringSplitOptions.RemoveEmptyEntries))
            .Cut(MaxWords, "…");

    [GeneratedRegex(
        @"undeliver|delivery (?:status|failure|incomplete)|delivery has failed|returned mail|mail delivery"
            + @"|failure notice|could not be delivered|unzustellbar|non remis|no entregado",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Failed();

    [GeneratedRegex(@"\b[245]\.\d{1,3}\.\d{1,3}\b", RegexOptions.NonBacktracking)]
    private static partial Regex Status();

    [GeneratedRegex(@"[A-Za-z0-9._%+\-]{1,64}@[A-Za-z0-9.\-]{1,190}\.[A-Za-z]{2,20}", RegexOptions.NonBacktracking)]
    private static partial Regex Address();

    [GeneratedRegex(
        @"Message-ID:[ \t\r\n]{0,10}<?([^<>\s]{3,300})",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex ReturnedMessageId();
}
