using System.Net;
using Ensoras.Domain.Live;
using Ensoras.Domain.Scheduling;
using Ensoras.Tests.Support;

namespace Ensoras.Tests.Widget;

/// <summary>What the chat tells besides messages: who types, who is there, what happens next.</summary>
public sealed class WidgetPresenceTests
{
    [Fact]
    public async Task The_visitor_sees_who_is_typing_and_is_seen_while_the_chat_is_open()
    {
        await using var database = await Database.CreateAsync(Engine.Sqlite);
        await using var host = await WidgetHost.StartAsync(database);
        var (token, ticketId) = await host.GivenConversationAsync();
        var presence = host.Get<Presence>();
        var gone = new TaskCompletionSource();
        var hasCome = false;
        using var watching = host.Get<LiveUpdates>().Subscribe([LiveScope.Presence(ticketId)], Check);
        using (var stream = await host.ListenAsync(token))
        {
            await stream.MessagesAsync(1);
            Assert.Equal(Activity.Online, Assert.Single(presence.On(ticketId)).Activity);
            hasCome = true;

            presence.Show(ticketId, host.Jonas.Id, host.Jonas.Name, Activity.Viewing);
            presence.Show(ticketId, host.Jonas.Id, host.Jonas.Name, Activity.Replying);
            presence.Show(ticketId, host.Jonas.Id, host.Jonas.Name, Activity.Typing);
            var on = await stream.NextAsync("typing");
            await host.SendAsync(HttpMethod.Post, "typing", token, new { });
            Assert.Contains(
                presence.On(ticketId),
                present => present.Activity is Activity.Typing && present.Name == "Visitor");
            presence.Hide(ticketId, host.Jonas.Id, Activity.Typing);
            var off = await stream.NextAsync("typing");

            Assert.Equal("{\"who\":\"agent\",\"author\":\"Jonas Agent\",\"on\":true}", on.Data.GetRawText());
            Assert.Equal("{\"who\":\"agent\",\"author\":\"Jonas Agent\",\"on\":false}", off.Data.GetRawText());
        }

        await Check();
        await gone.Task.WaitAsync(TimeSpan.FromSeconds(20));

        Task Check()
        {
            if (hasCome && presence.On(ticketId).All(present => present.Who == host.Jonas.Id))
            {
                gone.TrySetResult();
            }

            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task The_visitor_is_told_what_happens_next_and_whether_anybody_is_there()
    {
        await using var database = await Database.CreateAsync(Engine.Sqlite);
        await using var host = await WidgetHost.StartAsync(database);
        host.Writer.Writes("It left on Monday.");
        var (token, ticketId) = await host.GivenConversationAsync();
        using var stream = await host.ListenAsync(token);
        var (draft, nobody) = await StateAsync();

        using (host.Get<LiveUpdates>().Subscribe([LiveScope.Tickets(host.Project.Id)], () => Task.CompletedTask))
        {
            await host.SweepAsync(Sweep.Drafts);
            var (review, somebody) = await StateAsync();
            while (review == draft)
            {
                // That somebody is there may be told by itself, before what became of the draft.
                (review, somebody) = await StateAsync();
            }

            await host.ChangeAsync(ticketId, (ticket, stamp) => ticket.Escalate(stamp));
            var (person, _) = await StateAsync();
            await host.ReplyAsync(ticketId, "Two");
            var (none, _) = await StateAsync();

            Assert.Equal(("draft", "review", "person", null), (draft, review, person, none));
            Assert.Equal((false, true), (nobody, somebody));
        }

        await host.WriteAsync(token, "Three", "c3");
        Assert.Equal(("person", false), await StateAsync());

        async Task<(string? Waiting, bool AgentsOnline)> StateAsync()
        {
            var data = (await stream.NextAsync("state")).Data;
            return (
                data.TryGetProperty("waiting", out var waiting) ? waiting.GetString() : null,
                data.GetProperty("agentsOnline").GetBoolean());
        }
    }

    [Fact]
    public async Task One_addresss_streams_leave_room_for_others()
    {
        await using var database = await Database.CreateAsync(Engine.Sqlite);
        await using var host = await WidgetHost.StartAsync(database, limits => limits.StreamsPerAddress = 2);
        var tokens = new[] { await host.BeginAsync(), await host.BeginAsync(), await host.BeginAsync() };

        using var first = await host.ListenAsync(tokens[0]);
        using var second = await host.ListenAsync(tokens[1]);
        using var third = await host.ListenAsync(tokens[2]);

        Assert.Equal(
            [HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.TooManyRequests],
            new[] { first, second, third }.Select(stream => stream.Response.StatusCode));
    }

    [Fact]
    public async Task A_stopping_desk_ends_its_streams_at_once()
    {
        await using var database = await Database.CreateAsync(Engine.Sqlite);
        await using var host = await WidgetHost.StartAsync(database);
        var (token, _) = await host.GivenConversationAsync();
        using var stream = await host.ListenAsync(token);
        await stream.MessagesAsync(1);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));

        await host.StopAsync(patience.Token);

        Assert.False(patience.IsCancellationRequested);
        Assert.Null(await stream.NextAsync());
    }

    [Fact]
    public async Task Not_everyone_can_listen()
    {
        await using var database = await Database.CreateAsync(Engine.Sqlite);
        await using var host = await WidgetHost.StartAsync(database, limits => limits.StreamsPerSession = 2);
        var (token, _) = await host.GivenConversationAsync();

        using var unknown = await host.ListenAsync(new string('a', 64));
        using var first = await host.ListenAsync(token);
        using var second = await host.ListenAsync(token);
        using var third = await host.ListenAsync(token);

        Assert.Equal(
            [HttpStatusCode.Unauthorized, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.TooManyRequests],
            new[] { unknown, first, second, third }.Select(stream => stream.Response.StatusCode));
    }
}
