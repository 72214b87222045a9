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

        var report = await world.RunBulkAsync(BulkChange.Approve, selected, at);

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

        var report = await world.RunBulkAsync(BulkChange.Approve, [first.TicketId, second.TicketId], at);

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
            (await world.RunBulkAsync(BulkChange.Regenerate, [since.TicketId], at)).Sentence.ToString());
        Assert.Equal(
            "1 approved, 1 skipped: the draft was edited since",
            (await world.RunBulkAsync(BulkChange.Approve, [before.TicketId, since.TicketId], at)).Sentence.ToString());
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

        var report = await world.RunBulkAsync(BulkChange.Approve, [sent.TicketId, failing.TicketId, earlier.TicketId], at);

        Assert.Equal(
            "0 approved, 2 skipped: already approved by another reviewer, 1 skipped: no draft is waiting",
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

        var half = await world.RunBulkAsync(BulkChange.Close, [.. ids.Where((_, place) => place % 2 == 0)], world.Now);
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
}
