using System.Net;
using System.Security.Claims;
using Ensoras.Domain.Channels.Email.Inbound;
using Ensoras.Domain.Channels.Email.Reading;
using Ensoras.Web.Live;
using MimeKit;

namespace Ensoras.Web.Mail;

/// <summary>
/// The original of an email, for a frame of its own: made safe, without scripts, and with nothing fetched from
/// elsewhere; and as the
/// file that it came as.
/// </summary>
public static class OriginalEndpoints
{
    private const string FramePolicy =
        "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; base-uri 'none'; form-action 'none'; "
            + "frame-ancestors 'self'; "
        + "sandbox allow-popups allow-popups-to-escape-sandbox";

    private static readonly string[] Pictures = ["image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp"];

    internal static void MapOriginalMail(this WebApplication app)
    {
        var mails = app.MapGroup("/api/v1/mail/{id:guid}").RequireAuthorization();
        mails.MapGet("/view", ShowAsync);
        mails.MapGet("/original.eml", DownloadAsync);
        mails.MapGet("/pictures/{contentId}", PictureAsync);
    }

    private static Task<IResult> ShowAsync(Guid id, ClaimsPrincipal user, MailLedger ledger, HttpContext http) =>
        WithAsync(
            id,
            user,
            ledger,
            http,
            async (mail, _) =>
            {
                var body = mail.Html is { } html
                    ? SafeMailHtml.From(
                        html,
                        cid => $"/api/v1/mail/{id}/pictures/{Uri.EscapeDataString(cid)}",
                        remoteAddress: null)
                    : $"<pre style=\"white-space: pre-wrap; font: "
                        + $"inherit\">{WebUtility.HtmlEncode(mail.FullText)}</pre>";
                http.Response.Headers.ContentSecurityPolicy = FramePolicy;
                http.Response.ContentType = "text/html; charset=utf-8";
                await http.Response.WriteAsync(
                    "<!DOCTYPE html><html><head><meta charset=\"utf-8\"></head>"
                        + $"<body style=\"font: 15px/1.5 sans-serif; background: #fff; color: #111; overflow-wrap: "
                            + $"anywhere\">{body}</body></html>",
                    http.RequestAborted);
            });

    private static Task<IResult> PictureAsync(
        Guid id,
        string contentId,
        ClaimsPrincipal user,
        MailLedger ledger,
        HttpContext http) =>
        WithAsync(
            id,
            user,
            ledger,
            http,
            async (mail, _) =>
            {
                var picture = mail.Files.FirstOrDefault(file =>
                    file.ContentId == contentId && Pictures.Contains(file.MediaType, StringComparer.OrdinalIgnoreCase)
                );
                if (picture is null)
                {
                    http.Response.StatusCode = StatusCodes.Status404NotFound;
                    return;
                }

                using var bytes = new MemoryStream();
                picture.WriteTo(bytes, http.RequestAborted);
                http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
                http.Response.ContentType = picture.MediaType;
                await http.Response.Body.WriteAsync(
                    bytes.GetBuffer().AsMemory(0, (int)bytes.Length),
                    http.RequestAborted);
            });

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
