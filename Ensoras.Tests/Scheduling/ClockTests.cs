using Ensoras.Domain.Live;
using Ensoras.Domain.Scheduling;
using Ensoras.Domain.Tickets;
using Ensoras.Tests.Support;
using static Ensoras.Domain.Tickets.TicketStatus;

namespace Ensoras.Tests.Scheduling;

/// <summary>What happens by the clock: at its moment, not a second before, and once.</summary>
public sealed class ClockTests
{
    [Theory, OnEveryDatabase]
    public async Task Tickets_close_at_the_end_of_their_waiting_period_and_not_a_second_before(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        var resolved = await LedTicket.AtAsync(world, Resolved);
        var unanswered = await LedTicket.AtAsync(world, AwaitingCustomer);

        await ExpectAsync(TimeSpan.FromHours(24) - TimeSpan.FromSeconds(1), Resolved, AwaitingCustomer);
        await ExpectAsync(TimeSpan.FromSeconds(1), Closed, AwaitingCustomer);
        await ExpectAsync(TimeSpan.FromHours(48) - TimeSpan.FromSeconds(1), Closed, AwaitingCustomer);
        await ExpectAsync(TimeSpan.FromSeconds(1), Closed, Closed);
        var closings = (await unanswered.ReadAsync()).History.Count(line => line.Action is TicketAction.AutoClose);
        Assert.Equal(1, closings);

        async Task ExpectAsync(TimeSpan wait, TicketStatus ofResolved, TicketStatus ofUnanswered)
        {
            world.Time.Advance(wait);
            await world.SweepAsync(Sweep.AutoClose);
            Assert.Equal(
                (ofResolved, ofUnanswered),
                ((await resolved.RowAsync()).Status, (await unanswered.RowAsync()).Status));
        }
    }

    [Theory, OnEveryDatabase]
    public async Task The_waiting_period_counts_from_when_the_customer_has_the_answer(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        var led = await LedTicket.AtAsync(world, AwaitingAgent, TicketType.Human, Channel.Widget);
        await led.DoAsync(world.Jonas, (ticket, stamp) => ticket.Reply(stamp, "Hello", TimeSpan.FromSeconds(30)));
        world.Time.Advance(TimeSpan.FromHours(80));

        await world.SweepAsync(Sweep.AutoClose);
        Assert.Equal(AwaitingCustomer, (await led.RowAsync()).Status);
        await world.SweepAsync(Sweep.Delivery);
        await world.SweepAsync(Sweep.AutoClose);
        Assert.Equal(
            (AwaitingCustomer, world.Now),
            ((await led.RowAsync()).Status, (await led.RowAsync()).StatusSince));
    }

    [Theory, OnEveryDatabase]
    public async Task A_customers_reply_in_the_same_second_wins(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        for (var round = 0; round < 10; round++)
        {
            var led = await LedTicket.AtAsync(world, AwaitingCustomer);
            world.Time.Advance(TimeSpan.FromHours(72));

            var outcomes = await Race.RunAsync(
                () => world.SweepAsync(Sweep.AutoClose),
                () => world.CustomerWritesAsync(led.Id, "Still broken!"));

            Assert.All(outcomes, Assert.Null);
            Assert.Equal(AwaitingEnsoras, (await led.RowAsync()).Status);
        }

        var late = TicketSteps.Opened().Led(AwaitingCustomer);
        late.CustomerWrote(Cast.Customer.At(TicketSteps.Morning.AddHours(72)), "Still broken!", null);
        Assert.Throws<RuleBrokenException>(() =>
            late.AutoClose(Actor.System.At(TicketSteps.Morning.AddHours(72)), TimeSpan.FromHours(72)));
        Assert.Equal(AwaitingEnsoras, late.Status);
    }

