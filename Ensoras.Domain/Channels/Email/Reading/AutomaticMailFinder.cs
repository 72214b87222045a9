using MimeKit;

namespace Ensoras.Domain.Channels.Email.Reading;

/// <summary>
/// Tells mail of machines from mail of people (RFC 3834, and what programs do instead), so that no two machines
/// answer each other.
/// </summary>
internal static class AutomaticMailFinder
{
    private static readonly string[] BulkPrecedences = ["bulk", "junk", "list"];
    private static readonly string[] ReplyHeaders =
    [
        "X-Autoreply",
        "X-Autorespond",
        "X-AutoReply-From",
        "X-Mail-Autoreply",
    ];
    private static readonly string[] ListHeaders = ["List-Id", "List-Unsubscribe", "List-Post"];

    /// <param name="own">Our own addresses: a group that hands its mail on to us is no mailing list.</param>
    public static AutomaticMail Find(MimeMessage message, IReadOnlyCollection<string> own)
    {
        if (DeliveryReportReader.Read(message) is { } report)
        {
            return new AutomaticMail(AutomaticKind.DeliveryReport, "delivery report") { Report = report };
        }

        var headers = message.Headers;
        if (
            headers[HeaderId.AutoSubmitted] is { } submitted
            && !FirstWord(submitted).Equals("no", StringComparison.OrdinalIgnoreCase))
        {
            return new AutomaticMail(AutomaticKind.Reply, $"Auto-Submitted: {FirstWord(submitted).Cut(40)}");
        }

        if (Array.Find(ReplyHeaders, headers.Contains) is { } reply)
        {
            return new AutomaticMail(AutomaticKind.Reply, reply);
        }

        var precedence = FirstWord(headers["Precedence"] ?? "");
        if (precedence.StartsWith("auto", StringComparison.OrdinalIgnoreCase))
        {
            return new AutomaticMail(AutomaticKind.Reply, $"Precedence: {precedence.Cut(40)}");
        }

        if (
            headers["X-Auto-Response-Suppress"] is { } suppress
            && !FirstWord(suppress).Equals("none", StringComparison.OrdinalIgnoreCase))
        {
            return new AutomaticMail(AutomaticKind.Reply, "X-Auto-Response-Suppress");
        }

        if (headers[HeaderId.ReturnPath] is { } path && path.Replace(" ", "", StringComparison.Ordinal) is "<>")
        {
            return new AutomaticMail(AutomaticKind.Reply, "Return-Path: <>");
        }

        return IsOwnGroup(headers, own) ? AutomaticMail.None : FindBulk(headers, precedence);
    }

    private static AutomaticMail FindBulk(HeaderList headers, string precedence) =>
        BulkPrecedences.Contains(precedence, StringComparer.OrdinalIgnoreCase)
            ? new AutomaticMail(AutomaticKind.Bulk, $"Precedence: {precedence}")
        : Array.Find(ListHeaders, headers.Contains) is { } list ? new AutomaticMail(AutomaticKind.Bulk, list)
        : AutomaticMail.None;

    private static bool IsOwnGroup(HeaderList headers, IReadOnlyCollection<string> own) =>
        own.Any(address =>
            Mentions(headers["List-Post"], address) || Mentions(headers["List-Id"], address.Replace('@', '.')));

    private static bool Mentions(string? header, string address) =>
        header?.Contains(address, StringComparison.OrdinalIgnoreCase) is true;

    private static string FirstWord(string value) => value.Trim().Split([' ', ';', '\t', '\r', '\n', ','], 2)[0];
}
