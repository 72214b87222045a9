using Ensoras.Domain.Channels.Widget;
using Ensoras.Domain.Live;
using Microsoft.Extensions.Options;

namespace Ensoras.Web.Widget;

/// <summary>The streams of server-sent events, one per open tab: what was missed, from the database, and then what
/// happens.</summary>
internal sealed class WidgetEvents(
    WidgetSessions sessions,
    WidgetConversation conversation,
    LiveUpdates live,
    Presence presence,
    Attendance attendance,
    WidgetConnections connections,
    IOptions<WidgetLimits> limits,
    IHostApplicationLifetime lifetime,
    TimeProvider time)
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(10);

    /// <param name="after">The id of the last event that the visitor has; 0 for none.</param>
    /// <returns>Ends when the conversation does, when the visitor leaves or when the desk stops.</returns>
    public async Task SendAsync(HttpContext http, AuthenticatedSession visit, int after)
    {
        var address = WidgetRateLimits.Address(http);
        if (!connections.TryEnter(visit.Session.Id, address, limits.Value))
        {
            throw new WidgetProblemException(StatusCodes.Status429TooManyRequests, "tooManyTabs", RetryAfter);
        }

        try
        {
            using var end = CancellationTokenSource.CreateLinkedTokenSource(
                http.RequestAborted,
                lifetime.ApplicationStopping);
            await sessions.SeenAsync(visit, null, end.Token);
            var stream = new EventStream(http.Response);
            await stream.BeginAsync(visit.LastShownNumber, end.Token);
            using var tab = new VisitorEventStream(
                stream,
                visit,
                Math.Clamp(after, 0, visit.LastShownNumber),
                sessions,
                conversation,
                live,
                presence,
                attendance,
                connections,
                time);
            await tab.FollowAsync(end.Token);
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // The desk stops: the stream ends as if it were complete, and the chat comes back by itself.
        }
        finally
        {
            connections.Leave(visit.Session.Id, address);
        }
    }
}
