using Ensoras.Domain.Channels.Widget;
using Ensoras.Domain.Tickets;
using Ensoras.Web.Api;

namespace Ensoras.Web.Widget;

/// <summary>Files of a visitor's conversation. The token is in a header, so an address alone opens nothing.</summary>
internal static class WidgetFiles
{
    /// <summary>Takes a file in; it waits for the visitor's next message, which may open the conversation.</summary>
    public static async Task<IResult> ReceiveAsync(HttpContext http, WidgetSessions desk, AttachmentStore store, UploadBudget budget)
    {
        var visit = await WidgetRequest.AuthenticateAsync(http, desk);

        // A body that does not say how long it is counts as the longest; one that is too long is refused for that.
        var bytes = Math.Min(http.Request.ContentLength ?? Attachment.MaxBytes, Attachment.MaxBytes);
        return budget.Take(WidgetRateLimits.Address(http), bytes) is { } wait
            ? WidgetProblemFilter.Wait(http, wait, StatusCodes.Status429TooManyRequests, "Many files came from your network within the hour. Try again later, or send a link to the file.")
            : await FileUpload.ReceiveAsync(http, store, null, visit.Customer.Id, visit.Project.Id);
    }

    public static async Task<IResult> RemoveAsync(Guid id, HttpContext http, WidgetSessions desk, AttachmentStore store)
    {
        var visit = await WidgetRequest.AuthenticateAsync(http, desk);
        await store.RemoveAsync(id, visit.Customer.Id, http.RequestAborted);
        return TypedResults.NoContent();
    }

    public static async Task<IResult> ReadAsync(Guid id, HttpContext http, WidgetSessions desk, AttachmentStore store)
    {
        var visit = await WidgetRequest.AuthenticateAsync(http, desk);
        return visit.TicketId is { } ticketId && await store.FindShownAsync(id, ticketId, http.RequestAborted) is { } attachment
            ? new FileDownload(attachment, store)
            : throw new WidgetProblemException(StatusCodes.Status404NotFound, "This file is not part of the conversation.");
    }
}
