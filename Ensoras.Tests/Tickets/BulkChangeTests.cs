using Ensoras.Domain.Tickets;
using Ensoras.Tests.Support;

namespace Ensoras.Tests.Tickets;

/// <summary>What each bulk change does to tickets that it fits, and leaves to the others.</summary>
public class BulkChangeTests
{
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
            (BulkChange.AddTag("late-parcel"), "0 tagged late-parcel, 2 skipped: already has this tag"),
            (BulkChange.RemoveTag("late-parcel"), "2 no longer tagged late-parcel"),
            (BulkChange.RemoveTag("late-parcel"), "0 no longer tagged late-parcel, 2 skipped: does not have this tag"),
            (BulkChange.AssignTo(world.Jonas.Id, "Jonas Agent"), "2 assigned to Jonas Agent"),
            (
                BulkChange.AssignTo(world.Jonas.Id, "Jonas Agent"),
                "0 assigned to Jonas Agent, 2 skipped: already assigned to Jonas Agent"),
            (BulkChange.AssignToTeam(team, "Returns"), "2 assigned to Returns"),
            (BulkChange.Regenerate, "0 being regenerated, 2 skipped: a new draft is being written"),
        ];

        foreach (var (change, sentence) in expected)
        {
            Assert.Equal(sentence, (await world.RunBulkAsync(change, [open, closed], world.Now.AddSeconds(1))).Sentence.ToString());
        }
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Reopened_tickets_go_back_to_the_people_who_handle_them(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        var (automated, human) = (
            await LedTicket.AtAsync(world, TicketStatus.Closed),
            await LedTicket.AtAsync(world, TicketStatus.Closed, TicketType.Human));

        Assert.Equal(
            "2 reopened",
            (await world.RunBulkAsync(BulkChange.Reopen, [automated.Id, human.Id], world.Now)).Sentence.ToString());

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
            (await world.RunBulkAsync(BulkChange.Regenerate, [ticketId], world.Now)).Sentence.ToString());
        Assert.True((await world.DetailAsync(ticketId)).Ticket.IsPreparing);
    }
}
