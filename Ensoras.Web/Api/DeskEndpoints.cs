using System.Security.Claims;
using Ensoras.Domain.Projects;
using Ensoras.Domain.Tickets;
using Ensoras.Web.Live;
using Ensoras.Web.Localization;
using Ensoras.Web.Resources;

namespace Ensoras.Web.Api;

/// <summary>
/// The desk over HTTP, for scripts of signed-in people: the same reads and the same one door as the screens. The
/// cookie is SameSite=Lax, and <see cref="Hosting.RequestCheck"/> turns away what another site caused.
/// </summary>
public static class DeskEndpoints
{
    public static IServiceCollection AddDeskApi(this IServiceCollection services) =>
        services
            .AddSingleton<InboxEvents>()
            .ConfigureHttpJsonOptions(json => json.SerializerOptions.Converters.Add(new EnumNames()));

    public static void MapDeskApi(this WebApplication app)
    {
        var api = app.MapGroup("/api/v1").RequireAuthorization().DisableAntiforgery().AddEndpointFilter<RuleProblem>();
        api.MapTicketLists();
        api.MapGet("/tickets/{number:int}", ReadTicketAsync);
        api.MapPost("/tickets/{number:int}/drafts/{draftId:guid}/approve", ApproveAsync);
        api.MapPost("/tickets/{number:int}/replies", ReplyAsync);
        api.MapPost("/tickets/{number:int}/priority", ChangePriorityAsync);
        api.MapAttachments();
        api.MapInboxEvents();
    }

    private static async Task<IResult> ReadTicketAsync(
        int number,
        ClaimsPrincipal user,
        TicketReads tickets,
        CancellationToken cancellationToken) =>
        await tickets.FindAsync(Viewer.From(user)!.ProjectId, number, cancellationToken) is { } detail
            ? TypedResults.Ok(ApiTicket.Of(detail))
            : NoSuchTicket(number);

    private static async Task<IResult> ApproveAsync(
        int number,
        Guid draftId,
        ApiApproval? approval,
        ClaimsPrincipal user,
        TicketReads tickets,
        ProjectReads projects,
        TicketDesk desk,
        CancellationToken cancellationToken)
    {
        var viewer = Viewer.From(user)!;
        var grace = (await projects.ReadAsync(viewer.ProjectId, cancellationToken)).Project.GracePeriod;
        return await ChangeAsync(
            number,
            viewer,
            tickets,
            desk,
            [],
            (ticket, stamp) => ticket.Approve(stamp, draftId, grace, approval?.Read),
            cancellationToken);
    }

    private static async Task<IResult> ReplyAsync(
        int number,
        ApiReply reply,
        ClaimsPrincipal user,
        TicketReads tickets,
        ProjectReads projects,
        TicketDesk desk,
        CancellationToken cancellationToken)
    {
        var viewer = Viewer.From(user)!;
        var grace = (await projects.ReadAsync(viewer.ProjectId, cancellationToken)).Project.GracePeriod;
        var files = reply.AttachmentIds ?? [];
        return await ChangeAsync(
            number,
            viewer,
            tickets,
            desk,
            files,
            (ticket, stamp) => ticket.Reply(stamp, reply.Text, grace, reply.ClientId, files),
            cancellationToken);
    }

    private static Task<IResult> ChangePriorityAsync(
        int number,
        ApiPriority wanted,
        ClaimsPrincipal user,
        TicketReads tickets,
        TicketDesk desk,
        CancellationToken cancellationToken) =>
        ChangeAsync(
            number,
            Viewer.From(user)!,
            tickets,
            desk,
            [],
            (ticket, stamp) => SetPriority(ticket, stamp, wanted.Priority),
            cancellationToken);

    // Sent again after a lost answer, it is answered as the first time.
    private static void SetPriority(Ticket ticket, Stamp stamp, TicketPriority priority)
    {
        if (ticket.Priority != priority)
        {
            ticket.ChangePriority(stamp, priority);
        }
    }

    private static async Task<IResult> ChangeAsync(
        int number,
        Viewer viewer,
        TicketReads tickets,
        TicketDesk desk,
        IReadOnlyCollection<Guid> attachmentIds,
        Action<Ticket, Stamp> change,
        CancellationToken cancellationToken)
    {
        if (await tickets.FindIdAsync(viewer.ProjectId, number, cancellationToken) is not { } ticketId)
        {
            return NoSuchTicket(number);
        }

        await desk.ChangeAsync(ticketId, viewer.Actor, attachmentIds, change, cancellationToken);
        return TypedResults.NoContent();
    }

    private static IResult NoSuchTicket(int number) =>
        TypedResults.Problem(
            Texts<ApiText>.Of("NoTicket", number),
            statusCode: StatusCodes.Status404NotFound,
            title: Texts<ApiText>.Of("NotFound"));

    /// <param name="Read">The draft as its reviewer read it; what somebody else edited meanwhile is then not
    /// sent.</param>
    private sealed record ApiApproval(string? Read);

    /// <param name="AttachmentIds">Files that were uploaded for it before.</param>
    /// <param name="ClientId">A GUID that the caller makes for this reply: the same one again, after an answer that
    /// got lost, is the same reply and is answered as the first was.</param>
    private sealed record ApiReply(string Text, IReadOnlyList<Guid>? AttachmentIds, Guid? ClientId);

    private sealed record ApiPriority(TicketPriority Priority);
}
