using System.Text.RegularExpressions;
using Ensoras.Domain.Channels.Widget;
using Ensoras.Domain.Live;
using Ensoras.Domain.People;
using Ensoras.Domain.Projects;
using Ensoras.Domain.Tickets;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ensoras.Web.Widget;

/// <summary>What the chat in a visitor's browser calls. What goes wrong is thrown and answered by <see
/// cref="WidgetProblemFilter"/>.</summary>
internal static partial class WidgetEndpoints
{
    public static IResult ShowText(HttpContext http, WidgetSentences sentences, string? languages) =>
        sentences.File(WidgetLanguages.Best(languages)).Answer(http);

    public static async Task<Ok<ProjectAnswer>> ShowProjectAsync(
        string key,
        WidgetSessions sessions,
        Attendance attendance,
        WidgetSentences sentences,
        CancellationToken cancellationToken)
    {
        var project = await FindProjectAsync(key, sessions, cancellationToken);
        return TypedResults.Ok(new ProjectAnswer(
            project.Name, Greeting(project, sentences), attendance.IsAnybodyThere(project.Id)));
    }

    public static async Task<Created<StartAnswer>> StartAsync(
        HttpContext http,
        WidgetSessions sessions,
        Attendance attendance,
        WidgetSentences sentences,
        CancellationToken cancellationToken)
    {
        var body = await WidgetRequest.ReadAsync<StartBody>(http);
        var visitor = Checked(body.AsVisitor());
        var project = await FindProjectAsync(body.ProjectKey, sessions, cancellationToken);
        var earlier = WidgetRequest.HasToken(http) ? await WidgetRequest.AuthenticateAsync(http, sessions) : null;
        if (earlier is not null && earlier.Project.Id != project.Id)
        {
            throw new WidgetProblemException(StatusCodes.Status401Unauthorized, "otherProject");
        }

        var started = await sessions.StartAsync(project, visitor, body.Page?.AsPage(), earlier, cancellationToken);
        return TypedResults.Created("/api/widget/v1/session", new StartAnswer(
            started.Token,
            project.Name,
            Greeting(project, sentences),
            started.Customer.Name,
            started.Customer.IsVerified,
            attendance.IsAnybodyThere(project.Id)));
    }

    public static async Task<Ok<SessionAnswer>> ShowSessionAsync(
        HttpContext http, WidgetSessions sessions, Attendance attendance)
    {
        var visit = await WidgetRequest.AuthenticateAsync(http, sessions);
        return TypedResults.Ok(new SessionAnswer(
            visit.HasEnded ? "closed" : "open",
            visit.Customer.Name is Customer.Unnamed ? null : visit.Customer.Name,
            visit.Customer.Email,
            visit.Customer.IsVerified,
            visit.LastShownNumber,
            attendance.IsAnybodyThere(visit.Project.Id)));
    }

    public static async Task<NoContent> IntroduceAsync(
        HttpContext http,
        WidgetSessions sessions,
        VisitorIntroductions introductions,
        CancellationToken cancellationToken)
    {
        var visit = await WidgetRequest.AuthenticateAsync(http, sessions);
        var visitor = Checked((await WidgetRequest.ReadAsync<VisitorBody>(http)).AsVisitor());
        if (visitor.VerifiedExternalId(visit.Project) is { } externalId && externalId != visit.Customer.ExternalId)
        {
            throw new WidgetProblemException(StatusCodes.Status409Conflict, "confirmFirst");
        }

        await introductions.IntroduceAsync(visit, visitor, cancellationToken);
        return TypedResults.NoContent();
    }

    public static async Task<IResult> TakeOverAsync(
        HttpContext http, WidgetSessions sessions, ConversationTakeover takeover, CancellationToken cancellationToken)
    {
        var visit = await WidgetRequest.AuthenticateAsync(http, sessions);
        var body = await WidgetRequest.ReadAsync<TakeoverBody>(http);
        var visitor = body.AsVisitor();
        if (body.Confirmed)
        {
            return await takeover.TakeOverAsync(visit, Checked(visitor), cancellationToken)
                ? TypedResults.NoContent()
                : throw new WidgetProblemException(StatusCodes.Status409Conflict, "notYours");
        }

        return await takeover.OfferAsync(visit, visitor, cancellationToken) is { } startedAt
            ? TypedResults.Ok(new TakeoverOffer(startedAt))
            : TypedResults.NoContent();
    }

