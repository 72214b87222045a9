using Ensoras.Domain.Live;
using Ensoras.Domain.Storage;
using Ensoras.Domain.Tickets;
using Ensoras.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace Ensoras.Tests.Tickets;

/// <summary>A bulk action goes on after a restart, and asks the filter of its selection again.</summary>
public sealed class BulkRestartTests
{
    [Theory, OnEveryDatabase]
    public async Task What_a_server_that_stopped_left_undone_is_done_by_the_next_and_reported_as_one(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        var selected = await SelectAsync(world, 120);
        await world.ChangeAsync(selected[0].Id, world.Lena, (ticket, stamp) => ticket.Close(stamp));
        var first = NewServer(world);
        world.Live.Announced += Stop;
        var run = await first.StartAsync(
            new BulkOrder(world.Project.Id, BulkChange.Close, selected, Actor.Of(world.Lena)),
            CancellationToken.None);
        await run.Work;
        world.Live.Announced -= Stop;
        Assert.InRange(run.DealtWith, 50, 50);

        await using var second = NewServer(world);
        Assert.Equal(1, await second.RunAsync(CancellationToken.None));
        var rest = Assert.Single(second.Of(world.Lena.Id));
        await rest.Work;

        Assert.Equal("119 closed, 1 skipped: already closed", rest.Report!.Sentence.ToString());
        Assert.Equal(0, await second.RunAsync(CancellationToken.None));
        await using var db = await world.OpenDbAsync();
        Assert.Equal(
            (0, 120),
            (
                await db.BulkJobs.CountAsync(),
                await db.Tickets.CountAsync(ticket => ticket.Status == TicketStatus.Closed)));

        void Stop(IReadOnlyCollection<LiveScope> scopes)
        {
            if (first.Of(world.Lena.Id) is [{ DealtWith: > 0 }])
            {
                _ = first.DisposeAsync().AsTask();
            }
        }
    }

    [Theory, OnEveryDatabase]
    public async Task What_a_killed_server_left_is_taken_up_once_its_claim_has_run_out_with_the_role_the_person_has_now(
        Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        var selected = await SelectAsync(world, 3);
        await LeftBehindAsync(world, BulkChange.AssignTo(world.Jonas.Id, "Jonas Agent"), selected);
        await using var server = NewServer(world);
        Assert.Equal(0, await server.RunAsync(CancellationToken.None));

        world.Time.Advance(TimeSpan.FromSeconds(21));
        await server.RunAsync(CancellationToken.None);
        await server.Of(world.Lena.Id).Single().Work;
        Assert.Equal("3 assigned to Jonas Agent", server.Of(world.Lena.Id).Single().Report!.Sentence.ToString());

        await LeftBehindAsync(world, BulkChange.Close, selected);
        await using (var db = await world.OpenDbAsync())
        {
            await db
                .Agents.Where(agent => agent.Id == world.Lena.Id)
                .ExecuteUpdateAsync(set => set.SetProperty(agent => agent.IsActive, false));
        }

        world.Time.Advance(TimeSpan.FromSeconds(21));
        await server.RunAsync(CancellationToken.None);
        var refused = server.Of(world.Lena.Id).Single(run => run.Title.ToString().StartsWith("Closing", StringComparison.Ordinal));
        await refused.Work;
        Assert.Equal(("You no longer have access.", 3), (refused.Failure?.ToString(), refused.Rest.Count));
    }

    [Fact]
    public async Task What_was_left_undone_long_ago_is_listed_and_not_done()
    {
        await using var world = await World.CreateAsync();
        var selected = await SelectAsync(world, 3);
        await LeftBehindAsync(world, BulkChange.Close, selected);
        world.Time.Advance(TimeSpan.FromDays(8));
        await using var server = NewServer(world);

        await server.RunAsync(CancellationToken.None);
        var run = server.Of(world.Lena.Id).Single();
        await run.Work;

        Assert.Equal(
            "The server stopped before this was done, too long ago to continue by itself. Select the rest and try "
                + "again.",
            run.Failure?.ToString());
        Assert.Equal(selected, run.Rest);
        Assert.Equal(TicketStatus.AwaitingEnsoras, (await world.DetailAsync(selected[0].Id)).Ticket.Status);
    }

    [Theory, OnEveryDatabase]
    public async Task Of_everything_that_matched_what_no_longer_does_is_skipped_and_named(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        var selected = await SelectAsync(world, 3);
        await world.ChangeAsync(selected[1].Id, world.Jonas, (ticket, stamp) => ticket.Escalate(stamp));
        var order = new BulkOrder(world.Project.Id, BulkChange.Close, selected, Actor.Of(world.Lena))
        {
            Filter = new TicketFilter { Status = TicketStatus.AwaitingEnsoras },
        };

        var report = await world.Get<BulkActions>().RunAsync(order, _ => { }, CancellationToken.None);

        Assert.Equal("2 closed, 1 skipped: no longer matches the filter", report.Sentence.ToString());
        Assert.Equal(TicketStatus.AwaitingAgent, (await world.DetailAsync(selected[1].Id)).Ticket.Status);
    }

    [Theory, OnEveryDatabase]
    public async Task A_ticket_whose_customer_wrote_since_it_was_selected_is_not_closed(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        var selected = await SelectAsync(world, 2);
        world.Time.Advance(TimeSpan.FromMinutes(1));
        await world.CustomerWritesAsync(selected[0].Id, "One more thing");

        var report = await world
            .Get<BulkActions>()
            .RunAsync(
                world.Project.Id,
                BulkChange.Close,
                selected,
                Actor.Of(world.Lena),
                _ => { },
                CancellationToken.None);

        Assert.Equal("1 closed, 1 skipped: customer replied since", report.Sentence.ToString());
    }

    [Fact]
    public void Every_change_is_stored_and_made_again()
    {
        foreach (
            var change in new[]
            {
                BulkChange.Close,
                BulkChange.Reopen,
                BulkChange.UndoClose,
                BulkChange.Approve,
                BulkChange.Regenerate,
                BulkChange.AssignTo(null, "nobody"),
                BulkChange.AssignTo(Guid.CreateVersion7(), "Jonas"),
                BulkChange.AssignToTeam(Guid.CreateVersion7(), "Returns"),
                BulkChange.SetPriority(TicketPriority.Urgent),
                BulkChange.AddTag("late parcel"),
                BulkChange.RemoveTag("late"),
            })
        {
            var again = BulkChange.FromCode(change.Code);
            Assert.Equal((change.Code, change.Done, change.LeastRole), (again.Code, again.Done, again.LeastRole));
        }
    }

    private static async Task<List<SelectedTicket>> SelectAsync(World world, int count)
    {
        var selected = new List<SelectedTicket>();
        for (var index = 0; index < count; index++)
        {
            selected.Add(new SelectedTicket((await world.GivenTicketAsync()).Id, world.Now));
        }

        return selected;
    }

    private static async Task LeftBehindAsync(World world, BulkChange change, IReadOnlyList<SelectedTicket> selected)
    {
        await using var db = await world.OpenDbAsync();
        db.Add(
            new BulkJob(
                new BulkOrder(world.Project.Id, change, selected, Actor.Of(world.Lena)),
                world.Now,
                world.Now.AddSeconds(20)));
        await db.SaveChangesAsync();
    }

    private static BulkRuns NewServer(World world) =>
        new(
            world.Get<IDbContextFactory<EnsorasDb>>(),
            world.Get<BulkActions>(),
            world.Live,
            world.Time,
            NullLogger<BulkRuns>.Instance);
}
