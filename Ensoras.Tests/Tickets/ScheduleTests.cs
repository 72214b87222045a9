using Ensoras.Domain.Scheduling;
using Ensoras.Domain.Tickets;
using Ensoras.Tests.Support;
using static Ensoras.Domain.Tickets.TicketStatus;
using static Ensoras.Tests.Support.TicketSteps;

namespace Ensoras.Tests.Tickets;

/// <summary>A reply for later goes out once at its moment, or not at all.</summary>
public sealed class ScheduleTests
{
    [Fact]
    public void At_least_a_minute_and_at_most_48_hours_ahead()
    {
        var ticket = Opened();
        var now = Cast.Jonas.At(Morning);

        var soon = Assert.Throws<RuleBrokenException>(() =>
            ticket.Schedule(now, "Hello", Morning.AddSeconds(60).AddTicks(-1), true));
        var late = Assert.Throws<RuleBrokenException>(() =>
            ticket.Schedule(now, "Hello", Morning.AddHours(48).AddTicks(1), true));

        Assert.Equal(
            "A scheduled reply is at least one minute ahead. Choose a later time, or send it now.",
            soon.Message);
        Assert.Equal("A reply can be scheduled up to 48 hours ahead. Choose an earlier time.", late.Message);
        Assert.Equal(Morning.AddMinutes(1), ticket.Schedule(now, "Hello", Morning.AddMinutes(1), true).DueAt);
        Assert.Equal(Morning.AddHours(48), ticket.Schedule(now, "Hello", Morning.AddHours(48), true).DueAt);
        Assert.Equal(AwaitingEnsoras, ticket.Status);
    }

    [Fact]
    public void The_clock_sends_it_at_its_moment_and_not_before()
    {
        var ticket = Opened();
        var due = Morning.AddMinutes(2).AddTicks(5_001);
        var message = ticket.Schedule(Cast.Jonas.At(Morning), "Hello", due, true);
        var moment = due.AddTicks(-5_001);

        Assert.Equal(
            "This message is not due yet.",
            Assert
                .Throws<RuleBrokenException>(() =>
                    ticket.ScheduledMomentCame(Actor.System.At(moment.AddMilliseconds(-1)), message.Id))
                .Message);
        Assert.True(ticket.ScheduledMomentCame(Actor.System.At(moment), message.Id));

        Assert.Equal((AwaitingCustomer, MessageStatus.Queued), (ticket.Status, message.Status));
    }

    [Fact]
    public void It_is_cancelled_if_the_customer_replies_first_and_only_if_its_author_wanted_that()
    {
        var ticket = Opened().Led(AwaitingCustomer);
        var patient = ticket.Schedule(Cast.Jonas.At(Morning), "Did it come?", Morning.AddHours(1), true);
        var steadfast = ticket.Schedule(Cast.Jonas.At(Morning), "The newsletter", Morning.AddHours(1), false);

        ticket.CustomerWrote(Cast.Customer.At(Morning.AddMinutes(3)), "It came!", null);

        Assert.Equal(
            (MessageStatus.Rejected, Rejection.Cancelled, "The customer replied first."),
            (patient.Status, patient.Rejection, patient.Reason?.ToString()));
        Assert.Equal(MessageStatus.Scheduled, steadfast.Status);
        Assert.Single(
            ticket.Messages,
            message =>
                message
                    is
                {
                    Sender: Sender.System,
                    Text: "A scheduled reply was canceled because the customer replied first."
                });
    }

    [Fact]
    public void A_scheduled_reply_that_is_sent_sets_a_waiting_draft_aside()
    {
        var ticket = Opened().Led(AwaitingApproval);
        var message = ticket.Schedule(Cast.Jonas.At(Morning), "Hello", Morning.AddHours(1), true);

        ticket.SendNow(Cast.Jonas.At(Morning.AddMinutes(1)), message.Id);

        Assert.Equal(
            (AwaitingCustomer, Rejection.AgentReplied),
            (ticket.Status, ticket.Messages.Single(draft => draft.Sender is Sender.Ensoras).Rejection));
    }

