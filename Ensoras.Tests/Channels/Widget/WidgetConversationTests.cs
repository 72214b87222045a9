using Ensoras.Domain.Channels.Widget;
using Ensoras.Domain.Scheduling;
using Ensoras.Domain.Tickets;
using Ensoras.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Ensoras.Tests.Channels.Widget;

public sealed class WidgetConversationTests
{
    [Theory, OnEveryDatabase]
    public async Task The_first_message_opens_a_ticket_and_the_second_joins_it(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        var visitor = await ChatVisitor.ArriveAsync(world, new WidgetVisitor("Tomas", "tomas@example.org"));

        var first = await visitor.WriteAsync("Where is my parcel?\nIt left on Monday.", "a");
        var second = await visitor.WriteAsync("Hello?", "b");

        Assert.Equal((1, 2), (first!.Number, second!.Number));
        var detail = await visitor.DetailAsync();
        Assert.Equal("Where is my parcel?", detail.Ticket.Title);
        Assert.Equal(
            ["Where is my parcel?\nIt left on Monday.", "Hello?"],
            detail.Thread.Select(message => message.Body));
        Assert.Equal(TicketStatus.AwaitingEnsoras, detail.Ticket.Status);
        Assert.Equal(
            ("Tomas", "tomas@example.org", false),
            (detail.Customer.Name, detail.Customer.Email, detail.Customer.IsVerified));
    }

    [Theory, OnEveryDatabase]
    public async Task A_null_character_in_the_first_line_holds_up_nobody(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        var visitor = await ChatVisitor.ArriveAsync(world, new WidgetVisitor("Tom\0as"));

        await visitor.WriteAsync("\0\nWhere is\0 my parcel?", "a");

        var detail = await visitor.DetailAsync();
        Assert.Equal(
            ("Where is my parcel?", "Where is my parcel?", "Tom as"),
            (detail.Ticket.Title, detail.Thread.Single().Body, detail.Customer.Name));
    }

    [Theory, OnEveryDatabase]
    public async Task A_message_that_comes_twice_is_stored_once_and_answered_as_the_first_time(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        var visitor = await ChatVisitor.ArriveAsync(world);
        var first = await visitor.WriteAsync("One", "a");
        for (var index = 0; index < 12; index++)
        {
            // So many that the first is no longer among those that the desk loads.
            await visitor.WriteAsync($"More {index}", $"m{index}");
        }

        world.Time.Advance(TimeSpan.FromMinutes(1));
        var again = await visitor.WriteAsync("One", "a");

        Assert.Equal(first! with { IsRepeat = true }, again);
        Assert.Equal(13, (await visitor.DetailAsync()).Thread.Count);
    }

    [Theory, OnEveryDatabase]
    public async Task Racing_requests_with_one_client_id_store_one_message(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        var visitor = await ChatVisitor.ArriveAsync(world);
        await visitor.WriteAsync("Hello", "a");
        var visit = await visitor.VisitAsync();

        var receipts = await Task.WhenAll(
            Enumerable.Range(0, 6).Select(_ => Task.Run(() => visitor.WriteAsync(visit, "Once only", "b"))));

        Assert.All(receipts, receipt => Assert.Equal(2, receipt!.Number));
        Assert.Single(receipts, receipt => !receipt!.IsRepeat);
        Assert.Equal(2, (await visitor.DetailAsync()).Thread.Count);
    }

    [Theory, OnEveryDatabase]
    public async Task Racing_first_messages_begin_one_conversation(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        var visitor = await ChatVisitor.ArriveAsync(world);
        var visit = await visitor.VisitAsync();

        var receipts = await Task.WhenAll(
            Enumerable
                .Range(0, 4)
                .SelectMany(index => new[] { index, index })
                .Select(index =>
                    Task.Run(async () =>
                        await visitor.WriteAsync(
                            visit with
                            {
                                Session = (await visitor.VisitAsync()).Session,
                            },
                            $"Message {index}",
                            $"c{index}"))));

        Assert.Equal([1, 1, 2, 2, 3, 3, 4, 4], receipts.Select(receipt => receipt!.Number).Order());
        await using var db = await world.OpenDbAsync();
        Assert.Equal(1, await db.Tickets.CountAsync());
        Assert.Equal(4, await db.Messages.CountAsync());
    }

