using Ensoras.Domain.Projects;
using Ensoras.Domain.Scheduling;
using Ensoras.Domain.Tickets;
using Ensoras.Tests.Support;

namespace Ensoras.Tests.Tickets;

/// <summary>What becomes of the work of somebody who leaves.</summary>
public sealed class AgentWorkTests
{
    [Theory, OnEveryDatabase]
    public async Task Open_tickets_and_scheduled_replies_are_counted_and_the_tickets_handed_over(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        var work = world.Get<AgentWork>();
        var (first, second, closed) = (await world.GivenTicketAsync(), await world.GivenTicketAsync(), await world.GivenTicketAsync());
        foreach (var ticket in new[] { first, second, closed })
        {
            await world.ChangeAsync(ticket.Id, world.Jonas, (changed, stamp) => changed.TakeOwnership(stamp));
        }

        await world.ChangeAsync(closed.Id, world.Jonas, (changed, stamp) => changed.Close(stamp));
        await world.ChangeAsync(first.Id, world.Jonas, (changed, stamp) => { changed.Schedule(stamp, "Did it come?", world.Now.AddHours(2), false); });
        Assert.Equal(new WorkInHand(2, 1), await work.CountAsync(world.Project.Id, world.Jonas.Id, CancellationToken.None));

        await world.Get<ProjectAdmin>().SwitchAsync(Actor.Of(world.Ada), world.Jonas.Id, false, CancellationToken.None);
        await work.HandOverAsync(Actor.Of(world.Ada), world.Project.Id, world.Jonas.Id, world.Rosa.Id, world.Rosa.Name, CancellationToken.None);
        await Assert.Single(world.Get<BulkRuns>().Of(world.Ada.Id)).Work;

        Assert.Equal(new WorkInHand(0, 1), await work.CountAsync(world.Project.Id, world.Jonas.Id, CancellationToken.None));
        Assert.Equal(new WorkInHand(2, 0), await work.CountAsync(world.Project.Id, world.Rosa.Id, CancellationToken.None));
        Assert.Equal(world.Jonas.Id, (await world.DetailAsync(closed.Id)).Ticket.AssigneeId);
    }

    [Theory, OnEveryDatabase]
    public async Task Without_somebody_named_tickets_stay_with_their_team_or_are_nobodys(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        var people = world.Get<ProjectAdmin>();
        var team = await people.CreateTeamAsync(Actor.Of(world.Ada), "Returns", [], CancellationToken.None);
        var (ofTeam, alone) = (await world.GivenTicketAsync(), await world.GivenTicketAsync());
        await world.ChangeAsync(ofTeam.Id, world.Lena, (ticket, stamp) => ticket.Assign(stamp, world.Jonas.Id, team.Id, "Jonas"));
        await world.ChangeAsync(alone.Id, world.Jonas, (ticket, stamp) => ticket.TakeOwnership(stamp));

        await people.SwitchAsync(Actor.Of(world.Ada), world.Jonas.Id, false, CancellationToken.None);
        await world.Get<AgentWork>().HandOverAsync(Actor.Of(world.Ada), world.Project.Id, world.Jonas.Id, null, "Unassigned", CancellationToken.None);
        await Assert.Single(world.Get<BulkRuns>().Of(world.Ada.Id)).Work;

        var (first, second) = ((await world.DetailAsync(ofTeam.Id)).Ticket, (await world.DetailAsync(alone.Id)).Ticket);
        Assert.Equal((null, team.Id), (first.AssigneeId, first.TeamId));
        Assert.Equal((null, null), (second.AssigneeId, second.TeamId));
    }

    [Theory, OnEveryDatabase]
    public async Task A_reply_scheduled_by_somebody_who_left_is_held(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        var ticket = await world.GivenTicketAsync();
        await world.ChangeAsync(ticket.Id, world.Jonas, (changed, stamp) => { changed.Schedule(stamp, "Did it come?", world.Now.AddHours(2), false); });
        await world.Get<ProjectAdmin>().SwitchAsync(Actor.Of(world.Ada), world.Jonas.Id, false, CancellationToken.None);

        world.Time.Advance(TimeSpan.FromHours(2));
        await world.SweepAsync(Sweep.Delivery);

        var message = (await world.DetailAsync(ticket.Id)).Thread.Single(each => each.Sender is Sender.Agent);
        Assert.Equal((MessageStatus.Scheduled, null), (message.Status, message.DueAt));
        Assert.Equal("Jonas Agent no longer works at this desk.", message.Reason);
    }
}
