using Ensoras.Domain.Scheduling;
using Ensoras.Domain.Tickets;
using Ensoras.Tests.Support;
using static Ensoras.Domain.Tickets.TicketStatus;

namespace Ensoras.Tests.Tickets;

/// <summary>Asking for another draft never costs the one that waits: it stays until the new one is there.</summary>
public sealed class KeptDraftTests(Worlds worlds) : IClassFixture<Worlds>
{
    [Theory, OnEveryDatabase]
    public async Task A_draft_is_still_there_when_no_other_could_be_written_and_neither_status_nor_type_changes(
        Engine engine)
    {
        var world = await worlds.OnAsync(engine);
        var (ticketId, draftId) = await world.GivenDraftAsync();
        world.Writer.HasNoAnswer("Ensoras found no other answer in the knowledge base.");

        await world.ChangeAsync(ticketId, world.Rosa, (ticket, stamp) => ticket.Regenerate(stamp, draftId, "Shorter"));
        var waiting = (await world.DetailAsync(ticketId)).Thread.Single(message => message.Id == draftId);
        Assert.Equal((MessageStatus.Draft, "Rosa Reviewer"), (waiting.Status, waiting.ReviewedBy));
        await world.SweepAsync(Sweep.Drafts);

        var detail = await world.DetailAsync(ticketId);
        var draft = detail.Thread.Single(message => message.Id == draftId);
        Assert.Equal(
            (AwaitingApproval, TicketType.Ensoras, false),
            (detail.Ticket.Status, detail.Ticket.Type, detail.Ticket.IsPreparing));
        Assert.Equal((MessageStatus.Draft, null, "It is on its way."), (draft.Status, draft.ReviewedBy, draft.Body));
        Assert.Equal(
            "Ensoras found no other answer in the knowledge base. The draft from before is still here.",
            detail.Thread[^1].Text);
        await world.ChangeAsync(
            ticketId,
            world.Rosa,
            (ticket, stamp) => ticket.Approve(stamp, draftId, TimeSpan.Zero));
    }

    [Theory, OnEveryDatabase]
    public async Task A_writer_that_fails_three_times_leaves_the_draft_too(Engine engine)
    {
        var world = await worlds.OnAsync(engine);
        var (ticketId, draftId) = await world.GivenDraftAsync();
        world.Writer.Fails("The model is away.").Fails("The model is away.").Fails("The model is away.");

        await world.ChangeAsync(ticketId, world.Rosa, (ticket, stamp) => ticket.Regenerate(stamp, draftId));
        for (var attempt = 0; attempt < 3; attempt++)
        {
            await world.SweepAsync(Sweep.Drafts);
            world.Time.Advance(TimeSpan.FromSeconds(30));
        }

        var detail = await world.DetailAsync(ticketId);
        Assert.Equal(
            (AwaitingApproval, TicketType.Ensoras, false),
            (detail.Ticket.Status, detail.Ticket.Type, detail.Ticket.IsPreparing));
        Assert.True(detail.Thread.Single(message => message.Id == draftId).IsPendingDraft);
        Assert.Equal(
            "Ensoras could not write a draft: The model is away. The draft from before is still here.",
            detail.Thread[^1].Text);
    }

    [Theory, OnEveryDatabase]
    public async Task The_new_draft_takes_its_place_and_is_written_knowing_it_and_the_wish(Engine engine)
    {
        var world = await worlds.OnAsync(engine);
        var (ticketId, draftId) = await world.GivenDraftAsync();
        world.Writer.Writes("Soon.");

        await world.ChangeAsync(ticketId, world.Rosa, (ticket, stamp) => ticket.Regenerate(stamp, draftId, "Shorter"));
        await world.SweepAsync(Sweep.Drafts);

        var request = world.Writer.Requests.Last();
        Assert.Equal(("Shorter", "It is on its way."), (request.Instruction, Assert.Single(request.RejectedDrafts)));
        var drafts = (await world.DetailAsync(ticketId)).Thread.Where(message => message.Sender is Sender.Ensoras);
        Assert.Equal(
            [("It is on its way.", "Replaced"), ("Soon.", "Draft")],
            drafts.Select(draft => (draft.Body, draft.Rejection?.Label() ?? draft.Status.Label())));
    }

