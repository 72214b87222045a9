using System.Net;
using System.Security.Claims;
using Ensoras.Domain.Channels.Email.Inbound;
using Ensoras.Domain.Channels.Email.Reading;
using Ensoras.Web.Live;
using MimeKit;

namespace Ensoras.Web.Mail;

/// <summary>
/// The original of an email, for a frame of its own: made safe, without scripts, and with nothing fetched from
/// elsewhere; and as the file that it came as.
/// </summary>
public static class OriginalEndpoints
{
    private const string FramePolicy =
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; "
        + "frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox";

    private const string Head =
        "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><style>"
        + "body { font: 15px/1.5 sans-serif; background: #fff; color: #111; overflow-wrap: anywhere } "
        + "img { max-width: 100% } .plain { white-space: pre-wrap; font: inherit }</style></head><body>";

    internal static void MapOriginalMail(this WebApplication app)
    {
        var mails = app.MapGroup("/api/v1/mail/{id:guid}").RequireAuthorization();
        mails.MapGet("/view", ShowAsync);
        mails.MapGet("/original.eml", DownloadAsync);
    }

    /// <param name="pictures">Whether pictures from elsewhere are fetched.</param>
    private static Task<IResult> ShowAsync(
        Guid id,
        bool? pictures,
        ClaimsPrincipal user,
        MailLedger ledger,
        RemotePictures remote,
        HttpContext http) =>
        WithAsync(
            id,
            user,
            ledger,
            http,
            async (mail, _) =>
            {
                var body = mail.Html is { } html
                    ? await SafeAsync(html, mail, pictures is true ? remote : null, http.RequestAborted)
                    : $"<pre class=\"plain\">{WebUtility.HtmlEncode(mail.FullText)}</pre>";
                http.Response.Headers.ContentSecurityPolicy = FramePolicy;
                http.Response.ContentType = "text/html; charset=utf-8";
                await http.Response.WriteAsync($"{Head}{body}</body></html>", http.RequestAborted);
            });

    /// <summary>Pictures stand in it as bytes: a frame without an origin may fetch nothing.</summary>
    private static async Task<string> SafeAsync(
        string html,
        ReadMail mail,
        RemotePictures? remote,
        CancellationToken cancellationToken)
    {
        var named = new HashSet<string>();
        if (remote is not null)
        {
            _ = SafeMailHtml.From(
                html,
                _ => null,
                address =>
                {
                    named.Add(address);
                    return null;
                });
        }

        var fetched = remote is null ? null : await remote.FetchAsync(named, cancellationToken);
        Func<string, string?>? find = fetched is null ? null : address => fetched.GetValueOrDefault(address);
        return SafeMailHtml.From(html, contentId => OwnPicture(mail, contentId, cancellationToken), find);
    }

    private static string? OwnPicture(ReadMail mail, string contentId, CancellationToken cancellationToken)
    {
        if (mail.Files.FirstOrDefault(file => file.ContentId == contentId) is not { } picture)
        {
            return null;
        }

        using var bytes = new MemoryStream();
        picture.WriteTo(bytes, cancellationToken);
        return RemotePictures.Embedded(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
    }

    private static async Task<IResult> DownloadAsync(
        Guid id,
        ClaimsPrincipal user,
        MailLedger ledger,
        HttpContext http)
    {
        if (await ledger.FindAsync(Viewer.From(user)!.ProjectId, id, http.RequestAborted) is not { } line)
        {
            return NotThere();
        }

        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        return TypedResults.File(await ledger.OpenAsync(line, http.RequestAborted), "message/rfc822", "original.eml");
    }

    private static async Task<IResult> WithAsync(
        Guid id,
        ClaimsPrincipal user,
        MailLedger ledger,
        HttpContext http,
        Func<ReadMail, InboundMail, Task> answer)
    {
        if (await ledger.FindAsync(Viewer.From(user)!.ProjectId, id, http.RequestAborted) is not { } line)
        {
            return NotThere();
        }

        await using var raw = await ledger.OpenAsync(line, http.RequestAborted);
        MimeMessage message;
        try
        {
            message = await MailReader.ParseAsync(raw, http.RequestAborted);
        }
        catch (FormatException)
        {
            return NotThere();
        }

        using (message)
        {
            await answer(new MailReader([], null).Read(message, http.RequestAborted), line);
        }

        return TypedResults.Empty;
    }

    private static IResult NotThere() =>
        TypedResults.Problem("There is no such email in your project.", statusCode: StatusCodes.Status404NotFound);
}
