using Ensoras.Domain.Scheduling;
using Ensoras.Domain.Tickets;
using Ensoras.Tests.Support;

namespace Ensoras.Tests.Tickets;

public sealed class TicketDeskTests
{
    [Theory, OnEveryDatabase]
    public async Task A_question_is_drafted_approved_and_delivered_once(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        var (ticketId, draftId) = await world.GivenDraftAsync();

        await world.ChangeAsync(
            ticketId,
            world.Rosa,
            (ticket, stamp) => ticket.Approve(stamp, draftId, TimeSpan.Zero));
        var second = await Assert.ThrowsAsync<RuleBrokenException>(() =>
            world.ChangeAsync(ticketId, world.Lena, (ticket, stamp) => ticket.Approve(stamp, draftId, TimeSpan.Zero)));
        Assert.Equal("Rosa Reviewer already approved this draft; nothing was sent twice.", second.Message);
        await world.SweepAsync(Sweep.Delivery);
        await world.SweepAsync(Sweep.Delivery);

        var detail = await world.DetailAsync(ticketId);
        Assert.Equal(TicketStatus.AwaitingCustomer, detail.Ticket.Status);
        Assert.Equal(2, detail.Ticket.MessageCount);
        Assert.Equal([1, 2], detail.Thread.Select(message => message.ShownNumber));
    }

    [Theory, OnEveryDatabase]
    public async Task The_inbox_is_paged_along_every_order(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        for (var index = 0; index < 120; index++)
        {
            var ticket = await world.GivenTicketAsync($"Question {index % 17}");
            await world.ChangeAsync(ticket.Id, world.Jonas, (opened, stamp) => opened.Escalate(stamp));
            if (index % 3 == 0)
            {
                await world.ChangeAsync(
                    ticket.Id,
                    world.Jonas,
                    (opened, stamp) => opened.ChangePriority(stamp, TicketPriority.High));
            }

            if (index % 4 == 0)
            {
                await world.ChangeAsync(ticket.Id, world.Jonas, (opened, stamp) => opened.TakeOwnership(stamp));
            }

            world.Time.Advance(TimeSpan.FromSeconds(index % 2));
        }

        foreach (var sort in Enum.GetValues<TicketSort>())
        {
            foreach (var descending in new[] { false, true })
            {
                var filter = new TicketFilter { Sort = sort, Descending = descending };
                var seen = new List<TicketRow>();
                PageKey? after = null;
                do
                {
                    var page = await world.List.ReadInboxAsync(world.Project.Id, filter, after, CancellationToken.None);
                    Assert.Equal(120, page.Total);
                    seen.AddRange(page.Rows);
                    after = page.Next;
                }
                while (after is not null);
                Assert.Equal(120, seen.Select(row => row.Id).Distinct().Count());
                Assert.Equal(120, seen.Count);
            }
        }
    }
}
