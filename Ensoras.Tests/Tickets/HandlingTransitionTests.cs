using Ensoras.Domain.Scheduling;
using Ensoras.Domain.Tickets;
using Ensoras.Tests.Support;
using static Ensoras.Domain.Tickets.TicketStatus;

namespace Ensoras.Tests.Tickets;

/// <summary>What people do to a ticket, and what the clock does: each step leads where the help page says.</summary>
public sealed class HandlingTransitionTests(Worlds worlds) : IClassFixture<Worlds>
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
    public async Task An_agents_reply_awaits_the_customer_and_sets_Ensoras_drafts_aside(Engine engine)
    {
        var world = await worlds.OnAsync(engine);
        foreach (var from in Open)
        {
            var led = await LedTicket.AtAsync(world, from);

            await led.DoAsync(
                world.Jonas,
                (ticket, stamp) => ticket.Reply(stamp, "I checked it myself.", TimeSpan.Zero));
            await led.DoAsync(world.Jonas, (ticket, stamp) => ticket.Deliver(stamp.At));

            var (ticket, thread) = await ReadAsync(led);
            Assert.Equal(
                (AwaitingCustomer, false, TicketType.Ensoras, false),
                (ticket.Status, ticket.IsPreparing, ticket.Type, ticket.IsUnread));
            Assert.Equal((MessageStatus.Sent, "Jonas Agent"), (thread[^1].Status, thread[^1].AuthorName));
            Assert.Equal(
                from is AwaitingApproval ? [Rejection.AgentReplied] : [],
                thread.Where(message => message.Rejection is not null).Select(message => message.Rejection!.Value));
        }
    }

    [Theory, OnEveryDatabase]
    public async Task Escalating_hands_any_open_ticket_to_a_person(Engine engine)
    {
        var world = await worlds.OnAsync(engine);
        foreach (var from in Open)
        {
            var led = await LedTicket.AtAsync(world, from);

            await led.DoAsync(world.Jonas, (ticket, stamp) => ticket.Escalate(stamp));

            var (ticket, thread) = await ReadAsync(led);
            Assert.Equal((AwaitingAgent, TicketType.Human, false), (ticket.Status, ticket.Type, ticket.IsPreparing));
            Assert.Equal(
                from is AwaitingApproval ? [Rejection.Escalated] : [],
                thread.Where(message => message.Rejection is not null).Select(message => message.Rejection!.Value));
            Assert.Equal(
                (Sender.System, "Jonas Agent escalated the ticket to a person."),
                (thread[^1].Sender, thread[^1].Text));
        }
    }

    [Theory, OnEveryDatabase]
    public async Task Taking_ownership_assigns_it_to_me_and_takes_it_from_Ensoras(Engine engine)
    {
        var world = await worlds.OnAsync(engine);
        foreach (var from in Open)
        {
            var led = await LedTicket.AtAsync(world, from);

            await led.DoAsync(world.Jonas, (ticket, stamp) => ticket.TakeOwnership(stamp));

            var (ticket, thread) = await ReadAsync(led);
            Assert.Equal(
                (from is AwaitingEnsoras or AwaitingApproval ? AwaitingAgent : from, TicketType.Human, world.Jonas.Id),
                (ticket.Status, ticket.Type, ticket.AssigneeId));
            Assert.False(ticket.IsPreparing);
            Assert.DoesNotContain(thread, message => message.IsPendingDraft);
        }
    }

    [Theory, OnEveryDatabase]
    public async Task A_person_can_choose_a_status_and_a_system_message_records_it(Engine engine)
    {
        var world = await worlds.OnAsync(engine);
        foreach (var from in Open)
        {
            foreach (
                var to in new[] { AwaitingEnsoras, AwaitingAgent, AwaitingCustomer, Resolved }.Where(to => to != from))
            {
                var led = await LedTicket.AtAsync(world, from);

                await led.DoAsync(world.Jonas, (ticket, stamp) => ticket.ChangeStatus(stamp, to));

                var (ticket, thread) = await ReadAsync(led);
                Assert.Equal((to, to is AwaitingEnsoras), (ticket.Status, ticket.IsPreparing));
                Assert.Equal(
                    (Sender.System, $"Jonas Agent changed the status from {from.Label()} to {to.Label()}."),
                    (thread[^1].Sender, thread[^1].Text));
                Assert.Equal(
                    from is AwaitingApproval ? [Rejection.StatusChanged] : [],
                    thread.Where(message => message.Rejection is not null).Select(message => message.Rejection!.Value));
            }
        }
    }

    [Theory, OnEveryDatabase]
    public async Task The_waiting_period_closes_with_a_system_message(Engine engine)
    {
        var world = await worlds.OnAsync(engine);
        var unanswered = await LedTicket.AtAsync(world, AwaitingCustomer);
        var resolved = await LedTicket.AtAsync(world, Resolved);

        world.Time.Advance(TimeSpan.FromHours(72));
        await world.SweepAsync(Sweep.AutoClose);

        foreach (
            var (led, words) in new[]
            {
                (unanswered, "Closed automatically after 72 hours as Awaiting Customer."),
                (resolved, "Closed automatically after 24 hours as Resolved."),
            })
        {
            var (ticket, thread) = await ReadAsync(led);
            Assert.Equal(Closed, ticket.Status);
            Assert.Equal((Sender.System, words), (thread[^1].Sender, thread[^1].Text));
        }
    }

    [Theory, OnEveryDatabase]
    public async Task Closing_sets_drafts_and_scheduled_messages_aside(Engine engine)
    {
        var world = await worlds.OnAsync(engine);
        foreach (var from in Open)
        {
            var led = await LedTicket.AtAsync(world, from);
            await led.DoAsync(
                world.Jonas,
                (ticket, stamp) => ticket.Schedule(stamp, "Still there?", stamp.At.AddHours(1), true));

            await led.DoAsync(world.Jonas, (ticket, stamp) => ticket.Close(stamp));

            var (ticket, thread) = await ReadAsync(led);
            Assert.Equal(
                (Closed, false, false, null),
                (ticket.Status, ticket.IsPreparing, ticket.IsUnread, ticket.InboxRank));
            Assert.Equal(
                from is AwaitingApproval ? 2 : 1,
                thread.Count(message => message is { Status: MessageStatus.Rejected, Rejection: Rejection.Closed }));
            Assert.DoesNotContain(
                thread,
                message => message.IsPendingDraft || message.Status is MessageStatus.Scheduled);
        }
    }

    [Theory, OnEveryDatabase]
    public async Task Reopening_gives_it_back_to_the_person_who_handles_it(Engine engine)
    {
        var world = await worlds.OnAsync(engine);
        foreach (var from in new[] { Closed, Resolved })
        {
            foreach (var type in Enum.GetValues<TicketType>())
            {
                var led = await LedTicket.AtAsync(world, from, type);

                await led.DoAsync(world.Jonas, (ticket, stamp) => ticket.Reopen(stamp));

                var row = await led.RowAsync();
                var isEnsoras = type is TicketType.Ensoras;
                Assert.Equal(
                    (isEnsoras ? AwaitingEnsoras : AwaitingAgent, type, isEnsoras),
                    (row.Status, row.Type, row.IsPreparing));
            }
        }
    }

    [Theory, OnEveryDatabase]
    public async Task An_ended_chat_goes_on_as_a_new_ticket_linked_to_the_old_one(Engine engine)
    {
        var world = await worlds.OnAsync(engine);
        var old = await LedTicket.AtAsync(world, Closed, channel: Channel.Widget);
        var before = await old.DumpAsync();

        var refusal = await Assert.ThrowsAsync<RuleBrokenException>(() =>
            world.CustomerWritesAsync(old.Id, "One more thing"));
        var next = await world.Desk.OpenAsync(
            new NewTicket(
                world.Project.Id,
                world.Mira.Id,
                Channel.Widget,
                "One more thing",
                Actor.Of(world.Mira),
                (ticket, stamp) => ticket.CustomerWrote(stamp, "One more thing", null))
            {
                PreviousTicketId = old.Id,
            },
            null,
            CancellationToken.None);

        Assert.Equal("This conversation has ended. A new message starts a new one.", refusal.Message);
        Assert.Equal(before, await old.DumpAsync());
        Assert.Equal((await old.RowAsync()).Number, (await world.DetailAsync(next.Id)).PreviousTicketNumber);
    }

    private static async Task<(Ticket Ticket, IReadOnlyList<Message> Thread)> ReadAsync(LedTicket led)
    {
        var detail = await led.ReadAsync();
        return (detail.Ticket, detail.Thread);
    }
}
