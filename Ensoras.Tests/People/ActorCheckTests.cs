using Ensoras.Domain.Knowledge;
using Ensoras.Domain.Live;
using Ensoras.Domain.Projects;
using Ensoras.Domain.Tickets;
using Ensoras.Domain.Workflows;
using Ensoras.Tests.Support;

namespace Ensoras.Tests.People;

/// <summary>Whatever a screen believed when it was opened: what is done, is decided by who the person is now.</summary>
public class ActorCheckTests
{
    [Theory]
    [OnEveryDatabase]
    public async Task Nothing_is_done_in_the_name_of_somebody_who_was_deactivated(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        var (ticketId, draftId) = await world.GivenDraftAsync();
        var (before, lena) = (await world.DetailAsync(ticketId), Actor.Of(world.Lena));
        await world.Get<ProjectAdmin>().SwitchAsync(Actor.Of(world.Ada), world.Lena.Id, false, default);

        Action<Ticket, Stamp>[] changes =
        [
            (ticket, stamp) => ticket.AddTag(stamp, "late"),
            (ticket, stamp) => ticket.Assign(stamp, world.Jonas.Id, null, "Jonas"),
            (ticket, stamp) => ticket.Approve(stamp, draftId, TimeSpan.Zero),
            (ticket, stamp) => ticket.Reply(stamp, "Hello", TimeSpan.Zero),
            (ticket, stamp) => ticket.ChangePriority(stamp, TicketPriority.High),
            (ticket, stamp) => ticket.Close(stamp),
        ];
        foreach (var change in changes)
        {
            await Assert.ThrowsAsync<SignedOutException>(() => world.Desk.ChangeAsync(ticketId, lena, change, default));
        }

        await Assert.ThrowsAsync<SignedOutException>(() =>
            world.Desk.ChangeManyAsync([ticketId], lena, (ticket, stamp) => ticket.Close(stamp), default));
        await Assert.ThrowsAsync<SignedOutException>(() =>
            world.Get<KnowledgeBase>().CreateAsync(world.Project.Id, "Help", "Title", "Text", lena, default));
        await Assert.ThrowsAsync<SignedOutException>(() =>
            world.Get<WorkflowStore>().MoveAsync(world.Project.Id, lena, Guid.CreateVersion7(), true, default));
        Assert.Equal(before.Ticket.Version, (await world.DetailAsync(ticketId)).Ticket.Version);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_role_that_was_taken_away_counts_at_the_next_click(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        var (ticketId, draftId) = await world.GivenDraftAsync();
        var lena = Actor.Of(world.Lena);
        await world.Get<ProjectAdmin>().ChangeRoleAsync(Actor.Of(world.Ada), world.Lena.Id, Role.Agent, default);

        var approval = await Assert.ThrowsAsync<RuleBrokenException>(() =>
            world.Desk.ChangeAsync(
                ticketId,
                lena,
                (ticket, stamp) => ticket.Approve(stamp, draftId, TimeSpan.Zero),
                default));
        var article = await Assert.ThrowsAsync<RuleBrokenException>(() =>
            world.Get<KnowledgeBase>().CreateAsync(world.Project.Id, "Help", "Title", "Text", lena, default));
        await world.Desk.ChangeAsync(ticketId, lena, (ticket, stamp) => ticket.AddTag(stamp, "mine"), default);

        Assert.Contains("you are signed in as Agent", approval.Message, StringComparison.Ordinal);
        Assert.Contains("you are signed in as Agent", article.Message, StringComparison.Ordinal);
        Assert.Equal(["mine"], (await world.DetailAsync(ticketId)).Ticket.Tags);
    }

    [Fact]
    public async Task A_new_role_counts_at_once_too()
    {
        await using var world = await World.CreateAsync();
        var (ticketId, draftId) = await world.GivenDraftAsync();
        var jonas = Actor.Of(world.Jonas);
        await world.Get<ProjectAdmin>().ChangeRoleAsync(Actor.Of(world.Ada), world.Jonas.Id, Role.Reviewer, default);

        await world.Desk.ChangeAsync(
            ticketId,
            jonas,
            (ticket, stamp) => ticket.Approve(stamp, draftId, TimeSpan.Zero),
            default);

        Assert.Equal(TicketStatus.AwaitingCustomer, (await world.DetailAsync(ticketId)).Ticket.Status);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_bulk_action_goes_no_further_once_its_person_lost_the_role_or_the_account(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        var tickets = new List<SelectedTicket>();
        for (var index = 0; index < 120; index++)
        {
            tickets.Add(new SelectedTicket((await world.GivenTicketAsync($"Question {index}")).Id, world.Now));
        }

        var people = world.Get<ProjectAdmin>();
        var actions = world.Get<BulkActions>();
        var report = await actions.RunAsync(
            world.Project.Id,
            BulkChange.AddTag("late"),
            tickets,
            Actor.Of(world.Lena),
            dealtWith =>
                _ =
                    dealtWith == 50
                        ? Task.Run(() =>
                                people.ChangeRoleAsync(Actor.Of(world.Ada), world.Lena.Id, Role.Agent, default))
                            .Wait(20_000)
                        : false,
            default);
        await people.SwitchAsync(Actor.Of(world.Ada), world.Lena.Id, false, default);

        Assert.Equal(50, report.DoneCount);
        Assert.Contains(
            "needs the role Lead; you are signed in as Agent",
            Assert.Single(report.Skipped).Reason.ToString(),
            StringComparison.Ordinal);
        await Assert.ThrowsAsync<SignedOutException>(() =>
            actions.RunAsync(world.Project.Id, BulkChange.Close, tickets, Actor.Of(world.Lena), _ => { }, default));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Nothing_is_done_in_a_session_that_has_ended(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        var ticket = await world.GivenTicketAsync();
        var sessions = world.Get<AgentSessions>();
        var (here, elsewhere) = (
            await sessions.StartAsync(world.Jonas, null, default),
            await sessions.StartAsync(world.Jonas, null, default));

        await sessions.EndAsync(here.Id, default);

        var refusal = await Assert.ThrowsAsync<SignedOutException>(() => ReplyAsync(here));
        await ReplyAsync(elsewhere);
        Assert.Contains("You're signed out here", refusal.Message, StringComparison.Ordinal);
        Assert.Single((await world.DetailAsync(ticket.Id)).Thread, message => message.Sender is Sender.Agent);

        Task ReplyAsync(AgentSession session) =>
            world.Desk.ChangeAsync(
                ticket.Id,
                Actor.Of(world.Jonas) with
                {
                    SessionId = session.Id,
                },
                (changed, stamp) =>
                {
                    changed.Reply(stamp, "Hello", TimeSpan.Zero);
                },
                default);
    }

    [Fact]
    public async Task What_ends_a_session_is_announced_and_known_at_once()
    {
        await using var world = await World.CreateAsync();
        var sessions = world.Get<AgentSessions>();
        var session = await sessions.StartAsync(world.Lena, null, default);
        Assert.True(await sessions.IsOpenAsync(world.Lena.Id, session.Id, Role.Lead, default));
        var announced = new List<LiveScope>();
        world.Live.Announced += announced.AddRange;

        await world.Get<ProjectAdmin>().ChangeRoleAsync(Actor.Of(world.Ada), world.Lena.Id, Role.Agent, default);

        Assert.Contains(LiveScope.Agent(world.Lena.Id), announced);
        Assert.False(await sessions.IsOpenAsync(world.Lena.Id, session.Id, Role.Lead, default));
        Assert.False(await sessions.IsOpenAsync(world.Lena.Id, session.Id, Role.Agent, default));
    }

    [Fact]
    public async Task A_session_that_nobody_used_for_two_weeks_is_over_and_one_in_use_is_not()
    {
        await using var world = await World.CreateAsync();
        var sessions = world.Get<AgentSessions>();
        var (used, unused) = (
            await sessions.StartAsync(world.Lena, null, default),
            await sessions.StartAsync(world.Jonas, null, default));

        for (var day = 0; day < 20; day++)
        {
            world.Time.Advance(TimeSpan.FromDays(1));
            Assert.True(await sessions.IsOpenAsync(world.Lena.Id, used.Id, Role.Lead, default));
        }

        Assert.False(await sessions.IsOpenAsync(world.Jonas.Id, unused.Id, Role.Agent, default));
    }

    [Theory]
    [InlineData(99)]
    [InlineData(-1)]
    public async Task There_is_no_role_and_no_priority_but_those_that_have_a_name(int value)
    {
        await using var world = await World.CreateAsync();
        var ticket = await world.GivenTicketAsync();
        var people = world.Get<ProjectAdmin>();

        await Assert.ThrowsAsync<RuleBrokenException>(() =>
            people.InviteAsync(Actor.Of(world.Ada), "nia@example.test", (Role)value, default));
        await Assert.ThrowsAsync<RuleBrokenException>(() =>
            people.ChangeRoleAsync(Actor.Of(world.Ada), world.Jonas.Id, (Role)value, default));
        await Assert.ThrowsAsync<RuleBrokenException>(() =>
            world.ChangeAsync(
                ticket.Id,
                world.Jonas,
                (changed, stamp) => changed.ChangePriority(stamp, (TicketPriority)value)));
        await Assert.ThrowsAsync<RuleBrokenException>(() =>
            world.ChangeAsync(
                ticket.Id,
                world.Jonas,
                (changed, stamp) => changed.ChangeStatus(stamp, (TicketStatus)value)));
        Assert.False(new Actor(Sender.Agent, Guid.CreateVersion7(), "Odd", (Role)value).IsAtLeast(Role.Agent));
    }
}
