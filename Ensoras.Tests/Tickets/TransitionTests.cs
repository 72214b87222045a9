using Ensoras.Domain.Tickets;
using Ensoras.Tests.Support;
using static Ensoras.Domain.Tickets.TicketStatus;

namespace Ensoras.Tests.Tickets;

/// <summary>Every row of the rules' table of ticket statuses, through the one door and back from storage.</summary>
public sealed class TransitionTests(Worlds worlds) : IClassFixture<Worlds>
{
    private static readonly TicketStatus[] Open =
    [
        AwaitingEnsoras,
        AwaitingApproval,
        AwaitingAgent,
        AwaitingCustomer,
        Resolved,
    ];

    [Theory, OnEveryDatabase]
    public async Task A_new_ticket_awaits_Ensoras_and_a_draft_is_asked_for(Engine engine)
    {
        var world = await worlds.OnAsync(engine);
        var opened = await world.GivenTicketAsync();

        var ticket = (await world.DetailAsync(opened.Id)).Ticket;

        Assert.Equal((AwaitingEnsoras, TicketType.Ensoras, true), (ticket.Status, ticket.Type, ticket.IsPreparing));
        Assert.NotNull(ticket.DraftDueAt);
        Assert.Null(ticket.InboxRank);
        Assert.True(ticket.IsUnread);
    }

    [Theory, OnEveryDatabase]
    public async Task A_customer_who_writes_turns_any_ticket_to_the_person_who_handles_it(Engine engine)
    {
        var world = await worlds.OnAsync(engine);
        foreach (var from in Enum.GetValues<TicketStatus>())
        {
            foreach (
                var type in Enum.GetValues<TicketType>()
                    .Where(type => (from, type) is not (AwaitingEnsoras, TicketType.Human)))
            {
                var led = await LedTicket.AtAsync(world, from, type);
                var requestBefore = (await led.RowAsync()).DraftRequestId;

                await world.CustomerWritesAsync(led.Id, "Are you there?");

                var (ticket, thread) = await ReadAsync(led);
                var isEnsoras = type is TicketType.Ensoras;
                Assert.Equal(
                    (isEnsoras ? AwaitingEnsoras : AwaitingAgent, type, isEnsoras),
                    (ticket.Status, ticket.Type, ticket.IsPreparing));
                Assert.NotEqual(isEnsoras ? requestBefore : Guid.Empty, ticket.DraftRequestId);
                Assert.Equal(thread[^1].Number, ticket.LastCustomerNumber);
                Assert.True(ticket.IsUnread);
                Assert.DoesNotContain(thread, message => message.IsPendingDraft);
                Assert.Equal(
                    from is AwaitingApproval ? [Rejection.Superseded] : [],
                    thread.Where(message => message.Rejection is not null).Select(message => message.Rejection!.Value));
            }
        }
    }

    [Theory, OnEveryDatabase]
    public async Task A_finished_draft_awaits_approval_and_the_status_it_came_from_is_remembered(Engine engine)
    {
        var world = await worlds.OnAsync(engine);
        foreach (var from in Open.Where(status => status is not AwaitingApproval))
        {
            var led = await LedTicket.AtAsync(world, from);

            await led.DoAsync(world.Jonas, (ticket, stamp) => ticket.Draft(stamp.At));

            var (ticket, thread) = await ReadAsync(led);
            Assert.Equal(
                (AwaitingApproval, from, false),
                (ticket.Status, ticket.StatusBeforeDraft, ticket.IsPreparing));
            Assert.Equal(
                (MessageStatus.Draft, ticket.LastCustomerNumber),
                (thread[^1].Status, thread[^1].AnswersNumber));
            Assert.Equal(Inbox.Rank(AwaitingApproval, ticket.Priority, false), ticket.InboxRank);
        }
    }

    [Theory, OnEveryDatabase]
    public async Task Without_a_grounded_answer_a_person_takes_over_and_reads_why(Engine engine)
    {
        var world = await worlds.OnAsync(engine);
        var led = await LedTicket.AtAsync(world, AwaitingEnsoras);

        await led.DoAsync(
            world.Jonas,
            (ticket, stamp) =>
                Assert.True(
                    ticket.NoAnswer(
                        Actor.Ensoras.At(stamp.At),
                        ticket.DraftRequestId!.Value,
                        Sentence.Verbatim("The knowledge base says nothing about it."))));

        var (ticket, thread) = await ReadAsync(led);
        Assert.Equal((AwaitingAgent, TicketType.Human, false), (ticket.Status, ticket.Type, ticket.IsPreparing));
        Assert.Equal(
            (Sender.System, "The knowledge base says nothing about it. A person takes over."),
            (thread[^1].Sender, thread[^1].Text));
        Assert.Null(thread[^1].ShownNumber);
    }

    [Theory, OnEveryDatabase]
    public async Task An_approved_draft_is_queued_then_sent_and_the_customer_is_awaited(Engine engine)
    {
        var world = await worlds.OnAsync(engine);
        var led = await LedTicket.AtAsync(world, AwaitingApproval);

        await led.DoAsync(world.Rosa, (ticket, stamp) => ticket.Approve(stamp, ticket.Pending().Id, TimeSpan.Zero));
        var (queued, thread) = await ReadAsync(led);
        Assert.Equal(
            (AwaitingCustomer, MessageStatus.Queued, "Rosa Reviewer"),
            (queued.Status, thread[^1].Status, thread[^1].ReviewedBy));

        await led.DoAsync(world.Jonas, (ticket, stamp) => ticket.Deliver(stamp.At));
        var (sent, after) = await ReadAsync(led);
        Assert.Equal(
            (AwaitingCustomer, MessageStatus.Sent, 2, 1),
            (sent.Status, after[^1].Status, sent.MessageCount, sent.EnsorasMessages));
    }

