using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Security.Claims;
using System.Threading.Channels;
using Ensoras.Domain.Live;
using Ensoras.Domain.People;
using Ensoras.Domain.Tickets;
using Ensoras.Web.Live;
using Ensoras.Web.Resources;
using Signals = System.Threading.Channels.Channel;

namespace Ensoras.Web.Api;

/// <summary>
/// What enters the Inbox, as server-sent events: for alerts on the desktop, and for the number in the title of a tab
/// that has given its circuit back.
/// </summary>
internal sealed class InboxEvents(
    TicketReads tickets,
    AgentSessions sessions,
    LiveUpdates live,
    TimeProvider time,
    IHostApplicationLifetime lifetime,
    IStringLocalizer<LayoutText> text)
{
    /// <summary>Changes are merged over a second: this is a hint to look, and nobody looks more often.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>So often it says the same again, so that nobody on the way takes the silence for the end.</summary>
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(50);

    /// <summary>Tells until the person is signed out, the tab is closed or the desk stops.</summary>
    public async IAsyncEnumerable<SseItem<InboxNews>> FollowAsync(
        Viewer viewer,
        [EnumeratorCancellation] CancellationToken leaving)
    {
        var signals = Signals.CreateBounded<bool>(
            new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        using var end = leaving.Register(() => signals.Writer.TryComplete());
        using var stop = lifetime.ApplicationStopping.Register(() => signals.Writer.TryComplete());
        await using var beat = time.CreateTimer(_ => signals.Writer.TryWrite(true), null, Beat, Beat);
        using var following = live.Subscribe(
            [LiveScope.Tickets(viewer.ProjectId), LiveScope.Agent(viewer.AgentId)],
            () =>
            {
                signals.Writer.TryWrite(true);
                return Task.CompletedTask;
            });
        IReadOnlyDictionary<int, string>? known = null;
        while (!leaving.IsCancellationRequested
            && await sessions.IsOpenAsync(viewer.AgentId, viewer.SessionId!.Value, viewer.Role, leaving))
        {
            var now = await tickets.ReadInboxTitlesAsync(viewer.ProjectId, leaving);
            var news = NewsOf(known, now);
            known = now;
            yield return new SseItem<InboxNews>(news);
            await Task.Delay(Pause, time, leaving).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!await signals.Reader.WaitToReadAsync(CancellationToken.None))
            {
                break;
            }

            signals.Reader.TryRead(out _);
        }
    }

    private InboxNews NewsOf(IReadOnlyDictionary<int, string>? known, IReadOnlyDictionary<int, string> now)
    {
        var entered = known is null ? [] : now.Keys.Where(number => !known.ContainsKey(number)).ToList();
        return entered switch
        {
            [] => new InboxNews(now.Count, null, null, null),
            [var number] => new InboxNews(
                now.Count,
                text["OneTicketEntered"],
                $"#{number.ToString(CultureInfo.InvariantCulture)} {now[number]}",
                $"/tickets/{number.ToString(CultureInfo.InvariantCulture)}"),
            _ => new InboxNews(now.Count, text["TicketsEntered", entered.Count], text["WaitingInAll", now.Count], "/"),
        };
    }
}

/// <summary>How many tickets wait, and what an alert says when some have entered.</summary>
/// <param name="Path">What the alert leads to.</param>
internal sealed record InboxNews(int Waiting, string? Heading, string? Text, string? Path);

/// <summary>Where they are asked for.</summary>
internal static class InboxEventsEndpoint
{
    public static void MapInboxEvents(this IEndpointRouteBuilder api) => api.MapGet(
        "/inbox/events",
        (HttpContext http, ClaimsPrincipal user, InboxEvents events) =>
        {
            http.Response.Headers["X-Accel-Buffering"] = "no";
            return TypedResults.ServerSentEvents(events.FollowAsync(Viewer.From(user)!, http.RequestAborted));
        });
}
