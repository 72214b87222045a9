using Ensoras.Domain.Projects;
using Ensoras.Domain.Scheduling;
using Ensoras.Domain.Tickets;
using Ensoras.Tests.Support;

namespace Ensoras.Tests.Tickets;

/// <summary>Somebody leaves the desk, with tickets in hand and replies that are scheduled.</summary>
public class DeparturesTests
{
    [Theory]
    [OnEveryDatabase]
    public async Task What_somebody_has_in_hand_is_counted_and_handed_to_whom_the_admin_names(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        var departures = world.Get<Departures>();
        var team = await world.Get<ProjectAdmin>().CreateTeamAsync(Actor.Of(world.Ada), "Returns", [], default);
        var (own, closed, scheduled) = (
            await OwnedAsync(world),
            await OwnedAsync(world),
            await world.GivenTicketAsync());
        await world.ChangeAsync(closed.Id, world.Jonas, (ticket, stamp) => ticket.Close(stamp));
        await ScheduleAsync(world, scheduled);

        Assert.Equal(new InHand(1, 1), await departures.CountAsync(world.Project.Id, world.Jonas.Id, default));
        await DeactivateAsync(world);
        var refusals = await departures.HandOverAsync(
            Actor.Of(world.Ada),
            world.Project.Id,
            Jonas(world),
            new Successor(null, team.Id, team.Name),
            default);

        Assert.Empty(refusals);
        Assert.Equal(new InHand(0, 0), await departures.CountAsync(world.Project.Id, world.Jonas.Id, default));
        Assert.Equal((null, team.Id), Holder(await world.DetailAsync(own.Id)));
        Assert.Equal(world.Jonas.Id, (await world.DetailAsync(closed.Id)).Ticket.AssigneeId);
        Assert.True(
            (await world.DetailAsync(scheduled.Id)).Thread.Single(message => message.Sender is Sender.Agent).IsHeld);
    }

    [Fact]
    public async Task They_go_to_a_colleague_or_to_nobody_and_keep_their_team()
    {
        await using var world = await World.CreateAsync();
        var team = await world.Get<ProjectAdmin>().CreateTeamAsync(Actor.Of(world.Ada), "Returns", [], default);
        var first = await OwnedAsync(world);
        await world.ChangeAsync(
            first.Id,
            world.Lena,
            (ticket, stamp) => ticket.Assign(stamp, world.Jonas.Id, team.Id, "Jonas"));
        await DeactivateAsync(world);
        var departures = world.Get<Departures>();

        await departures.HandOverAsync(
            Actor.Of(world.Ada),
            world.Project.Id,
            Jonas(world),
            new Successor(world.Rosa.Id, null, world.Rosa.Name),
            default);
        Assert.Equal((world.Rosa.Id, team.Id), Holder(await world.DetailAsync(first.Id)));

        await departures.HandOverAsync(
            Actor.Of(world.Ada),
            world.Project.Id,
            new Leaver(world.Rosa.Id, world.Rosa.Name),
            Successor.Nobody,
            default);
        Assert.Equal((null, team.Id), Holder(await world.DetailAsync(first.Id)));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_scheduled_reply_of_somebody_who_left_is_held_when_its_moment_comes(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        var ticket = await world.GivenTicketAsync();
        await ScheduleAsync(world, ticket);
        await DeactivateAsync(world);

        world.Time.Advance(TimeSpan.FromMinutes(31));
        await world.SweepAsync(Sweep.Delivery);

        var detail = await world.DetailAsync(ticket.Id);
        var reply = detail.Thread.Single(message => message.Sender is Sender.Agent);
        Assert.True(reply.IsHeld);
        Assert.Contains("Jonas Agent no longer works at this desk.", reply.Reason?.ToString(), StringComparison.Ordinal);
        Assert.Equal(TicketStatus.AwaitingEnsoras, detail.Ticket.Status);
        Assert.Contains(
            ticket.Number,
            await world.Get<TicketReads>().ReadInboxTitlesAsync(world.Project.Id, CancellationToken.None));

        await world.ChangeAsync(ticket.Id, world.Lena, (changed, stamp) => changed.SendNow(stamp, reply.Id));
        await world.SweepAsync(Sweep.Delivery);
        Assert.Equal(
            MessageStatus.Sent,
            (await world.DetailAsync(ticket.Id)).Thread.Single(message => message.Id == reply.Id).Status);
    }

    private static Leaver Jonas(World world) => new(world.Jonas.Id, world.Jonas.Name);

    private static Task DeactivateAsync(World world) =>
        world.Get<ProjectAdmin>().SwitchAsync(Actor.Of(world.Ada), world.Jonas.Id, false, default);

    private static async Task<Ticket> OwnedAsync(World world)
    {
        var ticket = await world.GivenTicketAsync();
        await world.ChangeAsync(ticket.Id, world.Jonas, (changed, stamp) => changed.TakeOwnership(stamp));
        return ticket;
    }

    private static Task ScheduleAsync(World world, Ticket ticket) =>
        world.ChangeAsync(
            ticket.Id,
            world.Jonas,
            (changed, stamp) =>
            {
                changed.Schedule(stamp, "Did it come?", stamp.At.AddMinutes(30), true);
            });

    private static (Guid? AgentId, Guid? TeamId) Holder(TicketSnapshot detail) =>
        (detail.Ticket.AssigneeId, detail.Ticket.TeamId);
}