    [Theory, OnEveryDatabase]
    public async Task What_Ensoras_leaves_for_a_day_enters_the_Inbox_and_every_badge_is_told(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        var led = await LedTicket.AtAsync(world, AwaitingEnsoras);
        var announced = 0;
        world.Live.Announced += scopes => announced += scopes.Contains(LiveScope.Tickets(world.Project.Id)) ? 1 : 0;

        await ExpectAsync(TimeSpan.FromHours(24) - TimeSpan.FromSeconds(1), isStale: false, announcements: 0);
        await ExpectAsync(TimeSpan.FromSeconds(1), isStale: true, announcements: 1);
        await ExpectAsync(TimeSpan.FromHours(5), isStale: true, announcements: 1);

        var draft = (await led.RowAsync()).DraftRequestId;
        await led.DoAsync(
            world.Jonas,
            (ticket, stamp) => ticket.NoAnswer(Actor.Ensoras.At(stamp.At), draft!.Value, Sentence.Verbatim("Nothing was found.")));
        Assert.False((await led.RowAsync()).IsStale);

        async Task ExpectAsync(TimeSpan wait, bool isStale, int announcements)
        {
            world.Time.Advance(wait);
            await world.SweepAsync(Sweep.Stale);
            var row = await led.RowAsync();
            Assert.Equal((isStale, isStale, announcements), (row.IsStale, row.InboxRank is not null, announced));
            Assert.Equal(isStale ? 1 : 0, await world.Reads.CountInboxAsync(world.Project.Id, CancellationToken.None));
        }
    }

    [Theory, OnEveryDatabase]
    public async Task After_a_stop_of_a_week_all_that_came_due_happens_once(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        var closing = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => LedTicket.AtAsync(world, AwaitingCustomer)));
        var going = await Task.WhenAll(
            Enumerable
                .Range(0, 4)
                .Select(_ => LedTicket.AtAsync(world, AwaitingAgent, TicketType.Human, Channel.Widget)));
        foreach (var led in going)
        {
            await led.DoAsync(
                world.Jonas,
                (ticket, stamp) => ticket.Schedule(stamp, "Later", stamp.At.AddHours(3), true));
        }

        var waiting = await LedTicket.AtAsync(world, AwaitingEnsoras);
        world.Time.Advance(TimeSpan.FromDays(7));

        foreach (var sweep in new[] { Sweep.Delivery, Sweep.AutoClose, Sweep.Stale, Sweep.Drafts })
        {
            await Task.WhenAll(world.SweepAsync(sweep), world.SweepAsync(sweep));
            await world.SweepAsync(sweep);
        }

        foreach (var led in closing)
        {
            Assert.Single((await led.ReadAsync()).History, line => line.Action is TicketAction.AutoClose);
        }

        foreach (var led in going)
        {
            // Too late to go out by itself: held once, and said once.
            var detail = await led.ReadAsync();
            Assert.Equal(
                (AwaitingAgent, 0, 1),
                (detail.Ticket.Status, detail.Ticket.AgentMessages, detail.Thread.Count(message => message.IsHeld)));
            Assert.Single(
                detail.Thread,
                message =>
                    message.Sender is Sender.System
                    && message.Text.StartsWith("A scheduled reply was not sent", StringComparison.Ordinal));
        }

        Assert.Equal(
            (AwaitingApproval, 1),
            (
                (await waiting.RowAsync()).Status,
                (await waiting.ReadAsync()).Thread.Count(message => message.Sender is Sender.Ensoras)));
    }

    [Fact]
    public async Task Tickets_that_must_stay_open_do_not_hold_up_those_behind_them()
    {
        await using var world = await World.CreateAsync();
        var held = await LedTicket.AtAsync(world, AwaitingCustomer);
        world.Time.Advance(TimeSpan.FromHours(30));
        await held.DoAsync(
            world.Jonas,
            (ticket, stamp) => ticket.Schedule(stamp, "Later", stamp.At.AddHours(48), true));
        var other = await LedTicket.AtAsync(world, Resolved);
        world.Time.Advance(TimeSpan.FromHours(47));

        Assert.Equal(1, await world.SweepAsync(Sweep.AutoClose));

        Assert.Equal((AwaitingCustomer, Closed), ((await held.RowAsync()).Status, (await other.RowAsync()).Status));
    }
}
