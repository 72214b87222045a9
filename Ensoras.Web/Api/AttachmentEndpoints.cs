using System.Security.Claims;
using Ensoras.Domain.Tickets;
using Ensoras.Web.Live;
using Ensoras.Web.Localization;
using Ensoras.Web.Resources;

namespace Ensoras.Web.Api;

/// <summary>
/// Files of the desk's messages: taken in before they are sent, given out to everybody of the project.
/// </summary>
internal static class AttachmentEndpoints
{
    public static void MapAttachments(this RouteGroupBuilder api)
    {
        api.MapPost("/tickets/{number:int}/attachments", ReceiveAsync);
        api.MapGet("/attachments/{id:guid}", ReadAsync);
        api.MapDelete("/attachments/{id:guid}", RemoveAsync);
    }

    private static async Task<IResult> ReceiveAsync(
        int number,
        HttpContext http,
        ClaimsPrincipal user,
        TicketReads tickets,
        AttachmentStore store)
    {
        var viewer = Viewer.From(user)!;
        return await tickets.FindIdAsync(viewer.ProjectId, number, http.RequestAborted) is { } ticketId
            ? await FileUpload.ReceiveAsync(http, store, ticketId, viewer.AgentId)
            : TypedResults.Problem(
                Texts<ApiText>.Of("NoTicket", number),
                statusCode: StatusCodes.Status404NotFound,
                title: Texts<ApiText>.Of("NotFound"));
    }

    private static async Task<IResult> ReadAsync(
        Guid id,
        ClaimsPrincipal user,
        AttachmentStore store,
        CancellationToken cancellationToken)
    {
        var viewer = Viewer.From(user)!;
        return await store.FindForAgentAsync(id, viewer.ProjectId, viewer.AgentId, cancellationToken) is { } attachment
            ? new FileDownload(attachment, store)
            : TypedResults.Problem(
                Texts<ApiText>.Of("NoFile"),
                statusCode: StatusCodes.Status404NotFound,
                title: Texts<ApiText>.Of("NotFound"));
    }

    private static async Task<IResult> RemoveAsync(
        Guid id,
        ClaimsPrincipal user,
        AttachmentStore store,
        CancellationToken cancellationToken)
    {
        await store.RemoveAsync(id, Viewer.From(user)!.AgentId, cancellationToken);
        return TypedResults.NoContent();
    }
}