    public static async Task<NoContent> CloseAsync(
        HttpContext http, WidgetSessions sessions, CancellationToken cancellationToken)
    {
        await sessions.CloseAsync(await WidgetRequest.AuthenticateAsync(http, sessions), cancellationToken);
        return TypedResults.NoContent();
    }

    public static async Task<IResult> WriteAsync(
        HttpContext http,
        WidgetSessions sessions,
        WidgetConversation conversation,
        Presence presence,
        CancellationToken cancellationToken)
    {
        var visit = await WidgetRequest.AuthenticateAsync(http, sessions);
        var body = await WidgetRequest.ReadAsync<MessageBody>(http);
        if (body.ClientId is not { } clientId || !ClientId().IsMatch(clientId))
        {
            throw new WidgetProblemException(StatusCodes.Status400BadRequest, "clientId");
        }

        var receipt = await StoreAsync(conversation, visit, clientId, body, cancellationToken)
            ?? throw new WidgetProblemException(StatusCodes.Status410Gone, "ended");
        if (visit.TicketId is { } ticketId)
        {
            presence.Hide(ticketId, visit.Who, Activity.Typing);
        }

        await sessions.SeenAsync(visit, body.Page?.AsPage(), cancellationToken);
        var answer = new ReceiptAnswer(receipt.Number, receipt.At);
        return receipt.IsRepeat
            ? TypedResults.Ok(answer)
            : TypedResults.Json(answer, statusCode: StatusCodes.Status201Created);
    }

    public static async Task<NoContent> TypingAsync(HttpContext http, WidgetSessions sessions, Presence presence)
    {
        var visit = await WidgetRequest.AuthenticateAsync(http, sessions);
        if (visit.TicketId is { } ticketId)
        {
            presence.Show(ticketId, visit.Who, visit.Customer.Name, Activity.Typing);
        }

        return TypedResults.NoContent();
    }

    public static async Task<NoContent> PageAsync(
        HttpContext http, WidgetSessions sessions, CancellationToken cancellationToken)
    {
        var visit = await WidgetRequest.AuthenticateAsync(http, sessions);
        await sessions.SeenAsync(visit, (await WidgetRequest.ReadAsync<PageBody>(http)).AsPage(), cancellationToken);
        return TypedResults.NoContent();
    }

    public static async Task FollowAsync(HttpContext http, WidgetSessions sessions, WidgetEvents events)
    {
        var visit = await WidgetRequest.AuthenticateAsync(http, sessions);
        _ = int.TryParse(http.Request.Headers["Last-Event-ID"], out var after);
        await events.SendAsync(http, visit, after);
    }

    private static async Task<Project> FindProjectAsync(
        string? key, WidgetSessions sessions, CancellationToken cancellationToken) =>
        await sessions.FindProjectAsync(key ?? "", cancellationToken)
        ?? throw new WidgetProblemException(StatusCodes.Status404NotFound, "unknownProject");

    /// <summary>The project's own words; the sentence that every project begins with is in the visitor's
    /// language.</summary>
    private static string Greeting(Project project, WidgetSentences sentences) =>
        project.Greeting == Project.FirstGreeting ? sentences.Say("greeting") : project.Greeting;

    private static WidgetVisitor Checked(WidgetVisitor visitor) =>
        visitor.HasUsableEmail
            ? visitor
            : throw new WidgetProblemException(StatusCodes.Status400BadRequest, "invalidEmail");

    private static async Task<WidgetReceipt?> StoreAsync(
        WidgetConversation conversation,
        AuthenticatedSession visit,
        string clientId,
        MessageBody body,
        CancellationToken cancellationToken)
    {
        var (text, files) = (body.Text ?? "", body.AttachmentIds ?? []);
        var length = text.Trim().Length;
        if (length > Vocabulary.MaxMessageLength)
        {
            throw new WidgetProblemException(
                StatusCodes.Status400BadRequest, "longMessage", null, length, Vocabulary.MaxMessageLength);
        }

        try
        {
            return await conversation.WriteAsync(visit, clientId, text, files, cancellationToken);
        }
        catch (RuleBrokenException)
        {
            // The text is short enough and the conversation open, so it is what it says, or what goes with it.
            throw new WidgetProblemException(StatusCodes.Status400BadRequest, files.Count > 0
                ? "attachmentsGone"
                : "emptyMessage");
        }
    }

    [GeneratedRegex(@"\A[A-Za-z0-9._-]{1,64}\z")]
    private static partial Regex ClientId();
}
