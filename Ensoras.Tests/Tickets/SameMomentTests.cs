using Ensoras.Domain.Live;
using Ensoras.Domain.Scheduling;
using Ensoras.Domain.Storage;
using Ensoras.Domain.Tickets;
using Ensoras.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using static Ensoras.Domain.Tickets.TicketStatus;

namespace Ensoras.Tests.Tickets;

/// <summary>Several people, and several servers, at one ticket at the same moment.</summary>
public sealed class SameMomentTests(Worlds worlds) : IClassFixture<Worlds>
{
    [Theory, OnEveryDatabase]
    public async Task Two_reviewers_who_approve_at_once_send_one_reply_and_the_second_is_told(Engine engine)
    {
        var world = await worlds.OnAsync(engine);
        var other = AnotherServer(world);
        var tickets = new List<Guid>();
        for (var round = 0; round < 50; round++)
        {
            var led = await LedTicket.AtAsync(world, AwaitingApproval, channel: Channel.Widget);
            var draftId = (await led.ReadAsync()).Thread.Single(message => message.IsPendingDraft).Id;
            tickets.Add(led.Id);

            var outcomes = await Race.RunAsync(
                () =>
                    world.Desk.ChangeAsync(
                        led.Id,
                        Actor.Of(world.Rosa),
                        (ticket, stamp) => ticket.Approve(stamp, draftId, TimeSpan.Zero),
                        CancellationToken.None),
                () =>
                    (round % 2 == 0 ? world.Desk : other).ChangeAsync(
                        led.Id,
                        Actor.Of(world.Lena),
                        (ticket, stamp) => ticket.Approve(stamp, draftId, TimeSpan.Zero),
                        CancellationToken.None));

            var second = Assert.IsType<RuleBrokenException>(Assert.Single(outcomes, outcome => outcome is not null));
            Assert.Equal(
                $"{(outcomes[0] is null ? "Rosa Reviewer" : "Lena Lead")} already approved this draft; nothing was "
                    + "sent twice.",
                second.Message);
        }

        await Task.WhenAll(world.SweepAsync(Sweep.Delivery), world.SweepAsync(Sweep.Delivery));
        await world.SweepAsync(Sweep.Delivery);
        foreach (var id in tickets)
        {
            Assert.Equal(1, (await world.DetailAsync(id)).Ticket.EnsorasMessages);
        }
    }

    [Theory, OnEveryDatabase]
    public async Task A_hundred_messages_at_once_through_two_servers_are_all_stored_in_one_order(Engine engine)
    {
        var world = await worlds.OnAsync(engine);
        var other = AnotherServer(world);
        var ticketId = (await world.GivenTicketAsync()).Id;

        await Task.WhenAll(
            Enumerable
                .Range(0, 100)
                .Select(index =>
                    (index % 10 == 0 ? other : world.Desk).ChangeAsync(
                        ticketId,
                        Actor.Of(world.Mira),
                        (ticket, stamp) =>
                        {
                            ticket.CustomerWrote(stamp, $"Message {index}", $"client-{index}");
                        },
                        CancellationToken.None)));

        var detail = await world.DetailAsync(ticketId);
        Assert.Equal(Enumerable.Range(1, 101), detail.Thread.Select(message => message.Number));
        Assert.Equal(101, detail.Thread.Select(message => message.Body).Distinct().Count());
        Assert.Equal((101, 101), (detail.Ticket.MessageCount, detail.Ticket.LastCustomerNumber));
    }

    [Theory, OnEveryDatabase]
    public async Task The_same_message_twice_is_stored_once_and_recognised(Engine engine)
    {
        var world = await worlds.OnAsync(engine);
        var ticketId = (await world.GivenTicketAsync()).Id;
        await world.CustomerWritesAsync(ticketId, "Hello?", "client-1");

        var second = await Assert.ThrowsAsync<DbUpdateException>(() =>
            world.CustomerWritesAsync(ticketId, "Hello?", "client-1"));

        await using var db = await world.OpenDbAsync();
        Assert.True(db.IsDuplicate(second));
        Assert.Equal(2, (await world.DetailAsync(ticketId)).Thread.Count);
    }

    [Theory, OnEveryDatabase]
    public async Task Tickets_opened_at_once_have_numbers_of_their_own(Engine engine)
    {
        var world = await worlds.OnAsync(engine);
        var opened = await Task.WhenAll(
            Enumerable.Range(0, 30).Select(index => world.GivenTicketAsync($"Question {index}")));
        Assert.Equal(30, opened.Select(ticket => ticket.Number).Distinct().Count());
    }

    [Theory, OnEveryDatabase]
    public async Task A_wake_up_that_fails_loses_nothing_and_troubles_nobody(Engine engine)
    {
        var world = await worlds.OnAsync(engine);
        var desk = new TicketDesk(
            world.Get<IDbContextFactory<EnsorasDb>>(),
            world.Live,
            new BrokenWakeUp(),
            world.Time,
            NullLogger<TicketDesk>.Instance);
        var ticketId = (await world.GivenTicketAsync()).Id;

        await desk.ChangeAsync(
            ticketId,
            Actor.Of(world.Jonas),
            (ticket, stamp) =>
            {
                ticket.Reply(stamp, "Hello", TimeSpan.Zero);
            },
            CancellationToken.None);

        Assert.Equal(AwaitingCustomer, (await world.DetailAsync(ticketId)).Ticket.Status);
    }

    private static TicketDesk AnotherServer(World world) =>
        new(
            world.Get<IDbContextFactory<EnsorasDb>>(),
            world.Get<LiveUpdates>(),
            new NoWakeUp(),
            world.Time,
            NullLogger<TicketDesk>.Instance);

    private sealed class BrokenWakeUp : IWakeUp
    {
        public void Wake(Sweep sweep, DateTimeOffset? at = null) =>
            throw new InvalidOperationException("The scheduler is away.");
    }
}
