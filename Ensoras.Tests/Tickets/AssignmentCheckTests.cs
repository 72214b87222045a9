using Ensoras.Domain.Projects;
using Ensoras.Domain.Tickets;
using Ensoras.Tests.Support;

namespace Ensoras.Tests.Tickets;

/// <summary>Nobody who left has an open ticket.</summary>
public class AssignmentCheckTests
{
    [Theory]
    [OnEveryDatabase]
    public async Task A_ticket_is_not_given_to_somebody_who_was_deactivated_or_to_a_deleted_team(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        var people = world.Get<ProjectAdmin>();
        var (first, second) = (await world.GivenTicketAsync(), await world.GivenTicketAsync());
        var team = await people.CreateTeamAsync(Actor.Of(world.Ada), "Doomed", [], default);
        await people.DeleteTeamAsync(Actor.Of(world.Ada), team.Id, default);
        await people.SwitchAsync(Actor.Of(world.Ada), world.Jonas.Id, false, default);

        var single = await Assert.ThrowsAsync<RuleBrokenException>(() =>
            world.ChangeAsync(
                first.Id,
                world.Lena,
                (ticket, stamp) => ticket.Assign(stamp, world.Jonas.Id, null, "Jonas")));
        var toPerson = await RunAsync(world, BulkChange.AssignTo(world.Jonas.Id, "Jonas Agent"), first, second);
        var toTeam = await RunAsync(world, BulkChange.AssignToTeam(team.Id, "Doomed"), first, second);

        Assert.Equal("Jonas Agent no longer works at this desk.", single.Message);
        Assert.Equal(
            "0 assigned to Jonas Agent, 2 skipped: Jonas Agent no longer works at this desk",
            toPerson.Sentence.ToString());
        Assert.Equal("0 assigned to Doomed, 2 skipped: This team was deleted", toTeam.Sentence.ToString());
        Assert.Equal((null, null), Holder(await world.DetailAsync(first.Id)));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_ticket_that_comes_back_to_somebody_who_left_goes_to_its_team_or_to_nobody(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        var people = world.Get<ProjectAdmin>();
        var team = await people.CreateTeamAsync(Actor.Of(world.Ada), "Returns", [], default);
        var (written, reopened) = (
            await world.GivenTicketAsync(channel: Channel.Email),
            await world.GivenTicketAsync());
        await world.ChangeAsync(
            written.Id,
            world.Lena,
            (ticket, stamp) => ticket.Assign(stamp, world.Jonas.Id, team.Id, "Jonas"));
        await world.ChangeAsync(written.Id, world.Jonas, (ticket, stamp) => ticket.Close(stamp));
        await world.ChangeAsync(reopened.Id, world.Jonas, (ticket, stamp) => ticket.TakeOwnership(stamp));
        await world.ChangeAsync(reopened.Id, world.Jonas, (ticket, stamp) => ticket.Close(stamp));
        await people.SwitchAsync(Actor.Of(world.Ada), world.Jonas.Id, false, default);

        await world.CustomerWritesAsync(written.Id, "It is broken again");
        await RunAsync(world, BulkChange.Reopen, reopened);

        var detail = await world.DetailAsync(written.Id);
        Assert.Equal((null, team.Id), Holder(detail));
        Assert.Contains(
            detail.History,
            line => line is { Action: TicketAction.Assign, ActorKind: Sender.System } && line.Detail?.ToString() == "Returns");
        Assert.Equal((null, null), Holder(await world.DetailAsync(reopened.Id)));
    }

    [Fact]
    public async Task A_ticket_stays_with_who_still_works_here()
    {
        await using var world = await World.CreateAsync();
        var ticket = await world.GivenTicketAsync();
        await world.ChangeAsync(ticket.Id, world.Jonas, (changed, stamp) => changed.TakeOwnership(stamp));

        await world.CustomerWritesAsync(ticket.Id, "One more thing");

        Assert.Equal((world.Jonas.Id, null), Holder(await world.DetailAsync(ticket.Id)));
    }

    private static (Guid? AgentId, Guid? TeamId) Holder(TicketSnapshot detail) =>
        (detail.Ticket.AssigneeId, detail.Ticket.TeamId);

    private static Task<BulkReport> RunAsync(World world, BulkChange change, params Ticket[] tickets) =>
        world
            .Get<BulkActions>()
            .RunAsync(
                world.Project.Id,
                change,
                [.. tickets.Select(ticket => new SelectedTicket(ticket.Id, world.Now))],
                Actor.Of(world.Lena),
                _ => { },
                CancellationToken.None);
}
