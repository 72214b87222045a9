using Ensoras.Domain.Scheduling;
using Ensoras.Domain.Servers;
using Ensoras.Domain.Tickets;
using Ensoras.Tests.Support;
using static Ensoras.Domain.Tickets.TicketStatus;

namespace Ensoras.Tests.Servers;

/// <summary>A machine's clock that is set, either way, while the desk runs.</summary>
public sealed class ClockJumpTests
{
    [Theory, OnEveryDatabase]
    public async Task What_a_forward_jump_closed_is_shown_to_admins_and_reopened_in_one_action(Engine engine)
    {
        await using var world = await World.CreateAsync(engine, JumpingTime.Replace);
        var due = await LedTicket.AtAsync(world, Resolved);
        world.Time.Advance(TimeSpan.FromHours(23));
        var waiting = await LedTicket.AtAsync(world, AwaitingCustomer);
        var resolved = await LedTicket.AtAsync(world, Resolved);
        await CheckAsync(world);
        world.Time.Advance(TimeSpan.FromHours(2));

        Jump(world, TimeSpan.FromDays(9));
        await world.SweepAsync(Sweep.AutoClose);

        Assert.Equal(
            (Closed, Closed, Closed),
            ((await due.RowAsync()).Status, (await waiting.RowAsync()).Status, (await resolved.RowAsync()).Status));
        var notice = Assert.Single(await ReadAsync(world));
        Assert.Equal((TimeSpan.FromDays(9), Clock(world).GetUtcNow(), 2), (notice.By, notice.At, notice.ClosedTickets));

        Assert.Equal(
            2,
            await Jumps(world).ReopenAsync(Actor.Of(world.Ada), world.Project.Id, notice.Id, CancellationToken.None));

        Assert.Equal(
            (Closed, AwaitingCustomer, Resolved),
            ((await due.RowAsync()).Status, (await waiting.RowAsync()).Status, (await resolved.RowAsync()).Status));
        Assert.Equal(0, Assert.Single(await ReadAsync(world)).ClosedTickets);
        await world.SweepAsync(Sweep.AutoClose);
        Assert.Equal(AwaitingCustomer, (await waiting.RowAsync()).Status);

        await Jumps(world).DismissAsync(Actor.Of(world.Ada), notice.Id, CancellationToken.None);
        Assert.Empty(await ReadAsync(world));
    }

    [Fact]
    public async Task What_happened_to_a_closed_ticket_since_is_left_alone()
    {
        await using var world = await World.CreateAsync(configure: JumpingTime.Replace);
        var led = await LedTicket.AtAsync(world, Resolved);
        await CheckAsync(world);
        Jump(world, TimeSpan.FromDays(9));
        await world.SweepAsync(Sweep.AutoClose);
        await world.CustomerWritesAsync(led.Id, "Still broken!");
        await led.DoAsync(world.Jonas, (ticket, stamp) => ticket.Close(stamp));

        var notice = Assert.Single(await ReadAsync(world));
        Assert.Equal(
            0,
            await Jumps(world).ReopenAsync(Actor.Of(world.Ada), world.Project.Id, notice.Id, CancellationToken.None));

        Assert.Equal(Closed, (await led.RowAsync()).Status);
    }

    [Theory, OnEveryDatabase]
    public async Task A_clock_that_is_set_back_holds_up_no_reply_and_no_draft(Engine engine)
    {
        await using var world = await World.CreateAsync(engine, JumpingTime.Replace);
        var asked = await world.GivenTicketAsync();
        var led = await LedTicket.AtAsync(world, AwaitingAgent, TicketType.Human, Channel.Widget);
        var replyId = await led.DoAsync(
            world.Jonas,
            (ticket, stamp) => ticket.Reply(stamp, "Hello", TimeSpan.FromSeconds(5)));
        var planned = await LedTicket.AtAsync(world, AwaitingAgent, TicketType.Human, Channel.Widget);
        var plannedId = await planned.DoAsync(
            world.Jonas,
            (ticket, stamp) => ticket.Schedule(stamp, "Later", stamp.At.AddHours(3), false));
        await CheckAsync(world);

        Jump(world, TimeSpan.FromDays(-2));
        await CheckAsync(world);
        world.Time.Advance(TimeSpan.FromSeconds(6));
        await world.SweepAsync(Sweep.Delivery);
        await world.SweepAsync(Sweep.Drafts);

        Assert.Equal(MessageStatus.Sent, (await led.MessageAsync(replyId)).Status);
        Assert.Contains((await world.DetailAsync(asked.Id)).Thread, message => message.IsPendingDraft);
        Assert.Equal(MessageStatus.Scheduled, (await planned.MessageAsync(plannedId)).Status);
        Assert.Equal(TimeSpan.FromDays(-2), Assert.Single(await ReadAsync(world)).By);

        // And right again: nothing happens twice, and the wait goes on.
        Jump(world, TimeSpan.FromDays(2));
        await world.SweepAsync(Sweep.AutoClose);
        Assert.Equal(AwaitingCustomer, (await led.RowAsync()).Status);
    }

    [Fact]
    public void A_time_server_at_work_is_no_jump()
    {
        var time = new FakeTimeProvider();
        var clock = new JumpingTime(time);
        var watch = new ClockWatch(clock);
        time.Advance(TimeSpan.FromHours(5));
        clock.Jump(TimeSpan.FromSeconds(2));
        Assert.Null(watch.Look());

        clock.Jump(TimeSpan.FromMinutes(-1));
        Assert.Equal(TimeSpan.FromMinutes(-1), watch.Look());
        Assert.Null(watch.Look());
    }

    [Fact]
    public async Task Only_an_admin_may_reopen_what_a_jump_closed()
    {
        await using var world = await World.CreateAsync(configure: JumpingTime.Replace);

        await Assert.ThrowsAsync<RuleBrokenException>(() =>
            Jumps(world).ReopenAsync(Actor.Of(world.Lena), world.Project.Id, Guid.Empty, CancellationToken.None));
        await Assert.ThrowsAsync<RuleBrokenException>(() =>
            Jumps(world).DismissAsync(Actor.Of(world.Lena), Guid.Empty, CancellationToken.None));
    }

    private static void Jump(World world, TimeSpan by) => Clock(world).Jump(by);

    private static JumpingTime Clock(World world) => (JumpingTime)world.Get<TimeProvider>();

    private static ClockJumps Jumps(World world) => world.Get<ClockJumps>();

    private static Task CheckAsync(World world) => Jumps(world).CheckAsync(CancellationToken.None);

    private static Task<IReadOnlyList<ClockJumpNotice>> ReadAsync(World world) =>
        Jumps(world).ReadAsync(world.Project.Id, CancellationToken.None);
}
