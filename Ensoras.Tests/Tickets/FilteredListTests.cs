using Ensoras.Domain.Tickets;
using Ensoras.Tests.Support;
using Microsoft.AspNetCore.WebUtilities;

namespace Ensoras.Tests.Tickets;

public class FilteredListTests
{
    private static readonly Guid Me = Guid.CreateVersion7();

    [Theory]
    [InlineData("channel=Email&status=AwaitingAgent&priority=High&type=Human")]
    [InlineData("assigned=nobody&sort=Created&desc=1")]
    [InlineData("tool=refund%20order%26more&from=2026-03-01&to=2026-03-31&q=red%20%3D%20%22boots%22")]
    public void An_address_is_read_as_it_was_written(string query)
    {
        var filter = Read(query);

        Assert.Equal(query, filter.ToQuery());
        Assert.False(filter.IsEmpty);
    }

    [Fact]
    public void A_date_range_turned_round_has_a_sentence() =>
        Assert.Equal(
            "The date range ends before it begins. Choose a later end or an earlier start.",
            Read("from=2026-03-02&to=2026-03-01").Problem?.ToString());

    [Theory]
    [OnEveryDatabase]
    public async Task A_date_range_includes_both_days_in_the_viewers_zone(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        var numbers = new List<int>();
        foreach (
            var at in new[]
            {
                "2026-03-28T22:59:00Z",
                "2026-03-28T23:00:00Z",
                "2026-03-29T21:59:00Z",
                "2026-03-29T22:00:00Z",
            })
        {
            world.Time.Advance(DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture) - world.Now);
            numbers.Add((await world.GivenTicketAsync()).Number);
        }

        // The day on which Amsterdam's clocks go forward: it begins at 23:00 UTC and ends at 22:00 UTC.
        var filter = new TicketFilter
        {
            From = new DateOnly(2026, 3, 29),
            To = new DateOnly(2026, 3, 29),
            Zone = "Europe/Amsterdam",
            Sort = TicketSort.Created,
        };
        var page = await world.List.ReadAllAsync(world.Project.Id, filter, null, CancellationToken.None);

        Assert.Equal(numbers[1..3], page.Rows.Select(row => row.Number));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_range_turned_round_lists_nothing(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        await world.GivenTicketAsync();

        var page = await world.List.ReadAllAsync(
            world.Project.Id,
            Read("from=2026-03-05&to=2026-03-01"),
            null,
            CancellationToken.None);

        Assert.Empty(page.Rows);
        Assert.Equal(0, page.Total);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Every_filter_of_both_lists_leaves_what_it_names(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        var team = new Team(world.Project.Id, "Returns", world.Now);
        await using (var db = await world.OpenDbAsync())
        {
            db.Add(team);
            await db.SaveChangesAsync();
        }

        var plain = await world.GivenTicketAsync("Plain", Channel.Widget);
        var chosen = await world.GivenTicketAsync("Chosen", Channel.Email);
        await world.ChangeAsync(
            plain.Id,
            world.Jonas,
            (ticket, stamp) => ticket.ChangeStatus(stamp, TicketStatus.AwaitingAgent));
        await world.ChangeAsync(chosen.Id, world.Jonas, (ticket, stamp) => ticket.Escalate(stamp));
        await world.ChangeAsync(
            chosen.Id,
            world.Jonas,
            (ticket, stamp) => ticket.ChangePriority(stamp, TicketPriority.Urgent));
        await world.ChangeAsync(
            chosen.Id,
            world.Lena,
            (ticket, stamp) => ticket.Assign(stamp, world.Jonas.Id, team.Id, "Jonas"));

        foreach (
            var query in new[]
            {
                "channel=Email",
                "priority=Urgent",
                "type=Human",
                $"assigned={world.Jonas.Id}",
                $"team={team.Id}",
                "status=AwaitingAgent&priority=Urgent",
            })
        {
            foreach (var page in new[]
            {
                await world.List.ReadInboxAsync(world.Project.Id, Read(query), null, CancellationToken.None),
                await world.List.ReadAllAsync(world.Project.Id, Read(query), null, CancellationToken.None),
            })
            {
                Assert.Equal(("Chosen", 1, query), (page.Rows.Single().Title, page.Total, query));
            }
        }

        var nobodys = await world.List.ReadInboxAsync(
            world.Project.Id,
            Read("assigned=nobody"),
            null,
            CancellationToken.None);
        Assert.Equal("Plain", nobodys.Rows.Single().Title);
        Assert.Empty(
            (
                await world.List.ReadInboxAsync(
                    world.Project.Id,
                    Read($"team={Guid.CreateVersion7()}"),
                    null,
                    CancellationToken.None)).Rows);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_customers_tickets_are_listed_all_or_only_the_open_ones(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        var other = new Customer(world.Project.Id, "Tomas", null, world.Now);
        await using (var db = await world.OpenDbAsync())
        {
            db.Add(other);
            await db.SaveChangesAsync();
        }

        var closed = await world.GivenTicketAsync("Closed");
        await world.ChangeAsync(closed.Id, world.Jonas, (ticket, stamp) => ticket.Close(stamp));
        await world.GivenTicketAsync("Open");
        await world.GivenTicketAsync("Of somebody else", customer: other);

        Assert.Equal(
            ["Open", "Closed"],
            await TitlesAsync(world.Project.Id, $"customer={world.Mira.Id}&sort=Created&desc=1"));
        Assert.Equal(["Open"], await TitlesAsync(world.Project.Id, $"customer={world.Mira.Id}.open"));
        Assert.Empty(await TitlesAsync(Guid.CreateVersion7(), $"customer={world.Mira.Id}"));

        async Task<IEnumerable<string>> TitlesAsync(Guid projectId, string query) =>
            (await world.List.ReadAllAsync(projectId, Read(query), null, CancellationToken.None)).Rows.Select(row =>
                row.Title);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Pages_are_walked_back_as_they_were_walked_on(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        for (var index = 0; index < 120; index++)
        {
            await world.GivenTicketAsync($"Question {index % 17}");
        }

        foreach (
            var filter in new[]
            {
                new TicketFilter(),
                Read("sort=Created"),
                Read("sort=Status&desc=1"),
                Read("sort=Status"),
                Read("sort=Priority"),
            })
        {
            var pages = new List<TicketListPage>
            {
                await world.List.ReadAllAsync(world.Project.Id, filter, null, CancellationToken.None),
            };
            while (pages[^1].Next is { } next)
            {
                pages.Add(await world.List.ReadAllAsync(world.Project.Id, filter, next, CancellationToken.None));
            }

            Assert.Equal([50, 50, 20], pages.Select(page => page.Rows.Count));
            var back = await world.List.ReadAllAsync(
                world.Project.Id,
                filter,
                pages[2].Previous,
                CancellationToken.None);
            Assert.Equal(pages[1].Rows, back.Rows);
            var first = await world.List.ReadAllAsync(world.Project.Id, filter, back.Previous, CancellationToken.None);
            Assert.Equal(pages[0].Rows, first.Rows);
            Assert.Null(first.Previous);
        }
    }

    private static TicketFilter Read(string query) =>
        TicketFilter.FromQuery(
            QueryHelpers.ParseQuery(query).Select(pair => KeyValuePair.Create(pair.Key, pair.Value.ToString())),
            Me);
}
