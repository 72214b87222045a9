using Ensoras.Domain.Tickets;
using Ensoras.Tests.Support;

namespace Ensoras.Tests.Tickets;

/// <summary>Who may change many tickets at once, and what becomes of an action that is stopped.</summary>
public class BulkRightsTests
{
    [Fact]
    public async Task Leads_change_many_at_once_reviewers_approve_and_regenerate_and_never_too_many()
    {
        await using var world = await World.CreateAsync();
        var one = new SelectedTicket(Guid.CreateVersion7(), world.Now);
        var runs = world.Get<BulkRuns>();

        foreach (
            var (change, least) in new[]
            {
                (BulkChange.Close, "Lead"),
                (BulkChange.Reopen, "Lead"),
                (BulkChange.Approve, "Reviewer"),
                (BulkChange.Regenerate, "Reviewer"),
            })
        {
            var below = least == "Lead" ? world.Rosa : world.Jonas;
            Assert.True(change.IsAllowed(Actor.Of(least == "Lead" ? world.Lena : world.Rosa)));
            Assert.False(change.IsAllowed(Actor.Of(below)));
            var refusal = await Assert.ThrowsAsync<RuleBrokenException>(() =>
                runs.StartAsync(OrderOf(world, change, [one, one], below), CancellationToken.None));
            Assert.Contains($"needs the role {least}", refusal.Message, StringComparison.Ordinal);
            await Assert.ThrowsAsync<RuleBrokenException>(() =>
                world
                    .Get<BulkActions>()
                    .RunAsync(OrderOf(world, change, [one, one], below), _ => { }, CancellationToken.None));
        }

        await Assert.ThrowsAsync<RuleBrokenException>(() =>
            runs.StartAsync(
                OrderOf(world, BulkChange.Close, [.. Enumerable.Repeat(one, BulkActions.MaxTickets + 1)], world.Lena),
                CancellationToken.None));
        Assert.Empty(runs.Of(world.Rosa.Id));
    }

    [Fact]
    public async Task One_ticket_is_not_many_and_its_own_rules_decide_who_may()
    {
        await using var world = await World.CreateAsync();
        var (ticketId, _) = await world.GivenDraftAsync();
        var actions = world.Get<BulkActions>();
        SelectedTicket[] one = [new(ticketId, world.Now)];

        var agents = await actions.RunAsync(
            world.Project.Id,
            BulkChange.Approve,
            one,
            Actor.Of(world.Jonas),
            _ => { },
            CancellationToken.None);
        Assert.Equal(0, agents.DoneCount);
        Assert.Contains("needs the role Reviewer", agents.Skipped.Single().Reason.ToString(), StringComparison.Ordinal);
        var reviewers = await actions.RunAsync(
            world.Project.Id,
            BulkChange.Approve,
            one,
            Actor.Of(world.Rosa),
            _ => { },
            CancellationToken.None);
        Assert.Equal("1 approved", reviewers.Sentence.ToString());
        var closed = await actions.RunAsync(
            world.Project.Id,
            BulkChange.Close,
            one,
            Actor.Of(world.Jonas),
            _ => { },
            CancellationToken.None);
        Assert.Equal("1 closed", closed.Sentence.ToString());
    }

    [Fact]
    public async Task A_ticket_of_another_project_is_left_alone()
    {
        await using var world = await World.CreateAsync();
        var ticket = await world.GivenTicketAsync();

        var report = await world
            .Get<BulkActions>()
            .RunAsync(
                world.Project.Id,
                BulkChange.Close,
                [new SelectedTicket(ticket.Id, world.Now)],
                Actor.Of(world.Lena),
                _ => { },
                CancellationToken.None);
        Assert.Equal(1, report.DoneCount);

        var other = new Domain.Projects.Project("Elsewhere", world.Now);
        await using var db = await world.OpenDbAsync();
        db.Add(other);
        await db.SaveChangesAsync();
        var refused = await world
            .Get<BulkActions>()
            .RunAsync(
                other.Id,
                BulkChange.Reopen,
                [new SelectedTicket(ticket.Id, world.Now)],
                Actor.Of(world.Lena),
                _ => { },
                CancellationToken.None);
        Assert.Equal("0 reopened, 1 skipped: not a ticket of this project", refused.Sentence.ToString());
    }

    [Fact]
    public async Task A_stopped_action_leaves_the_rest_as_it_was()
    {
        await using var world = await World.CreateAsync();
        var ids = new List<Guid>();
        for (var index = 0; index < 120; index++)
        {
            ids.Add((await world.GivenTicketAsync()).Id);
        }

        using var stop = new CancellationTokenSource();
        var report = await world
            .Get<BulkActions>()
            .RunAsync(
                world.Project.Id,
                BulkChange.Close,
                [.. ids.Select(id => new SelectedTicket(id, world.Now))],
                Actor.Of(world.Lena),
                _ => stop.Cancel(),
                stop.Token);

        Assert.Equal("50 closed, 70 left as they were, because it was stopped", report.Sentence.ToString());
        Assert.Equal(
            70,
            (
                await world.List.ReadAllAsync(
                    world.Project.Id,
                    new TicketFilter { Status = TicketStatus.AwaitingEnsoras },
                    null,
                    CancellationToken.None)).Total);
    }

    [Fact]
    public async Task What_a_stopped_run_did_not_reach_is_known_with_the_moment_of_its_selection()
    {
        await using var world = await World.CreateAsync();
        var selected = new List<SelectedTicket>();
        for (var index = 0; index < 60; index++)
        {
            selected.Add(new SelectedTicket((await world.GivenTicketAsync()).Id, world.Now));
            world.Time.Advance(TimeSpan.FromSeconds(1));
        }

        var runs = world.Get<BulkRuns>();
        world.Live.Announced += _ => runs.Of(world.Lena.Id).SingleOrDefault()?.Stop();
        var run = await runs.StartAsync(OrderOf(world, BulkChange.Close, selected, world.Lena), CancellationToken.None);

        await run.Work;

        Assert.InRange(run.Rest.Count, 10, 60);
        Assert.Equal(run.Report!.Untouched, run.Rest.Count);
        Assert.Equal(selected.Skip(run.DealtWith), run.Rest);
    }

    [Fact]
    public async Task A_run_goes_on_in_the_background_and_stays_until_it_is_dismissed()
    {
        await using var world = await World.CreateAsync();
        var ticket = await world.GivenTicketAsync();
        var runs = world.Get<BulkRuns>();
        var run = await runs.StartAsync(
            OrderOf(world, BulkChange.Close, [new SelectedTicket(ticket.Id, world.Now)], world.Lena),
            CancellationToken.None);
        await run.Work;

        Assert.Equal(("Closing 1 ticket", "1 closed"), (run.Title.ToString(), run.Report!.Sentence.ToString()));
        Assert.Empty(runs.Of(world.Ada.Id));
        runs.Dismiss(run);
        Assert.Empty(runs.Of(world.Lena.Id));
    }

    private static BulkOrder OrderOf(
        World world,
        BulkChange change,
        IReadOnlyList<SelectedTicket> selected,
        Domain.People.Agent by) => new(world.Project.Id, change, selected, Actor.Of(by));
}