    [Theory, OnEveryDatabase]
    public async Task The_visitor_is_shown_what_was_said_and_nothing_else(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        var visitor = await ChatVisitor.ArriveAsync(world);
        await visitor.WriteAsync("Question", "a");
        var ticketId = (await visitor.DetailAsync()).Ticket.Id;
        world.Writer.Writes("A draft nobody approved");
        await world.SweepAsync(Sweep.Drafts);
        await world.ChangeAsync(
            ticketId,
            world.Jonas,
            (ticket, stamp) => ticket.WriteNote(stamp, "Careful with this one"));
        await world.ChangeAsync(
            ticketId,
            world.Jonas,
            (ticket, stamp) =>
                ticket.Schedule(stamp, "For tomorrow", stamp.At.AddHours(20), cancelIfCustomerReplies: false));
        await world.ChangeAsync(
            ticketId,
            world.Jonas,
            (ticket, stamp) => ticket.Reply(stamp, "The answer", TimeSpan.FromSeconds(10)));
        var before = await world.Get<WidgetConversation>().ReadAsync(ticketId, 0, CancellationToken.None);
        Assert.Equal(["Question"], before.Messages.Select(message => message.Body));
        Assert.Equal(new WidgetTypist(Sender.Agent, "Jonas Agent"), before.Typist);

        // The customer writes while the reply still rests: the reply is shown after it and has the later number.
        await visitor.WriteAsync("One more thing", "b");
        world.Time.Advance(TimeSpan.FromSeconds(10));
        await world.SweepAsync(Sweep.Delivery);

        var after = await world.Get<WidgetConversation>().ReadAsync(ticketId, 0, CancellationToken.None);
        Assert.Equal(
            [(1, "Question"), (2, "One more thing"), (3, "The answer")],
            after.Messages.Select(message => (message.Number, message.Body)));
        Assert.Equal(["a", "b", null], after.Messages.Select(message => message.ClientId));
        Assert.Null(after.Typist);
        Assert.False(after.HasEnded);
        Assert.Equal(
            ["The answer"],
            (await world.Get<WidgetConversation>().ReadAsync(ticketId, 2, CancellationToken.None)).Messages.Select(
                message => message.Body));
    }

    [Theory, OnEveryDatabase]
    public async Task A_long_conversation_is_read_in_parts(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        var visitor = await ChatVisitor.ArriveAsync(world);
        await visitor.WriteAsync("1", "1");
        var ticketId = (await visitor.DetailAsync()).Ticket.Id;
        await world.Desk.ChangeAsync(
            ticketId,
            Actor.Of(world.Mira),
            (ticket, stamp) =>
            {
                for (var number = 2; number <= WidgetConversation.MaxMessages + 5; number++)
                {
                    ticket.CustomerWrote(stamp, $"{number}", $"{number}");
                }
            },
            CancellationToken.None);

        var first = await world.Get<WidgetConversation>().ReadAsync(ticketId, 0, CancellationToken.None);
        var second = await world
            .Get<WidgetConversation>()
            .ReadAsync(ticketId, first.Messages[^1].Number, CancellationToken.None);

        Assert.True(first.HasMore);
        Assert.False(second.HasMore);
        Assert.Equal(
            Enumerable.Range(1, WidgetConversation.MaxMessages + 5),
            first.Messages.Concat(second.Messages).Select(message => message.Number));
    }

    [Theory, OnEveryDatabase]
    public async Task What_no_message_may_be_is_refused_and_leaves_no_trace(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        var visitor = await ChatVisitor.ArriveAsync(world);

        await Assert.ThrowsAsync<RuleBrokenException>(() => visitor.WriteAsync(" \n\t \0 ", "a"));
        await Assert.ThrowsAsync<RuleBrokenException>(() => visitor.WriteAsync(new string('x', 20_001), "a"));
        Assert.Equal(1, (await visitor.WriteAsync(new string('x', 20_000), "a"))!.Number);
        Assert.Equal(2, (await visitor.WriteAsync("nu\0ll 🪴 \u202Ereversed", "b"))!.Number);

        Assert.Equal("null 🪴 \u202Ereversed", (await visitor.DetailAsync()).Thread[1].Body);
    }

    [Theory]
    [InlineData("Where is my parcel?", "Where is my parcel?")]
    [InlineData("\n\n  Hello \nthere", "Hello")]
    [InlineData("", "")]
    [InlineData(
        "I ordered two rubber plants and one aloe vera last Monday, and only the aloe vera has arrived so far.",
        "I ordered two rubber plants and one aloe vera last Monday, and only the aloe…")]
    [InlineData(
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…")]
    public void A_title_is_the_first_line_cut_at_a_word(string text, string title) =>
        Assert.Equal(title, WidgetConversation.TitleOf(text));

    [Fact]
    public void A_title_does_not_cut_a_character_in_two() =>
        Assert.Equal(
            new string('a', 79) + "…",
            WidgetConversation.TitleOf(new string('a', 79) + string.Concat(Enumerable.Repeat("🪴", 10))));
}