    [Theory, OnEveryDatabase]
    public async Task Run_All_that_ends_well_sends_what_was_drafted_or_what_is_then_written(Engine engine)
    {
        var world = await worlds.OnAsync(engine);
        foreach (var text in new[] { "Your refund is under way.", "" })
        {
            var led = await LedTicket.AtAsync(world, AwaitingEnsoras);
            await led.DoAsync(
                world.Jonas,
                (ticket, stamp) => ticket.Draft(stamp.At, text, new ToolCall("refund", "{}", stamp.At)));
            await led.DoAsync(world.Rosa, (ticket, stamp) => ticket.RunAll(stamp, ticket.Pending().Id));
            await led.DoAsync(world.Jonas, (ticket, stamp) => ticket.RunTools(stamp.At));
            if (text.Length == 0)
            {
                var row = await led.RowAsync();
                Assert.Equal((AwaitingApproval, true), (row.Status, row.IsPreparing));
                await led.DoAsync(world.Jonas, (ticket, stamp) => ticket.Draft(stamp.At, "Your refund is done."));
            }

            var (ticket, thread) = await ReadAsync(led);
            Assert.Equal(
                (AwaitingCustomer, MessageStatus.Queued, "Rosa Reviewer"),
                (ticket.Status, thread[^1].Status, thread[^1].ReviewedBy));
            Assert.DoesNotContain(thread, message => message.IsPendingDraft);
        }
    }

    [Theory, OnEveryDatabase]
    public async Task A_rejected_draft_leads_back_and_no_new_one_is_asked_for(Engine engine)
    {
        var world = await worlds.OnAsync(engine);
        foreach (var from in Open.Where(status => status is not AwaitingApproval))
        {
            var led = await LedTicket.AtAsync(world, from);
            await led.DoAsync(world.Jonas, (ticket, stamp) => ticket.Draft(stamp.At));

            await led.DoAsync(world.Rosa, (ticket, stamp) => ticket.Reject(stamp, ticket.Pending().Id, " too long "));

            var (ticket, thread) = await ReadAsync(led);
            Assert.Equal((from, false), (ticket.Status, ticket.IsPreparing));
            Assert.Equal(
                (MessageStatus.Rejected, Rejection.ByReviewer, "too long", "Rosa Reviewer"),
                (thread[^1].Status, thread[^1].Rejection, thread[^1].Reason?.ToString(), thread[^1].ReviewedBy));
        }
    }

    [Theory, OnEveryDatabase]
    public async Task Regenerate_stays_in_review_while_the_new_draft_is_written(Engine engine)
    {
        var world = await worlds.OnAsync(engine);
        foreach (var names in new[] { true, false })
        {
            var led = await LedTicket.AtAsync(world, AwaitingApproval);

            await led.DoAsync(
                world.Rosa,
                (ticket, stamp) => ticket.Regenerate(stamp, names ? ticket.Pending().Id : null, " shorter "));
            var (writing, thread) = await ReadAsync(led);
            Assert.Equal(
                (AwaitingApproval, true, "shorter", AwaitingEnsoras),
                (writing.Status, writing.IsPreparing, writing.DraftInstruction, writing.StatusBeforeDraft));
            Assert.True(thread[^1].IsPendingDraft);

            await led.DoAsync(world.Jonas, (ticket, stamp) => ticket.Draft(stamp.At, "Soon."));
            var (ticket, after) = await ReadAsync(led);
            Assert.Equal((AwaitingApproval, AwaitingEnsoras), (ticket.Status, ticket.StatusBeforeDraft));
            Assert.Equal(
                ("Soon.", "shorter"),
                (after.Single(message => message.IsPendingDraft).Body, after[^1].Instruction));
            Assert.Equal((Rejection.Regenerated, "Rosa Reviewer"), (after[^2].Rejection, after[^2].ReviewedBy));
        }
    }

    [Theory, OnEveryDatabase]
    public async Task Execute_and_Review_stays_in_review_while_the_new_draft_is_written(Engine engine)
    {
        var world = await worlds.OnAsync(engine);
        var led = await LedTicket.AtAsync(world, AwaitingEnsoras);
        await led.DoAsync(
            world.Jonas,
            (ticket, stamp) => ticket.Draft(stamp.At, "I look it up.", new ToolCall("find order", "{}", stamp.At)));

        await led.DoAsync(world.Rosa, (ticket, stamp) => ticket.ExecuteAndReview(stamp, ticket.Pending().Id));
        Assert.Equal(AwaitingApproval, (await led.RowAsync()).Status);
        await led.DoAsync(world.Jonas, (ticket, stamp) => ticket.RunTools(stamp.At));

        var (ticket, thread) = await ReadAsync(led);
        Assert.Equal((AwaitingApproval, true), (ticket.Status, ticket.IsPreparing));
        Assert.Equal(
            (MessageStatus.Draft, "Rosa Reviewer", ToolCallStatus.Succeeded),
            (thread[^1].Status, thread[^1].ReviewedBy, thread[^1].ToolCalls.Single().Status));

        await led.DoAsync(world.Jonas, (each, stamp) => each.Draft(stamp.At, "It left yesterday."));
        Assert.Equal(
            [Rejection.ToolsRun, null],
            (await led.ReadAsync())
                .Thread.Where(message => message.Sender is Sender.Ensoras)
                .Select(message => message.Rejection));
    }

    private static async Task<(Ticket Ticket, IReadOnlyList<Message> Thread)> ReadAsync(LedTicket led)
    {
        var detail = await led.ReadAsync();
        return (detail.Ticket, detail.Thread);
    }
}
