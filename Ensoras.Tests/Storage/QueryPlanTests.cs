using Ensoras.Domain.Live;
using Ensoras.Domain.Scheduling;
using Ensoras.Domain.Storage;
using Ensoras.Domain.Tickets;
using Ensoras.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Ensoras.Tests.Storage;

/// <summary>
/// Every query that grows with the desk goes along an index: SQLite is asked how it would run what was really sent.
/// </summary>
public sealed class QueryPlanTests : IAsyncLifetime
{
    private readonly CommandRecorder _recorder = new();
    private World _world = null!;

    public async Task InitializeAsync()
    {
        _world = await World.CreateAsync(
            Engine.Sqlite,
            services => services.ConfigureDbContext<SqliteDb>(options => options.AddInterceptors(_recorder)));
        for (var index = 0; index < 120; index++)
        {
            var led = await LedTicket.AtAsync(
                _world,
                index % 2 == 0 ? TicketStatus.AwaitingAgent : TicketStatus.AwaitingApproval,
                channel: Channel.Widget);
            _world.Time.Advance(TimeSpan.FromSeconds(1));
            if (index == 0)
            {
                await led.DoAsync(
                    _world.Jonas,
                    (ticket, stamp) => ticket.Schedule(stamp, "Later", stamp.At.AddHours(1), true));
            }
        }
    }

    public async Task DisposeAsync() => await _world.DisposeAsync();

    public static TheoryData<TicketSort?, bool> Orders
    {
        get
        {
            var orders = new TheoryData<TicketSort?, bool> { { null, false } };
            foreach (var sort in Enum.GetValues<TicketSort>())
            {
                orders.Add(sort, false);
                orders.Add(sort, true);
            }

            return orders;
        }
    }

    [Fact]
    public async Task Every_page_of_the_Inbox_in_every_order_is_one_range_of_one_index()
    {
        foreach (var filter in Filters())
        {
            foreach (var order in Orders)
            {
                var sorted = filter with { Sort = (TicketSort?)order[0], Descending = (bool)order[1] };
                await RecordPagesAsync(key =>
                    _world.List.ReadInboxAsync(_world.Project.Id, sorted, key, CancellationToken.None));
            }
        }

        await ExpectIndexesAsync(sorts: false);
    }

