using Ensoras.Domain.Scheduling;
using Ensoras.Domain.Tickets;
using Ensoras.Tests.Support;
using static Ensoras.Domain.Tickets.TicketStatus;

namespace Ensoras.Tests.Tickets;

/// <summary>
/// Reopening soon after closing undoes it; later it gives the ticket back to the person who handles it.
/// </summary>
public sealed class UndoCloseTests(Worlds worlds) : IClassFixture<Worlds>
{
    [Theory, OnEveryDatabase]
    public async Task Status_type_draft_and_scheduled_reply_are_as_before(Engine engine)
    {
        var world = await worlds.OnAsync(engine);
        foreach (var from in Enum.GetValues<TicketStatus>().Except([Closed]))
        {
            foreach (
                var type in Enum.GetValues<TicketType>()
                    .Where(type => (from, type) is not (AwaitingEnsoras, TicketType.Human)))
            {
                var led = await LedTicket.AtAsync(world, from, type);
                var scheduledId = await led.DoAsync(
                    world.Jonas,
                    (ticket, stamp) => ticket.Schedule(stamp, "Did it come?", stamp.At.AddHours(3), false));
                for (var note = 0; note < 12; note++)
                {
                    await led.DoAsync(world.Jonas, (ticket, stamp) => ticket.WriteNote(stamp, $"Note {note}"));
                }

                var before = await led.ReadAsync();
                await led.DoAsync(world.Jonas, (ticket, stamp) => ticket.Close(stamp));
                world.Time.Advance(TimeSpan.FromSeconds(20));
                await led.DoAsync(world.Rosa, (ticket, stamp) => ticket.Reopen(stamp));

                var after = await led.ReadAsync();
                Assert.Equal(
                    (
                        before.Ticket.Status,
                        before.Ticket.Type,
                        before.Ticket.StatusSince,
                        before.Ticket.WaitingSince,
                        before.Ticket.IsUnread,
                        before.Ticket.IsPreparing,
                        before.Ticket.InboxRank),
                    (
                        after.Ticket.Status,
                        after.Ticket.Type,
                        after.Ticket.StatusSince,
                        after.Ticket.WaitingSince,
                        after.Ticket.IsUnread,
                        after.Ticket.IsPreparing,
                        after.Ticket.InboxRank));
                Assert.Equal(
                    before.Thread.Select(message => (message.Id, message.Status, message.DueAt, message.Rejection)),
                    after.Thread.Select(message => (message.Id, message.Status, message.DueAt, message.Rejection)));
                await led.DoAsync(world.Jonas, (ticket, stamp) => ticket.CancelScheduled(stamp, scheduledId));
            }
        }
    }

    [Theory, OnEveryDatabase]
    public async Task Later_it_is_given_back_and_what_was_set_aside_stays_so(Engine engine)
    {
        var world = await worlds.OnAsync(engine);
        var led = await LedTicket.AtAsync(world, AwaitingApproval);
        await led.DoAsync(world.Jonas, (ticket, stamp) => ticket.Close(stamp));

        world.Time.Advance(Ticket.UndoClosePeriod + TimeSpan.FromSeconds(1));
        await led.DoAsync(world.Jonas, (ticket, stamp) => ticket.Reopen(stamp));

        var detail = await led.ReadAsync();
        Assert.Equal((AwaitingEnsoras, true), (detail.Ticket.Status, detail.Ticket.IsPreparing));
        Assert.Equal(Rejection.Closed, detail.Thread.Single(message => message.Sender is Sender.Ensoras).Rejection);
    }

    [Theory, OnEveryDatabase]
    public async Task A_request_for_a_draft_goes_on_and_does_not_make_the_ticket_a_persons(Engine engine)
    {
        var world = await worlds.OnAsync(engine);
        var ticket = await world.GivenTicketAsync();
        await world.ChangeAsync(ticket.Id, world.Jonas, (changed, stamp) => changed.Close(stamp));
        await world.ChangeAsync(ticket.Id, world.Jonas, (changed, stamp) => changed.Reopen(stamp));
        await world.SweepAsync(Sweep.Drafts);

        var row = (await world.DetailAsync(ticket.Id)).Ticket;
        Assert.Equal((AwaitingApproval, TicketType.Ensoras), (row.Status, row.Type));
    }

    [Fact]
    public void Tools_that_were_approved_go_on_and_those_that_ended_meanwhile_are_shown()
    {
        var ticket = TicketSteps.Opened();
        var draft = ticket.Draft(
            TicketSteps.Morning,
            "I look.",
            new ToolCall("one", "{}", TicketSteps.Morning),
            new ToolCall("two", "{}", TicketSteps.Morning));
        ticket.RunAll(Cast.Rosa.At(TicketSteps.Morning), draft.Id);
        ticket.ClaimTool(Actor.System.At(TicketSteps.Morning), draft.ToolCalls[0].Id);
        ticket.Close(Cast.Rosa.At(TicketSteps.Morning));
        ticket.ToolEnded(Actor.System.At(TicketSteps.Morning), draft.ToolCalls[0].Id, true, "done", TimeSpan.Zero);
        ticket.Reopen(Cast.Rosa.At(TicketSteps.Morning.AddSeconds(9)));

        Assert.Equal([ToolCallStatus.Succeeded, ToolCallStatus.Approved], draft.ToolCalls.Select(call => call.Status));
        ticket.Close(Cast.Rosa.At(TicketSteps.Morning));
        Assert.Equal(ToolCallStatus.Dropped, draft.ToolCalls[1].Status);
    }

    [Fact]
    public void A_reply_that_its_author_used_again_does_not_come_back()
    {
        var ticket = TicketSteps.Opened();
        var reply = ticket.Schedule(Cast.Jonas.At(TicketSteps.Morning), "Later", TicketSteps.Morning.AddHours(1), true);
        ticket.Close(Cast.Jonas.At(TicketSteps.Morning));
        ticket.UseAgain(Cast.Jonas.At(TicketSteps.Morning), reply.Id);
        ticket.Reopen(Cast.Jonas.At(TicketSteps.Morning));

        Assert.Equal(MessageStatus.Rejected, reply.Status);
    }
}
