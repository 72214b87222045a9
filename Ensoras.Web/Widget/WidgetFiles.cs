using System.Security.Cryptography;
using System.Text;
using Ensoras.Domain.Channels.Widget;
using Ensoras.Domain.Tickets;
using Ensoras.Web.Api;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ensoras.Web.Widget;

/// <summary>Files of a visitor's conversation. The token is in a header, so an address alone opens nothing.</summary>
internal static class WidgetFiles
{
    /// <summary>Takes a file in; it waits for the visitor's next message, which may open the conversation.</summary>
    public static async Task<IResult> ReceiveAsync(
        HttpContext http, WidgetSessions sessions, AttachmentStore store, UploadBudget budget)
    {
        var visit = await WidgetRequest.AuthenticateAsync(http, sessions);
        var address = WidgetRateLimits.Address(http);

        // A body that does not say how long it is counts as the longest; one that is too long is refused for that.
        var bytes = Math.Min(http.Request.ContentLength ?? Attachment.MaxBytes, Attachment.MaxBytes);
        if (budget.Take(visit.Customer.Id, address, bytes) is { } wait)
        {
            throw new WidgetProblemException(StatusCodes.Status429TooManyRequests, "uploadedMuch", wait);
        }

        var visitor = new VisitorUpload(visit.Project.Id, Source(address, visit.Project.IdentitySecret));
        var answer = await FileUpload.ReceiveAsync(http, store, null, visit.Customer.Id, visitor);
        return answer is ProblemHttpResult { StatusCode: var status } ? throw Problem(http, status) : answer;
    }

    public static async Task<IResult> RemoveAsync(
        Guid id, HttpContext http, WidgetSessions sessions, AttachmentStore store)
    {
        var visit = await WidgetRequest.AuthenticateAsync(http, sessions);
        await store.RemoveAsync(id, visit.Customer.Id, http.RequestAborted);
        return TypedResults.NoContent();
    }

    public static async Task<IResult> ReadAsync(
        Guid id, HttpContext http, WidgetSessions sessions, AttachmentStore store)
    {
        var visit = await WidgetRequest.AuthenticateAsync(http, sessions);
        return visit.TicketId is { } ticketId
            && await store.FindShownAsync(id, ticketId, http.RequestAborted) is { } attachment
            ? new FileDownload(attachment, store)
            : throw new WidgetProblemException(StatusCodes.Status404NotFound, "unknownFile");
    }

    /// <summary>What went wrong, in the visitor's language.</summary>
    private static WidgetProblemException Problem(HttpContext http, int status) => status switch
    {
        StatusCodes.Status400BadRequest when http.Request.Headers[FileUpload.NameHeader].Count == 0 =>
            new(status, "fileName", null, FileUpload.NameHeader),
        StatusCodes.Status400BadRequest => new(status, "emptyFile"),
        StatusCodes.Status413PayloadTooLarge => new(status, "bigFile"),
        StatusCodes.Status429TooManyRequests => new(status, "noRoom"),
        _ => new(status, "tooManyWaiting"),
    };

    /// <summary>Not the address itself: what waits for a message is no reason to keep that.</summary>
    private static string Source(string address, string secret) =>
        Convert.ToHexStringLower(
            HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(address)).AsSpan(0, 16));
}
