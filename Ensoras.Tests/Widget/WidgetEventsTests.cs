using System.Net;
using Ensoras.Domain.Live;
using Ensoras.Domain.Scheduling;
using Ensoras.Domain.Tickets;
using Ensoras.Tests.Support;

namespace Ensoras.Tests.Widget;

public sealed class WidgetEventsTests
{
    [Theory, OnEveryDatabase]
    public async Task After_a_break_each_message_comes_once_and_in_order(Engine engine)
    {
        await using var database = await Database.CreateAsync(engine);
        await using var host = await WidgetHost.StartAsync(database);
        var (token, ticketId) = await host.GivenConversationAsync("One");
        int last;
        using (var first = await host.ListenAsync(token))
        {
            Assert.Equal("1", first.Response.Headers.GetValues("Last-Event-ID").Single());
            await host.ReplyAsync(ticketId, "Two");
            last = (await first.MessagesAsync(2))[^1].Id!.Value;
        }

        await host.WriteAsync(token, "Three", "c3");
        await host.ReplyAsync(ticketId, "Four");
        using var second = await host.ListenAsync(token, last);
        Assert.Equal("4", second.Response.Headers.GetValues("Last-Event-ID").Single());
        var missed = await second.MessagesAsync(2);
        await host.WriteAsync(token, "Five", "c5");
        var live = await second.NextAsync("message");

        Assert.Equal(2, last);
        Assert.Equal([3, 4, 5], missed.Append(live).Select(message => message.Id!.Value));
        Assert.Equal(["Three", "<p>Four</p>\n", "Five"], missed.Append(live).Select(message => message.Text));
        Assert.Equal(
            ["customer", "agent", "customer"],
            missed.Append(live).Select(message => message.Data.GetProperty("sender").GetString()));
        Assert.Equal("Jonas Agent", missed[1].Data.GetProperty("author").GetString());
        Assert.Equal("c5", live.Data.GetProperty("clientId").GetString());
    }

    [Theory, OnEveryDatabase]
    public async Task A_queued_reply_that_goes_out_after_a_later_message_has_the_later_id(Engine engine)
    {
        await using var database = await Database.CreateAsync(engine);
        await using var host = await WidgetHost.StartAsync(database);
        var (token, ticketId) = await host.GivenConversationAsync("One");
        using var stream = await host.ListenAsync(token);
        await stream.MessagesAsync(1);

        await host.ChangeAsync(ticketId, (ticket, stamp) => ticket.Reply(stamp, "The reply", TimeSpan.Zero));
        var on = await stream.NextAsync("typing");
        await host.WriteAsync(token, "Two", "c2");
        var written = await stream.NextAsync("message");
        await host.SweepAsync(Sweep.Delivery);
        var off = await stream.NextAsync("typing");
        var reply = await stream.NextAsync("message");

        Assert.Equal(
            (true, false, "Jonas Agent"),
            (
                on.Data.GetProperty("on").GetBoolean(),
                off.Data.GetProperty("on").GetBoolean(),
                on.Data.GetProperty("author").GetString()));
        Assert.Equal(
            [(2, "Two"), (3, "<p>The reply</p>\n")],
            new[] { written, reply }.Select(message => (message.Id!.Value, message.Text!)));
    }

    [Fact]
    public async Task Two_tabs_see_the_same_and_share_one_read()
    {
        await using var database = await Database.CreateAsync(Engine.Sqlite);
        await using var host = await WidgetHost.StartAsync(database);
        var (token, ticketId) = await host.GivenConversationAsync("One");
        using var left = await host.ListenAsync(token);
        using var right = await host.ListenAsync(token);
        await left.MessagesAsync(1);
        await right.MessagesAsync(1);

        await host.ChangeAsync(ticketId, (ticket, stamp) => ticket.WriteNote(stamp, "Not for the visitor"));
        await host.ReplyAsync(ticketId, "**Two**");

        Assert.Equal("<p><strong>Two</strong></p>\n", (await left.NextAsync("message")).Text);
        Assert.Equal("<p><strong>Two</strong></p>\n", (await right.NextAsync("message")).Text);
    }

    [Theory, OnEveryDatabase]
    public async Task A_stream_that_was_there_before_the_first_message_shows_it(Engine engine)
    {
        await using var database = await Database.CreateAsync(engine);
        await using var host = await WidgetHost.StartAsync(database);
        var token = await host.BeginAsync();
        using var stream = await host.ListenAsync(token);
        Assert.Equal("0", stream.Response.Headers.GetValues("Last-Event-ID").Single());

        await host.WriteAsync(token, "Hello", "a");

        Assert.Equal((1, "Hello"), ((await stream.NextAsync())! is var message ? message.Id!.Value : 0, message.Text!));
    }

    [Theory, OnEveryDatabase]
    public async Task The_end_of_a_conversation_is_told_after_its_last_message_and_ends_the_stream(Engine engine)
    {
        await using var database = await Database.CreateAsync(engine);
        await using var host = await WidgetHost.StartAsync(database);
        var (token, ticketId) = await host.GivenConversationAsync("One");
        using var stream = await host.ListenAsync(token);
        await stream.MessagesAsync(1);

        await host.ChangeAsync(ticketId, (ticket, stamp) => ticket.Reply(stamp, "Good bye", TimeSpan.Zero));
        await host.ChangeAsync(ticketId, (ticket, stamp) => ticket.Close(stamp));
        await host.SweepAsync(Sweep.Delivery);

        Assert.Equal("<p>Good bye</p>\n", (await stream.NextAsync("message")).Text);
        Assert.Equal("closed", (await stream.NextAsync())!.Name);
        Assert.Null(await stream.NextAsync());
        using var again = await host.ListenAsync(token);
        Assert.Equal(
            ["message", "message", "closed"],
            new[] { (await again.NextAsync())!.Name, (await again.NextAsync())!.Name, (await again.NextAsync())!.Name });
    }

    [Fact]
    public async Task Neither_notes_nor_drafts_nor_lines_of_the_system_are_shown()
    {
        await using var database = await Database.CreateAsync(Engine.Sqlite);
        await using var host = await WidgetHost.StartAsync(database);
        var (token, ticketId) = await host.GivenConversationAsync("One");

        await host.SweepAsync(Sweep.Drafts);
        await host.ChangeAsync(ticketId, (ticket, stamp) => ticket.WriteNote(stamp, "secret note"));
        await host.ChangeAsync(ticketId, (ticket, stamp) => ticket.ChangeStatus(stamp, TicketStatus.Resolved));
        await host.ReplyAsync(ticketId, "Two");

        using var stream = await host.ListenAsync(token);
        Assert.Equal(["One", "<p>Two</p>\n"], (await stream.MessagesAsync(2)).Select(message => message.Text));
        await host.ChangeAsync(ticketId, (ticket, stamp) => ticket.Close(stamp));
        Assert.Equal("closed", (await stream.NextAsync())!.Name);
    }

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
    public async Task A_stream_ahead_of_the_conversation_misses_nothing()
    {
        await using var database = await Database.CreateAsync(Engine.Sqlite);
        await using var host = await WidgetHost.StartAsync(database);
        var (token, _) = await host.GivenConversationAsync("One");

        using var stream = await host.ListenAsync(token, after: 1_000_000);
        await host.WriteAsync(token, "Two", "b");

        Assert.Equal(2, (await stream.NextAsync("message")).Id);
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
