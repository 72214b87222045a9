using System.Security.Claims;
using Ensoras.Domain.Tickets;
using Ensoras.Web.Live;

namespace Ensoras.Web.Api;

/// <summary>
/// Inbox and Tickets over HTTP, a page at a time: the filters of the screens' addresses, and "next" of a page is
/// "after" of the one that follows. What cannot be understood is refused, so that nobody takes all tickets for those
/// they asked for.
/// </summary>
internal static class TicketListEndpoints
{
    public static void MapTicketLists(this IEndpointRouteBuilder api)
    {
        api.MapGet(
            "/inbox",
            (HttpRequest request, ClaimsPrincipal user, TicketList list, CancellationToken cancellationToken) =>
                ReadAsync(request, user, list, inInbox: true, cancellationToken));
        api.MapGet(
            "/tickets",
            (HttpRequest request, ClaimsPrincipal user, TicketList list, CancellationToken cancellationToken) =>
                ReadAsync(request, user, list, inInbox: false, cancellationToken));
    }

    private static async Task<IResult> ReadAsync(
        HttpRequest request, ClaimsPrincipal user, TicketList list, bool inInbox, CancellationToken cancellationToken)
    {
        var viewer = Viewer.From(user)!;
        var asked = ApiListQuery.Read(request, viewer.AgentId, inInbox);
        if (asked.Errors.Count > 0)
        {
            var detail = string.Join(' ', asked.Errors.Select(error => $"{error.Key}: {error.Value[0]}"));
            return TypedResults.ValidationProblem(asked.Errors, detail);
        }

        var page = inInbox
            ? await list.ReadInboxAsync(viewer.ProjectId, asked.Filter, asked.After, cancellationToken)
            : await list.ReadAllAsync(viewer.ProjectId, asked.Filter, asked.After, cancellationToken);
        var next = page.Next is { } key ? ApiPageKey.Write(key, asked.Filter, inInbox) : null;
        return TypedResults.Ok(
            new ApiPage([.. page.Rows.Select(ApiRow.Of)], page.Total, page.IsCountedOut, next, page.Note?.ToString()));
    }
}