    [Theory, OnEveryDatabase]
    public async Task Of_cancel_and_send_now_and_the_clock_exactly_one_wins(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        for (var round = 0; round < 20; round++)
        {
            var led = await LedTicket.AtAsync(world, AwaitingAgent, TicketType.Human, Channel.Widget);
            var messageId = await led.DoAsync(
                world.Jonas,
                (ticket, stamp) => ticket.Schedule(stamp, "Later", stamp.At.AddMinutes(1), true));
            world.Time.Advance(TimeSpan.FromMinutes(1));

            var outcomes = await Race.RunAsync(
                () => led.DoAsync(world.Jonas, (ticket, stamp) => ticket.SendNow(stamp, messageId)),
                () => led.DoAsync(world.Rosa, (ticket, stamp) => ticket.CancelScheduled(stamp, messageId)),
                () => world.SweepAsync(Sweep.Delivery));
            await world.SweepAsync(Sweep.Delivery);

            var message = await led.MessageAsync(messageId);
            Assert.Null(outcomes[2]);
            Assert.True(
                outcomes[0] is RuleBrokenException || outcomes[1] is RuleBrokenException,
                $"both were done: {outcomes[0]?.ToString() ?? "sent"}; {outcomes[1]?.ToString() ?? "cancelled"}");
            Assert.All(
                outcomes.OfType<RuleBrokenException>(),
                refusal =>
                    Assert.Equal(
                        "This message is no longer scheduled: it was sent or canceled in the meantime.",
                        refusal.Message));
            Assert.Equal(outcomes[1] is null ? MessageStatus.Rejected : MessageStatus.Sent, message.Status);
            Assert.Equal(outcomes[1] is null ? 0 : 1, (await led.RowAsync()).AgentMessages);
        }
    }

    [Theory, OnEveryDatabase]
    public async Task What_came_due_while_the_server_was_down_is_sent_once_and_in_order(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        var led = await LedTicket.AtAsync(world, AwaitingAgent, TicketType.Human, Channel.Widget);
        await led.DoAsync(world.Jonas, (ticket, stamp) => ticket.Schedule(stamp, "two", stamp.At.AddHours(2), true));
        await led.DoAsync(world.Jonas, (ticket, stamp) => ticket.Schedule(stamp, "one", stamp.At.AddMinutes(90), true));
        await led.DoAsync(world.Jonas, (ticket, stamp) => ticket.Reply(stamp, "zero", TimeSpan.FromSeconds(30)));
        world.Time.Advance(TimeSpan.FromMinutes(150));

        await Task.WhenAll(world.SweepAsync(Sweep.Delivery), world.SweepAsync(Sweep.Delivery));
        await world.SweepAsync(Sweep.Delivery);

        var sent = (await led.ReadAsync())
            .Thread.Where(message => message is { Sender: Sender.Agent, Status: MessageStatus.Sent })
            .OrderBy(message => message.ShownNumber);
        Assert.Equal(["zero", "one", "two"], sent.Select(message => message.Body));
    }

    [Theory, OnEveryDatabase]
    public async Task One_that_is_more_than_an_hour_late_is_held_for_a_person_and_said(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        foreach (var channel in Enum.GetValues<Channel>())
        {
            var led = await LedTicket.AtAsync(world, AwaitingCustomer, channel: channel);
            var messageId = await led.DoAsync(
                world.Jonas,
                (ticket, stamp) => ticket.Schedule(stamp, "See you tomorrow!", stamp.At.AddHours(1), true));
            world.Time.Advance(TimeSpan.FromDays(8));

            await world.SweepAsync(Sweep.Delivery);
            await world.SweepAsync(Sweep.Delivery);

            var (row, message) = (await led.RowAsync(), await led.MessageAsync(messageId));
            Assert.Equal((AwaitingAgent, true, true), (row.Status, message.IsHeld, row.InboxRank is not null));
            var line = (await led.ReadAsync()).Thread.Single(each => each.Sender is Sender.System).Text;
            Assert.StartsWith("A scheduled reply was not sent: it was due on ", line, StringComparison.Ordinal);
            Assert.EndsWith("UTC, 7 days ago. Send it now or cancel it.", line, StringComparison.Ordinal);

            await led.DoAsync(world.Jonas, (ticket, stamp) => ticket.SendNow(stamp, messageId));
            Assert.Equal(AwaitingCustomer, (await led.RowAsync()).Status);
        }
    }

    [Fact]
    public void One_that_is_less_than_an_hour_late_is_sent()
    {
        var ticket = Opened().Led(AwaitingAgent, TicketType.Human);
        var message = ticket.Schedule(Cast.Jonas.At(Morning), "Later", Morning.AddHours(1), true);
        Assert.True(ticket.ScheduledMomentCame(Actor.System.At(Morning.AddHours(2)), message.Id));
        Assert.Equal(MessageStatus.Queued, message.Status);
    }
}