    [Fact]
    public async Task On_a_large_desk_the_Inbox_goes_along_its_own_indexes_and_not_those_of_all_tickets()
    {
        // More than a sample counts, and few of them in the Inbox.
        var others = Enumerable
            .Range(0, 2_500)
            .Select(index => new NewTicket(
                _world.Project.Id,
                _world.Mira.Id,
                Channel.Email,
                $"Parcel {index}",
                Actor.Of(_world.Mira),
                (ticket, stamp) => ticket.CustomerWrote(stamp, "Where is it?", null)));
        foreach (var some in others.Chunk(500))
        {
            await _world.Desk.OpenManyAsync(some, null, CancellationToken.None);
        }

        await using (var db = await _world.OpenDbAsync())
        {
            await db.LearnAsync(CancellationToken.None);
        }

        foreach (var sort in new[] { TicketSort.LastMessage, TicketSort.Created, TicketSort.Priority })
        {
            _recorder.Start();
            await _world.List.ReadInboxAsync(
                _world.Project.Id,
                new TicketFilter { Sort = sort },
                null,
                CancellationToken.None);
            var (sql, parameters) = Assert.Single(_recorder.Stop());
            await using var fresh = await _world.OpenDbAsync();
            await fresh.Database.OpenConnectionAsync();
            Assert.Contains(
                await QueryPlan.ExplainAsync(fresh, sql, parameters),
                line => line.Contains("USING INDEX IX_Inbox_", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task The_Tickets_page_goes_along_an_index_and_no_order_that_it_offers_is_sorted()
    {
        foreach (var order in Orders)
        {
            var sorted = new TicketFilter { Sort = (TicketSort?)order[0], Descending = (bool)order[1] };
            await RecordPagesAsync(key =>
                _world.List.ReadAllAsync(_world.Project.Id, sorted, key, CancellationToken.None));
        }

        await ExpectIndexesAsync(sorts: false);

        foreach (
            var filter in Filters()
                .Append(new() { Customer = new OfCustomer(_world.Mira.Id) })
                .Append(new() { Customer = new OfCustomer(_world.Mira.Id, OpenOnly: true) }))
        {
            foreach (var order in Orders)
            {
                var sorted = filter with { Sort = (TicketSort?)order[0], Descending = (bool)order[1] };
                await RecordPagesAsync(key =>
                    _world.List.ReadAllAsync(_world.Project.Id, sorted, key, CancellationToken.None));
            }
        }

        await ExpectIndexesAsync(sorts: true);
    }

    [Fact]
    public async Task The_badge_and_the_ticket_page_go_along_indexes()
    {
        var row = (
            await _world.List.ReadInboxAsync(_world.Project.Id, new TicketFilter(), null, CancellationToken.None)).Rows[0];
        _recorder.Start();
        await _world.Reads.CountInboxAsync(_world.Project.Id, CancellationToken.None);
        await _world.Reads.ReadInboxTitlesAsync(_world.Project.Id, CancellationToken.None);
        await _world.Reads.ReadAsync(_world.Project.Id, row.Id, CancellationToken.None);
        await _world.Reads.FindAsync(_world.Project.Id, row.Number, CancellationToken.None);
        await ExpectIndexesAsync(sorts: false);
    }

    [Fact]
    public async Task The_tools_that_ran_are_found_from_name_to_name()
    {
        await (await LedTicket.AtAsync(_world, TicketStatus.AwaitingAgent)).DoAsync(_world.Jonas, (ticket, stamp) =>
        {
            ticket.Draft(stamp.At, calls: [new ToolCall("track_parcel", "{}", stamp.At)]);
            ticket.ExecuteAndReview(Cast.Rosa.At(stamp.At), ticket.Pending().Id);
            ticket.RunTools(stamp.At);
        });
        _recorder.Start();
        Assert.Equal(["track_parcel"], await _world.List.ReadToolNamesAsync(_world.Project.Id, CancellationToken.None));
        await ExpectIndexesAsync(sorts: false);
    }

    [Fact]
    public async Task What_the_desk_loads_to_change_a_ticket_goes_along_indexes()
    {
        _recorder.Start();
        await LedTicket.AtAsync(_world, TicketStatus.Closed);
        await ExpectIndexesAsync(sorts: false);
    }

    [Fact]
    public async Task A_file_is_stored_sent_and_read_along_indexes()
    {
        var (ticket, store, jonas) = (await _world.GivenTicketAsync(), _world.Get<AttachmentStore>(), _world.Jonas.Id);
        _recorder.Start();
        var file = (
            await store.ReceiveAsync(
                new NewAttachment(ticket.Id, jonas, "a.txt", null),
                new MemoryStream(new byte[100_000]),
                CancellationToken.None)).Id;
        await _world.Desk.ChangeAsync(
            ticket.Id,
            Actor.Of(_world.Jonas),
            [file],
            (changed, stamp) => changed.Reply(stamp, "Here", TimeSpan.Zero, null, [file]),
            CancellationToken.None);
        await _world.SweepAsync(Sweep.Delivery);
        await store.FindForAgentAsync(file, _world.Project.Id, jonas, CancellationToken.None);
        await store.FindShownAsync(file, ticket.Id, CancellationToken.None);
        await store.WriteToAsync(file, Stream.Null, CancellationToken.None);
        await _world
            .Get<Ensoras.Domain.Channels.Widget.WidgetConversation>()
            .ReadAsync(ticket.Id, 0, CancellationToken.None);

        await ExpectIndexesAsync(sorts: true);
    }

    [Theory]
    [InlineData(Sweep.Delivery)]
    [InlineData(Sweep.OutboundMail)]
    [InlineData(Sweep.Drafts)]
    [InlineData(Sweep.AutoClose)]
    [InlineData(Sweep.Stale)]
    [InlineData(Sweep.Tools)]
    [InlineData(Sweep.Workflows)]
    [InlineData(Sweep.Attachments)]
    [InlineData(Sweep.InboundMail)]
    public async Task Each_sweep_finds_what_is_due_along_an_index(Sweep sweep)
    {
        await _world.GivenTicketAsync();
        _world.Time.Advance(TimeSpan.FromHours(26));
        _recorder.Start();
        await _world.SweepAsync(sweep);

        // The few that are due may be sorted; that all others are left alone is what counts.
        await ExpectIndexesAsync(sorts: true);
    }

    private async Task RecordPagesAsync(Func<PageKey?, Task<TicketListPage>> read)
    {
        _world.Live.Publish(LiveScope.Tickets(_world.Project.Id));
        _recorder.Start(keep: true);
        var first = await read(null);
        if (first.Next is { } next)
        {
            await read(next);
        }
    }

    private IEnumerable<TicketFilter> Filters() =>
    [
        new(),
        new() { Channel = Channel.Widget },
        new() { Status = TicketStatus.AwaitingAgent },
        new() { Priority = TicketPriority.Medium },
        new() { Status = TicketStatus.AwaitingApproval, Priority = TicketPriority.Medium },
        new() { Type = TicketType.Ensoras },
        new() { AssignedTo = AssignedTo.Nobody },
        new() { AssignedTo = new AssignedTo(_world.Jonas.Id) },
        new() { TeamId = Guid.CreateVersion7() },
        new() { WorkflowId = Guid.CreateVersion7() },
    ];

    private async Task ExpectIndexesAsync(bool sorts)
    {
        var commands = _recorder.Stop();
        Assert.NotEmpty(commands);
        await using var db = await _world.OpenDbAsync();
        await db.Database.OpenConnectionAsync();
        var complaints = new List<string>();
        foreach (var (sql, parameters) in commands.DistinctBy(command => command.Sql))
        {
            var plan = await QueryPlan.ExplainAsync(db, sql, parameters);
            var tables = QueryPlan.TableAliases()
                .Matches(sql)
                .ToLookup(match => match.Groups["alias"].Value, match => match.Groups["table"].Value);
            var bad = plan.Where(line =>
                    (!sorts && line.Contains("TEMP B-TREE FOR ORDER BY", StringComparison.Ordinal))
                    || QueryPlan.ScansATable(line, tables))
                .ToList();
            if (bad.Count > 0)
            {
                complaints.Add($"{string.Join('\n', plan)}\nfor\n{sql}");
            }
        }

        Assert.True(
            complaints.Count == 0,
            $"{complaints.Count} of {commands.Count} queries:\n{string.Join("\n\n", complaints.Take(6))}");
    }
}
