using System.Security.Claims;
using Ensoras.Domain.Tickets;
using Ensoras.Web.Live;

namespace Ensoras.Web.Api;

/// <summary>
/// Inbox and Tickets over HTTP, a page at a time: the same filters as in the screens' addresses, and "next" of a page
/// is "after" of the one that follows. What is not understood is refused, so that nobody takes all tickets for those
/// they asked for.
/// </summary>
internal static class TicketListEndpoints
{
    public static void MapTicketLists(this IEndpointRouteBuilder api)
    {
        api.MapGet("/inbox", (HttpRequest request, ClaimsPrincipal user, TicketList list,
            CancellationToken cancellationToken) =>
            ReadAsync(request, user, list, inInbox: true, cancellationToken));
        api.MapGet("/tickets", (HttpRequest request, ClaimsPrincipal user, TicketList list,
            CancellationToken cancellationToken) =>
            ReadAsync(request, user, list, inInbox: false, cancellationToken));
    }

    private static async Task<IResult> ReadAsync(HttpRequest request, ClaimsPrincipal user, TicketList list,
        bool inInbox, CancellationToken cancellationToken)
    {
        var viewer = Viewer.From(user)!;
        var problems = new Dictionary<string, string[]>();
        var zone = request.Query["zone"].ToString() is { Length: > 0 } named ? named : null;
        if (zone is not null && !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
        {
            problems["zone"] = ["Use the IANA name of a time zone, such as Europe/Brussels."];
        }

        var after = request.Query["after"].ToString() is { Length: > 0 } text ? PageKey.Read(text) : null;
        if (after is null && request.Query.ContainsKey("after"))
        {
            problems["after"] = ["Use “next” of the page before."];
        }

        var pairs = request.Query.Where(pair => pair.Key is not ("zone" or "after"))
            .Select(pair => KeyValuePair.Create(pair.Key, pair.Value.ToString())).ToList();
        foreach (var (name, value) in pairs)
        {
            if (TicketFilter.WhyNot(name, value, viewer.AgentId) is { } why)
            {
                problems[name] = [why];
            }
        }

        var filter = TicketFilter.FromQuery(pairs, viewer.AgentId) with { Zone = zone };
        if (filter.Sort is { } sort && !TicketList.CanSort(sort, inInbox))
        {
            problems["sort"] = ["This list cannot be sorted so."];
        }

        if (filter.Problem is { } problem)
        {
            problems["to"] = [problem];
        }

        if (problems.Count > 0)
        {
            return TypedResults.ValidationProblem(problems);
        }

        var page = inInbox
            ? await list.ReadInboxAsync(viewer.ProjectId, filter, after, cancellationToken)
            : await list.ReadAllAsync(viewer.ProjectId, filter, after, cancellationToken);
        return TypedResults.Ok(new ApiPage([.. page.Rows.Select(ApiRow.Of)], page.Total, page.IsCountedOut,
            page.Next?.ToText(), page.Note));
    }
}
