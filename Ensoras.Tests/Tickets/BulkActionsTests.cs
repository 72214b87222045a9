using Ensoras.Domain.Scheduling;
using Ensoras.Domain.Tickets;
using Ensoras.Tests.Support;

namespace Ensoras.Tests.Tickets;

public class BulkActionsTests
{
    [Theory]
    [OnEveryDatabase]
    public async Task Approving_many_says_of_each_what_happened(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        var drafts = new List<(Guid TicketId, Guid DraftId)>();
        for (var index = 0; index < 6; index++)
        {
            drafts.Add(await world.GivenDraftAsync($"Question {index}"));
        }

        var withoutDraft = await world.GivenTicketAsync("No draft yet");
        var selected = drafts
            .Select(draft => draft.TicketId)
            .Append(withoutDraft.Id)
            .Append(Guid.CreateVersion7())
            .ToArray();
        var at = world.Now;
        world.Time.Advance(TimeSpan.FromSeconds(5));
        await world.CustomerWritesAsync(drafts[0].TicketId, "Wait, one more thing");
        await world.CustomerWritesAsync(drafts[1].TicketId, "Me too");
        await world.ChangeAsync(
            drafts[2].TicketId,
            world.Rosa,
            (ticket, stamp) => ticket.Approve(stamp, drafts[2].DraftId, TimeSpan.Zero));
        await world.ChangeAsync(
            drafts[3].TicketId,
            world.Rosa,
            (ticket, stamp) => ticket.Regenerate(stamp, drafts[3].DraftId));
        await world.SweepAsync(Sweep.Drafts);

        var report = await RunAsync(world, BulkChange.Approve, selected, at);

        Assert.Equal(2, report.DoneCount);
        Assert.Equal(
            [
                (1, "This ticket does not exist."),
                (1, "already approved by another reviewer"),
                (4, "a new draft was written since"),
            ],
            report
                .Skipped.Select(skip => (skip.TicketIds.Count, skip.Reason.ToString()))
                .OrderBy(skip => skip.Count)
                .ThenBy(skip => skip.Item2, StringComparer.Ordinal));
        await world.SweepAsync(Sweep.Delivery);
        Assert.Equal(TicketStatus.AwaitingCustomer, (await world.DetailAsync(drafts[4].TicketId)).Ticket.Status);
        Assert.Equal(TicketStatus.AwaitingApproval, (await world.DetailAsync(drafts[0].TicketId)).Ticket.Status);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_customer_who_replied_since_is_not_answered(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        var first = await world.GivenDraftAsync();
        var second = await world.GivenDraftAsync();
        var at = world.Now;
        world.Time.Advance(TimeSpan.FromSeconds(5));
        await world.CustomerWritesAsync(second.TicketId, "Wait");

        var report = await RunAsync(world, BulkChange.Approve, [first.TicketId, second.TicketId], at);

        Assert.Equal("1 approved, 1 skipped: customer replied since", report.Sentence.ToString());
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_draft_that_was_edited_since_is_neither_sent_nor_set_aside(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        var (before, since) = (await world.GivenDraftAsync(), await world.GivenDraftAsync());
        await world.ChangeAsync(
            before.TicketId,
            world.Rosa,
            (ticket, stamp) => ticket.EditDraft(stamp, before.DraftId, "It arrives on Friday."));
        var at = world.Now;
        world.Time.Advance(TimeSpan.FromSeconds(5));
        await world.ChangeAsync(
            since.TicketId,
            world.Rosa,
            (ticket, stamp) => ticket.EditDraft(stamp, since.DraftId, "It is lost."));

        Assert.Equal(
            "0 being regenerated, 1 skipped: the draft was edited since",
            (await RunAsync(world, BulkChange.Regenerate, [since.TicketId], at)).Sentence.ToString());
        Assert.Equal(
            "1 approved, 1 skipped: the draft was edited since",
            (await RunAsync(world, BulkChange.Approve, [before.TicketId, since.TicketId], at)).Sentence.ToString());
        Assert.Equal(
            MessageStatus.Draft,
            (await world.DetailAsync(since.TicketId)).Thread.Single(message => message.Id == since.DraftId).Status);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_draft_that_a_colleague_approved_is_told_so_also_when_it_has_been_sent(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        var (sent, failing, earlier) = (
            await world.GivenDraftAsync(),
            await world.GivenDraftAsync(),
            await world.GivenDraftAsync());
        await world.ChangeAsync(
            earlier.TicketId,
            world.Rosa,
            (ticket, stamp) => ticket.Approve(stamp, earlier.DraftId, TimeSpan.Zero));
        await world.SweepAsync(Sweep.Delivery);
        world.Time.Advance(TimeSpan.FromSeconds(5));
        var at = world.Now;
        world.Time.Advance(TimeSpan.FromSeconds(5));
        await world.ChangeAsync(
            sent.TicketId,
            world.Rosa,
            (ticket, stamp) => ticket.Approve(stamp, sent.DraftId, TimeSpan.Zero));
        await world.SweepAsync(Sweep.Delivery);
        Assert.Equal(
            MessageStatus.Sent,
            (await world.DetailAsync(sent.TicketId)).Thread.Single(message => message.Id == sent.DraftId).Status);
        await world.ChangeAsync(
            failing.TicketId,
            world.Rosa,
            (ticket, stamp) =>
            {
                ticket.Approve(stamp, failing.DraftId, TimeSpan.Zero);
                ticket.ClaimForSending(stamp, failing.DraftId, stamp.At.AddMinutes(1));
            });

        var report = await RunAsync(world, BulkChange.Approve, [sent.TicketId, failing.TicketId, earlier.TicketId], at);

        Assert.Equal(
            "0 approved, 2 skipped: already approved by another reviewer, 1 skipped: no draft waits",
            report.Sentence.ToString());
    }

    [Fact]
    public async Task Five_thousand_of_which_half_changed_meanwhile()
    {
        await using var world = await World.CreateAsync();
        var ids = new List<Guid>();
        for (var batch = 0; batch < 50; batch++)
        {
            var opened = await world.Desk.OpenManyAsync(
                [
                    .. Enumerable
                        .Range(0, 100)
                        .Select(_ => new NewTicket(
                            world.Project.Id,
                            world.Mira.Id,
                            Channel.Widget,
                            "Hello",
                            Actor.Of(world.Mira),
                            (ticket, stamp) => ticket.CustomerWrote(stamp, "Hello", null))),
                ],
                null,
                CancellationToken.None);
            ids.AddRange(opened.Select(ticket => ticket.Id));
        }

        var half = await RunAsync(world, BulkChange.Close, [.. ids.Where((_, place) => place % 2 == 0)], world.Now);
        Assert.Equal("2,500 closed", half.Sentence.ToString());
        var progress = new List<int>();

        var report = await world
            .Get<BulkActions>()
            .RunAsync(
                world.Project.Id,
                BulkChange.Close,
                [.. ids.Select(id => new SelectedTicket(id, world.Now))],
                Actor.Of(world.Lena),
                progress.Add,
                CancellationToken.None);

        Assert.Equal("2,500 closed, 2,500 skipped: already closed", report.Sentence.ToString());
        Assert.Equal((50, 5_000, 100), (progress[0], progress[^1], progress.Count));
        Assert.Equal(0, await world.Reads.CountInboxAsync(world.Project.Id, CancellationToken.None));
    }

    [Fact]
    public async Task Each_change_skips_what_it_does_not_fit()
    {
        await using var world = await World.CreateAsync();
        var open = (await world.GivenTicketAsync("Open")).Id;
        var closed = (await world.GivenTicketAsync("Closed")).Id;
        await world.ChangeAsync(closed, world.Jonas, (ticket, stamp) => ticket.Close(stamp));
        var team = (
            await world
                .Get<Ensoras.Domain.Projects.ProjectAdmin>()
                .CreateTeamAsync(Actor.Of(world.Ada), "Returns", [], default)).Id;
        (BulkChange Change, string Sentence)[] expected =
        [
            (BulkChange.Reopen, "1 reopened, 1 skipped: not closed"),
            (BulkChange.SetPriority(TicketPriority.High), "2 set to High"),
            (BulkChange.SetPriority(TicketPriority.High), "0 set to High, 2 skipped: already High"),
            (BulkChange.AddTag(" #Late Parcel "), "2 tagged late-parcel"),
            (BulkChange.AddTag("late-parcel"), "0 tagged late-parcel, 2 skipped: already tagged so"),
            (BulkChange.RemoveTag("late-parcel"), "2 no longer tagged late-parcel"),
            (BulkChange.RemoveTag("late-parcel"), "0 no longer tagged late-parcel, 2 skipped: not tagged so"),
            (BulkChange.AssignTo(world.Jonas.Id, "Jonas Agent"), "2 assigned to Jonas Agent"),
            (
                BulkChange.AssignTo(world.Jonas.Id, "Jonas Agent"),
                "0 assigned to Jonas Agent, 2 skipped: already assigned to Jonas Agent"),
            (BulkChange.AssignToTeam(team, "Returns"), "2 assigned to Returns"),
            (BulkChange.Regenerate, "0 being regenerated, 2 skipped: a new draft is being written"),
        ];

        foreach (var (change, sentence) in expected)
        {
            Assert.Equal(sentence, (await RunAsync(world, change, [open, closed], world.Now.AddSeconds(1))).Sentence.ToString());
        }
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Reopened_tickets_go_back_to_whoever_handles_them(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        var (automated, human) = (
            await LedTicket.AtAsync(world, TicketStatus.Closed),
            await LedTicket.AtAsync(world, TicketStatus.Closed, TicketType.Human));

        Assert.Equal(
            "2 reopened",
            (await RunAsync(world, BulkChange.Reopen, [automated.Id, human.Id], world.Now)).Sentence.ToString());

        Assert.Equal(TicketStatus.AwaitingEnsoras, (await automated.RowAsync()).Status);
        Assert.Equal(TicketStatus.AwaitingAgent, (await human.RowAsync()).Status);
    }

    [Fact]
    public async Task Regenerating_asks_for_new_drafts()
    {
        await using var world = await World.CreateAsync();
        var (ticketId, _) = await world.GivenDraftAsync();

        Assert.Equal(
            "1 being regenerated",
            (await RunAsync(world, BulkChange.Regenerate, [ticketId], world.Now)).Sentence.ToString());
        Assert.True((await world.DetailAsync(ticketId)).Ticket.IsPreparing);
    }

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

    private static Task<BulkReport> RunAsync(
        World world,
        BulkChange change,
        IReadOnlyList<Guid> ids,
        DateTimeOffset selectedAt) =>
        world
            .Get<BulkActions>()
            .RunAsync(
                world.Project.Id,
                change,
                [.. ids.Select(id => new SelectedTicket(id, selectedAt))],
                Actor.Of(world.Lena),
                _ => { },
                CancellationToken.None);

    private static BulkOrder OrderOf(
        World world,
        BulkChange change,
        IReadOnlyList<SelectedTicket> selected,
        Domain.People.Agent by) => new(world.Project.Id, change, selected, Actor.Of(by));
}
