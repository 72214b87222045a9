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
    public async Task A_stream_ahead_of_the_conversation_misses_nothing()
    {
        await using var database = await Database.CreateAsync(Engine.Sqlite);
        await using var host = await WidgetHost.StartAsync(database);
        var (token, _) = await host.GivenConversationAsync("One");

        using var stream = await host.ListenAsync(token, after: 1_000_000);
        await host.WriteAsync(token, "Two", "b");

        Assert.Equal(2, (await stream.NextAsync("message")).Id);
    }
}
