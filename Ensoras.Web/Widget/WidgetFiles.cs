using Ensoras.Domain.Channels.Widget;
using Ensoras.Domain.Tickets;
using Ensoras.Web.Api;

namespace Ensoras.Web.Widget;

/// <summary>Files of a visitor's conversation. The token is in a header, so an address alone opens nothing.</summary>
internal static class WidgetFiles
{
    public static async Task<IResult> ReadAsync(Guid id, HttpContext http, WidgetDesk desk, AttachmentStore store)
    {
        var visit = await WidgetRequest.AuthenticateAsync(http, desk);
        return visit.TicketId is { } ticketId && await store.FindShownAsync(id, ticketId, http.RequestAborted) is { } attachment
            ? new FileDownload(attachment, store)
            : throw new Refusal(StatusCodes.Status404NotFound, "This file is not part of the conversation.");
    }
}
