using System.Text.RegularExpressions;
using Ensoras.Domain.Channels.Widget;
using Ensoras.Domain.Live;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ensoras.Web.Widget;

/// <summary>What the chat in a visitor's browser calls. What goes wrong is thrown and answered by <see cref="WidgetProblemFilter"/>.</summary>
internal static partial class WidgetEndpoints
{
    private const string UnknownProject = "There is no project with this key. Copy the snippet from the desk's settings again.";

    public static async Task<Ok<ProjectAnswer>> ShowProjectAsync(string key, WidgetSessions desk, CancellationToken cancellationToken)
    {
        var project = await desk.FindProjectAsync(key, cancellationToken) ?? throw new WidgetProblemException(StatusCodes.Status404NotFound, UnknownProject);
        return TypedResults.Ok(new ProjectAnswer(project.Name, project.Greeting, desk.IsAnybodyThere(project.Id)));
    }

    public static async Task<Created<StartAnswer>> StartAsync(HttpContext http, WidgetSessions desk, CancellationToken cancellationToken)
    {
        var body = await WidgetRequest.ReadAsync<StartBody>(http);
        var project = await desk.FindProjectAsync(body.ProjectKey ?? "", cancellationToken) ?? throw new WidgetProblemException(StatusCodes.Status404NotFound, UnknownProject);
        var earlier = WidgetRequest.HasToken(http) ? await WidgetRequest.AuthenticateAsync(http, desk) : null;
        if (earlier is not null && earlier.Project.Id != project.Id)
        {
            throw new WidgetProblemException(StatusCodes.Status401Unauthorized, "This token belongs to another project.");
        }

        var started = await desk.StartAsync(project, body.AsVisitor(), body.Page?.AsPage(), earlier, cancellationToken);
        return TypedResults.Created("/api/widget/v1/session", new StartAnswer(
            started.Token, project.Name, project.Greeting, started.Customer.Name, started.Customer.IsVerified, desk.IsAnybodyThere(project.Id)));
    }

    public static async Task<Ok<SessionAnswer>> ShowSessionAsync(HttpContext http, WidgetSessions desk)
    {
        var visit = await WidgetRequest.AuthenticateAsync(http, desk);
        return TypedResults.Ok(new SessionAnswer(
            visit.HasEnded ? "closed" : "open", visit.Customer.Name, visit.Customer.Email, visit.LastShownNumber, desk.IsAnybodyThere(visit.Project.Id)));
    }

    public static async Task<NoContent> IntroduceAsync(HttpContext http, WidgetSessions desk, CancellationToken cancellationToken)
    {
        var visit = await WidgetRequest.AuthenticateAsync(http, desk);
        var body = await WidgetRequest.ReadAsync<VisitorBody>(http);
        await desk.IntroduceAsync(visit, body.AsVisitor(), cancellationToken);
        return TypedResults.NoContent();
    }

    public static async Task<NoContent> CloseAsync(HttpContext http, WidgetSessions desk, CancellationToken cancellationToken)
    {
        await desk.CloseAsync(await WidgetRequest.AuthenticateAsync(http, desk), cancellationToken);
        return TypedResults.NoContent();
    }

    public static async Task<IResult> WriteAsync(HttpContext http, WidgetSessions desk, WidgetConversation conversation, Presence presence, CancellationToken cancellationToken)
    {
        var visit = await WidgetRequest.AuthenticateAsync(http, desk);
        var body = await WidgetRequest.ReadAsync<MessageBody>(http);
        if (body.ClientId is not { } clientId || !ClientId().IsMatch(clientId))
        {
            throw new WidgetProblemException(StatusCodes.Status400BadRequest, "A message needs a clientId: 1 to 64 letters, digits, dots, hyphens or underscores.");
        }

        var receipt = await conversation.WriteAsync(visit, clientId, body.Text ?? "", body.AttachmentIds ?? [], cancellationToken)
            ?? throw new WidgetProblemException(StatusCodes.Status410Gone, "This conversation has ended. A new message starts a new one.");
        if (visit.TicketId is { } ticketId)
        {
            presence.Hide(ticketId, visit.Who, Activity.Typing);
        }

        await desk.SeenAsync(visit, body.Page?.AsPage(), cancellationToken);
        var answer = new ReceiptAnswer(receipt.Number, receipt.At);
        return receipt.IsRepeat ? TypedResults.Ok(answer) : TypedResults.Json(answer, statusCode: StatusCodes.Status201Created);
    }

    public static async Task<NoContent> TypingAsync(HttpContext http, WidgetSessions desk, Presence presence)
    {
        var visit = await WidgetRequest.AuthenticateAsync(http, desk);
        if (visit.TicketId is { } ticketId)
        {
            presence.Show(ticketId, visit.Who, visit.Customer.Name, Activity.Typing);
        }

        return TypedResults.NoContent();
    }

    public static async Task<NoContent> PageAsync(HttpContext http, WidgetSessions desk, CancellationToken cancellationToken)
    {
        var visit = await WidgetRequest.AuthenticateAsync(http, desk);
        await desk.SeenAsync(visit, (await WidgetRequest.ReadAsync<PageBody>(http)).AsPage(), cancellationToken);
        return TypedResults.NoContent();
    }

    public static async Task FollowAsync(HttpContext http, WidgetSessions desk, WidgetEvents events)
    {
        var visit = await WidgetRequest.AuthenticateAsync(http, desk);
        _ = int.TryParse(http.Request.Headers["Last-Event-ID"], out var after);
        await events.SendAsync(http, visit, after);
    }

    [GeneratedRegex(@"\A[A-Za-z0-9._-]{1,64}\z")]
    private static partial Regex ClientId();
}
