using Ensoras.Domain.Channels.Widget;
using Ensoras.Domain.Scheduling;
using Ensoras.Domain.Tickets;
using Ensoras.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Ensoras.Tests.Channels.Widget;

/// <summary>How a visitor’s conversation ends and what follows the end.</summary>
public sealed class WidgetConversationEndTests
{
    [Theory, OnEveryDatabase]
    public async Task After_the_end_a_new_session_opens_a_ticket_that_is_linked_to_the_old_one(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        var visitor = await ChatVisitor.ArriveAsync(world, new WidgetVisitor("Tomas"));
        await visitor.WriteAsync("First matter", "a");
        var old = (await visitor.DetailAsync()).Ticket;
        await world.ChangeAsync(old.Id, world.Jonas, (ticket, stamp) => ticket.Close(stamp));

        Assert.Null(await visitor.WriteAsync("Is anyone there?", "b"));
        Assert.True((await visitor.WriteAsync("First matter", "a"))!.IsRepeat);
        await visitor.RenewAsync();
        Assert.Equal(1, (await visitor.WriteAsync("Is anyone there?", "b"))!.Number);

        var detail = await visitor.DetailAsync();
        Assert.NotEqual(old.Id, detail.Ticket.Id);
        Assert.Equal((old.Id, old.CustomerId), (detail.Ticket.PreviousTicketId!.Value, detail.Ticket.CustomerId));
        Assert.Equal(old.Number, detail.PreviousTicketNumber);
    }

    [Theory, OnEveryDatabase]
    public async Task A_ticket_that_was_reopened_goes_on_in_the_new_session(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        var visitor = await ChatVisitor.ArriveAsync(world);
        await visitor.WriteAsync("First matter", "a");
        var ticket = (await visitor.DetailAsync()).Ticket;
        await world.ChangeAsync(ticket.Id, world.Jonas, (opened, stamp) => opened.Close(stamp));
        await world.ChangeAsync(ticket.Id, world.Jonas, (opened, stamp) => opened.Reopen(stamp));

        await visitor.RenewAsync();

        Assert.Equal(2, (await visitor.WriteAsync("Still there?", "b"))!.Number);
        Assert.Equal(ticket.Id, (await visitor.DetailAsync()).Ticket.Id);
    }

    [Theory, OnEveryDatabase]
    public async Task The_visitor_can_end_the_conversation(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        var visitor = await ChatVisitor.ArriveAsync(world, new WidgetVisitor("Tomas"));
        await visitor.WriteAsync("Thanks, solved", "a");

        await visitor.CloseAsync();
        await visitor.CloseAsync();

        var detail = await visitor.DetailAsync();
        Assert.Equal(TicketStatus.Closed, detail.Ticket.Status);
        Assert.Equal("Tomas", detail.History.Single(line => line.Action is TicketAction.Close).ActorName);
        Assert.True((await visitor.VisitAsync()).HasEnded);
    }

    [Fact]
    public async Task A_session_that_said_nothing_ends_for_good()
    {
        await using var world = await World.CreateAsync();
        var visitor = await ChatVisitor.ArriveAsync(world);

        await visitor.CloseAsync();

        Assert.Null(await world.Get<WidgetSessions>().AuthenticateAsync(visitor.Token, CancellationToken.None));
    }

    [Fact]
    public async Task A_token_is_good_for_its_lifetime_and_no_longer()
    {
        await using var world = await World.CreateAsync();
        var visitor = await ChatVisitor.ArriveAsync(world);

        world.Time.Advance(WidgetSession.Lifetime - TimeSpan.FromSeconds(1));
        Assert.NotNull(await world.Get<WidgetSessions>().AuthenticateAsync(visitor.Token, CancellationToken.None));
        world.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Null(await world.Get<WidgetSessions>().AuthenticateAsync(visitor.Token, CancellationToken.None));
        Assert.Null(await world.Get<WidgetSessions>().AuthenticateAsync(new string('0', 64), CancellationToken.None));
    }

    [Fact]
    public async Task A_conversation_has_ended_only_when_its_last_reply_is_out()
    {
        await using var world = await World.CreateAsync();
        var visitor = await ChatVisitor.ArriveAsync(world);
        await visitor.WriteAsync("Question", "a");
        var ticketId = (await visitor.DetailAsync()).Ticket.Id;
        await world.ChangeAsync(
            ticketId,
            world.Jonas,
            (ticket, stamp) => ticket.Reply(stamp, "Good bye", TimeSpan.Zero));
        await world.ChangeAsync(ticketId, world.Jonas, (ticket, stamp) => ticket.Close(stamp));

        Assert.False((await world.Get<WidgetConversation>().ReadAsync(ticketId, 0, CancellationToken.None)).HasEnded);
        await world.SweepAsync(Sweep.Delivery);

        var thread = await world.Get<WidgetConversation>().ReadAsync(ticketId, 0, CancellationToken.None);
        Assert.True(thread.HasEnded);
        Assert.Equal(2, thread.Messages.Count);
    }

    [Theory, OnEveryDatabase]
    public async Task Thanks_after_the_end_are_noted_on_the_ticket_that_ended_and_open_none(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        var visitor = await ChatVisitor.ArriveAsync(world);
        await visitor.WriteAsync("Where is my order?", "c1");
        var ticketId = (await visitor.VisitAsync()).TicketId!.Value;
        await world.ChangeAsync(ticketId, world.Jonas, (ticket, stamp) => ticket.Close(stamp));

        Assert.Equal(2, (await visitor.WriteAsync("Thanks!", "c2"))!.Number);
        await visitor.RenewAsync();
        Assert.Null((await visitor.VisitAsync()).TicketId);
        Assert.Equal(3, (await visitor.WriteAsync("👍", "c3"))!.Number);
        Assert.True((await visitor.WriteAsync("👍", "c3"))!.IsRepeat);

        Assert.Equal(ticketId, (await visitor.VisitAsync()).TicketId);
        var detail = await world.DetailAsync(ticketId);
        Assert.Equal(
            (TicketStatus.Closed, false, 3),
            (detail.Ticket.Status, detail.Ticket.IsUnread, detail.Ticket.CustomerMessages));
        Assert.Null(await visitor.WriteAsync("Thanks, but it is still not here", "c4"));
        await visitor.RenewAsync();
        await visitor.WriteAsync("Thanks, but it is still not here", "c5");
        Assert.Equal(detail.Ticket.Number, (await visitor.DetailAsync()).PreviousTicketNumber);
    }

    [Fact]
    public async Task Thanks_open_a_ticket_where_the_project_wants_that()
    {
        await using var world = await World.CreateAsync();
        await using (var db = await world.OpenDbAsync())
        {
            (await db.Projects.SingleAsync()).NotesThanks = false;
            await db.SaveChangesAsync();
        }

        var visitor = await ChatVisitor.ArriveAsync(world);
        await visitor.WriteAsync("Where is my order?", "c1");
        await world.ChangeAsync(
            (await visitor.VisitAsync()).TicketId!.Value,
            world.Jonas,
            (ticket, stamp) => ticket.Close(stamp));

        Assert.Null(await visitor.WriteAsync("Thanks!", "c2"));
    }
}
