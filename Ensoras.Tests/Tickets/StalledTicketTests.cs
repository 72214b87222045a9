using Ensoras.Domain.Scheduling;
using Ensoras.Domain.Tickets;
using Ensoras.Tests.Support;
using static Ensoras.Domain.Tickets.TicketStatus;

namespace Ensoras.Tests.Tickets;

/// <summary>No ticket is left where nobody works on it and no list shows it.</summary>
public sealed class StalledTicketTests(Worlds worlds) : IClassFixture<Worlds>
{
    [Theory, OnEveryDatabase]
    public async Task A_rejected_draft_leaves_the_ticket_in_the_Inbox_and_offers_what_to_do_next(Engine engine)
    {
        var world = await worlds.OnAsync(engine);
        var (ticketId, draftId) = await world.GivenDraftAsync();

        await world.ChangeAsync(ticketId, world.Rosa, (ticket, stamp) => ticket.Reject(stamp, draftId));

        var row = (await world.DetailAsync(ticketId)).Ticket;
        Assert.Equal(
            (AwaitingEnsoras, TicketType.Ensoras, true, true),
            (row.Status, row.Type, row.IsStale, row.IsStalled));
        Assert.Equal(Inbox.Rank(AwaitingEnsoras, row.Priority, isStale: true), row.InboxRank);
        Assert.All(
            [TicketAction.Reply, TicketAction.RequestDraft, TicketAction.Escalate],
            action => Assert.True(row.Can(action, Actor.Of(world.Rosa))));
    }

    [Theory, OnEveryDatabase]
    public async Task A_new_draft_that_cannot_be_written_leaves_it_there(Engine engine)
    {
        var world = await worlds.OnAsync(engine);
        var (ticketId, draftId) = await world.GivenDraftAsync();
        await world.ChangeAsync(ticketId, world.Rosa, (ticket, stamp) => ticket.Reject(stamp, draftId));
        world.Writer.HasNoAnswer("Ensoras found no other answer in the knowledge base.");

        await world.ChangeAsync(ticketId, world.Rosa, (ticket, stamp) => ticket.RequestDraft(stamp));
        await world.SweepAsync(Sweep.Drafts);

        var row = (await world.DetailAsync(ticketId)).Ticket;
        Assert.Equal((AwaitingEnsoras, TicketType.Ensoras, true), (row.Status, row.Type, row.InboxRank is not null));
    }
}