    [Theory, OnEveryDatabase]
    public async Task Tools_that_ran_and_brought_no_new_draft_leave_the_one_that_proposed_them(Engine engine)
    {
        var world = await worlds.OnAsync(engine);
        world.Writer.Writes("I look it up.", new ToolCall("find order", "{}", world.Now));
        var ticket = await world.GivenTicketAsync();
        await world.SweepAsync(Sweep.Drafts);
        world.Writer.HasNoAnswer("Ensoras found no answer in the knowledge base.");

        await world.ChangeAsync(
            ticket.Id,
            world.Rosa,
            (changed, stamp) => changed.ExecuteAndReview(stamp, changed.Pending().Id));
        await world.ChangeAsync(ticket.Id, world.Rosa, (changed, stamp) => changed.RunTools(stamp.At));
        await world.SweepAsync(Sweep.Drafts);

        var detail = await world.DetailAsync(ticket.Id);
        var draft = detail.Thread.Single(message => message.IsPendingDraft);
        Assert.Equal(
            (AwaitingApproval, TicketType.Ensoras, MessageStatus.Draft),
            (detail.Ticket.Status, detail.Ticket.Type, draft.Status));
        Assert.True(detail.Ticket.Can(TicketAction.Approve, Actor.Of(world.Rosa), draft.Id));
    }

    [Theory, OnEveryDatabase]
    public async Task What_a_person_asked_for_on_demand_changes_neither_status_nor_type_when_there_is_none(
        Engine engine)
    {
        var world = await worlds.OnAsync(engine);
        foreach (var from in new[] { AwaitingAgent, AwaitingCustomer, Resolved })
        {
            var led = await LedTicket.AtAsync(world, from);
            world.Writer.HasNoAnswer("Ensoras found no answer in the knowledge base.");
            await led.DoAsync(world.Jonas, (ticket, stamp) => ticket.RequestDraft(stamp));
            await world.SweepAsync(Sweep.Drafts);
            Assert.Equal(
                (from, TicketType.Ensoras, false),
                ((await led.RowAsync()).Status, (await led.RowAsync()).Type, (await led.RowAsync()).IsPreparing));
        }
    }

    [Fact]
    public async Task The_report_of_many_says_that_they_are_being_written_and_loses_none()
    {
        await using var world = await World.CreateAsync();
        var (first, second) = (await world.GivenDraftAsync(), await world.GivenDraftAsync());
        world.Writer.HasNoAnswer("Ensoras found no other answer in the knowledge base.").Writes("Another");
        SelectedTicket[] selected = [new(first.TicketId, world.Now), new(second.TicketId, world.Now)];

        var report = await world
            .Get<BulkActions>()
            .RunAsync(
                world.Project.Id,
                BulkChange.Regenerate,
                selected,
                Actor.Of(world.Lena),
                _ => { },
                CancellationToken.None);
        await world.SweepAsync(Sweep.Drafts);

        Assert.Equal("2 being regenerated", report.Sentence.ToString());
        foreach (var ticketId in new[] { first.TicketId, second.TicketId })
        {
            var detail = await world.DetailAsync(ticketId);
            Assert.Equal((AwaitingApproval, TicketType.Ensoras), (detail.Ticket.Status, detail.Ticket.Type));
            Assert.Single(detail.Thread, message => message.IsPendingDraft);
        }
    }

    [Fact]
    public void While_another_is_written_the_draft_is_kept_only_on_purpose()
    {
        var ticket = TicketSteps.Opened();
        var draft = ticket.Draft(TicketSteps.Morning);
        ticket.Regenerate(Cast.Rosa.At(TicketSteps.Morning), draft.Id, "Friendlier");
        var request = ticket.DraftRequestId!.Value;

        Assert.False(ticket.Can(TicketAction.Approve, Cast.Rosa));
        ticket.KeepDraft(Cast.Lena.At(TicketSteps.Morning), draft.Id);

        Assert.False(
            ticket.DraftReady(
                Actor.Ensoras.At(TicketSteps.Morning),
                request,
                new WrittenDraft("Too late", [], []),
                TimeSpan.Zero));
        Assert.True(ticket.Can(TicketAction.Approve, Cast.Rosa));
        Assert.Equal((draft, null), (ticket.Pending(), draft.ReviewedBy));
    }
}
