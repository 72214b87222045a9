using System.Text;
using System.Text.Json;
using Ensoras.Domain.Channels.Email.Inbound;
using Ensoras.Domain.Channels.Email.Mailboxes;
using Microsoft.AspNetCore.Http.Features;

namespace Ensoras.Web.Mail;

/// <summary>
/// Takes emails from other servers: as they are, from an MTA's pipe or fetchmail, and in the envelopes of Postmark
/// and SendGrid. Who has the project's token may hand mail in. Answers only once the email is stored.
/// </summary>
public static class InboundEndpoints
{
    // A service sends an email in letters that take a third more room.
    private const long MaxRequestBytes = (MailLedger.MaxBytes * 14 / 10) + (1024 * 1024);

    internal static void MapInboundMail(this WebApplication app)
    {
        var doors = app.MapGroup("/api/mail").AllowAnonymous().DisableAntiforgery();
        doors.MapPost("/inbound", TakeRawAsync);
        doors.MapPost("/postmark", TakePostmarkAsync);
        doors.MapPost("/sendgrid", TakeSendGridAsync);
        doors.MapPost("/mailgun/mime", TakeMailgunAsync);
    }

    private static async Task<IResult> TakeRawAsync(HttpContext http, MailAdmin admin, MailLedger ledger)
    {
        AllowSize(http);
        return await FindProjectAsync(http, admin) is { } projectId
            ? await StoreAsync(ledger, projectId, MailDoor.Http, http.Request.Body, http.RequestAborted)
            : NotAllowed();
    }

    /// <summary>Postmark's JSON, with "Include raw email content" turned on.</summary>
    private static async Task<IResult> TakePostmarkAsync(HttpContext http, MailAdmin admin, MailLedger ledger)
    {
        AllowSize(http);
        if (await FindProjectAsync(http, admin) is not { } projectId)
        {
            return NotAllowed();
        }

        try
        {
            using var json = await JsonDocument.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted);
            return
                json.RootElement.ValueKind is JsonValueKind.Object
                && json.RootElement.TryGetProperty("RawEmail", out var raw)
                && raw.ValueKind is JsonValueKind.String
                ? await StoreAsync(ledger, projectId, MailDoor.Postmark, Bytes(raw.GetString()!), http.RequestAborted)
                : NotReadable(
                    "There is no RawEmail. Turn on “Include raw email content in JSON payload” in Postmark.");
        }
        catch (JsonException)
        {
            return NotReadable("The body is not JSON.");
        }
    }

    /// <summary>SendGrid's form, with "POST the raw, full MIME message" turned on.</summary>
    private static async Task<IResult> TakeSendGridAsync(HttpContext http, MailAdmin admin, MailLedger ledger)
    {
        AllowSize(http);
        if (await FindProjectAsync(http, admin) is not { } projectId)
        {
            return NotAllowed();
        }

        if (!http.Request.HasFormContentType)
        {
            return NotReadable("The body is not a form.");
        }

        var form = await ReadFormAsync(http);
        if (form.Files.GetFile("email") is { } file)
        {
            await using var content = file.OpenReadStream();
            return await StoreAsync(ledger, projectId, MailDoor.SendGrid, content, http.RequestAborted);
        }

        return form["email"].ToString() is { Length: > 0 } raw
            ? await StoreAsync(ledger, projectId, MailDoor.SendGrid, Bytes(raw), http.RequestAborted)
            : NotReadable("There is no field “email”. Turn on “POST the raw, full MIME message” in SendGrid.");
    }

    /// <summary>Mailgun's form, from a route that forwards to an address that ends in "mime"; Mailgun signs it.</summary>
    private static async Task<IResult> TakeMailgunAsync(HttpContext http, MailAdmin admin, MailLedger ledger)
    {
        AllowSize(http);
        if (await FindProjectAsync(http, admin) is not { } projectId || !http.Request.HasFormContentType)
        {
            return NotAllowed();
        }

        var form = await ReadFormAsync(http);
        var isSigned = await admin.IsFromMailgunAsync(
            projectId,
            form["timestamp"].ToString(),
            form["token"].ToString(),
            form["signature"].ToString(),
            http.RequestAborted);
        return !isSigned ? NotAllowed()
            : form["body-mime"].ToString() is { Length: > 0 } raw
                ? await StoreAsync(ledger, projectId, MailDoor.Mailgun, Bytes(raw), http.RequestAborted)
            : NotReadable("There is no field “body-mime”. Let the route forward to an address that ends in “mime”.");
    }

    private static Task<IFormCollection> ReadFormAsync(HttpContext http) =>
        new FormFeature(
            http.Request,
            new FormOptions { ValueLengthLimit = (int)MaxRequestBytes, MultipartBodyLengthLimit = MaxRequestBytes })
            .ReadFormAsync(http.RequestAborted);

    private static async Task<IResult> StoreAsync(
        MailLedger ledger,
        Guid projectId,
        MailDoor door,
        Stream raw,
        CancellationToken cancellationToken)
    {
        try
        {
            var stored = await ledger.StoreAsync(new ArrivedMail(projectId, door), raw, cancellationToken);
            return TypedResults.Json(new { id = stored?.Id }, statusCode: StatusCodes.Status202Accepted);
        }
        catch (RuleBrokenException refusal)
        {
            return NotReadable(refusal.Message);
        }
    }

    /// <summary>By the token in the header; services that cannot send one have it in the address.</summary>
    private static async Task<Guid?> FindProjectAsync(HttpContext http, MailAdmin admin)
    {
        const string Bearer = "Bearer ";
        var header = http.Request.Headers.Authorization.ToString();
        var token =
            header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? header[Bearer.Length..].Trim()
            : header.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase) ? PasswordOf(header["Basic ".Length..])
            : http.Request.Query["token"].ToString();
        return token is { Length: > 0 and <= 200 } ? await admin.FindProjectAsync(token, http.RequestAborted) : null;
    }

    private static string PasswordOf(string basic)
    {
        var bytes = new byte[basic.Length];
        return Convert.TryFromBase64String(basic.Trim(), bytes, out var length)
            ? Encoding.UTF8.GetString(bytes, 0, length).Split(':', 2) is [_, var password]
                ? password
                : ""
            : "";
    }

    private static void AllowSize(HttpContext http)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = MaxRequestBytes;
        }
    }

    // Each byte that was no UTF-8 has become one character already; what is left is written as it is read.
    private static MemoryStream Bytes(string raw) => new(Encoding.UTF8.GetBytes(raw));

    private static IResult NotAllowed() =>
        TypedResults.Problem(
            "Send the project's token as a bearer token.",
            statusCode: StatusCodes.Status401Unauthorized);

    private static IResult NotReadable(string detail) =>
        TypedResults.Problem(detail, statusCode: StatusCodes.Status400BadRequest);
}
