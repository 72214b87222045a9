using System.Data.Common;
using Ensoras.Domain.Storage;
using Ensoras.Domain.Tickets;
using Ensoras.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Ensoras.Tests.Storage;

/// <summary>Changes of a SQLite desk that wait at the same time share a commit; each is decided by itself.</summary>
public sealed class SharedCommitTests
{
    private readonly Commits _commits = new();

    [Fact]
    public async Task Many_changes_at_once_cost_few_commits_and_a_refused_one_undoes_only_itself()
    {
        await using var world = await CreateAsync();
        var tickets = new List<Guid>();
        for (var number = 0; number < 60; number++)
        {
            tickets.Add((await world.GivenTicketAsync()).Id);
        }

        _commits.Count = 0;
        var refused = new HashSet<Guid>(tickets.Where((_, index) => index % 7 == 0));
        var outcomes = await Task.WhenAll(tickets.Select(id => Task.Run(() => Record.ExceptionAsync(() => world.ChangeAsync(id, world.Jonas, (ticket, stamp) =>
        {
            ticket.Reply(stamp, $"For {id}", TimeSpan.Zero);
            if (refused.Contains(id))
            {
                throw new RuleBrokenException("Not this one.");
            }
        })))));

        Assert.Equal(refused.Count, outcomes.Count(error => error is RuleBrokenException));
        Assert.Equal(tickets.Count - refused.Count, outcomes.Count(error => error is null));
        Assert.InRange(_commits.Count, 1, 40);
        foreach (var id in tickets)
        {
            var replies = (await world.DetailAsync(id)).Thread.Where(message => message.Sender is Sender.Agent).Select(message => message.Body);
            Assert.Equal(refused.Contains(id) ? [] : [$"For {id}"], replies);
        }
    }

    [Fact]
    public async Task When_the_commit_fails_every_change_of_it_says_so_and_the_next_one_is_stored()
    {
        await using var world = await CreateAsync();
        var tickets = new[] { (await world.GivenTicketAsync()).Id, (await world.GivenTicketAsync()).Id, (await world.GivenTicketAsync()).Id };
        _commits.Fail = true;

        var outcomes = await Task.WhenAll(tickets.Select(id => Task.Run(() => Record.ExceptionAsync(() => world.CustomerWritesAsync(id, "Lost?")))));

        Assert.All(outcomes, error => Assert.IsType<TimeoutException>(error));
        _commits.Fail = false;
        foreach (var id in tickets)
        {
            Assert.Single((await world.DetailAsync(id)).Thread, message => message.Sender is Sender.Customer);
            await world.CustomerWritesAsync(id, "There again.");
            Assert.Equal(2, (await world.DetailAsync(id)).Thread.Count(message => message.Sender is Sender.Customer));
        }
    }

    [Fact]
    public async Task Who_leaves_the_line_holds_up_nobody()
    {
        await using var world = await CreateAsync();
        var ticket = await world.GivenTicketAsync();
        await using var db = await world.OpenDbAsync();
        using var leaving = new CancellationTokenSource();
        Task waiting;
        await using (await db.TakeWriteTurnAsync(CancellationToken.None))
        {
            waiting = world.Desk.ChangeAsync(ticket.Id, Actor.Of(world.Mira), (changed, stamp) => { changed.CustomerWrote(stamp, "Never mind", null); }, leaving.Token);
            await leaving.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        }

        await world.CustomerWritesAsync(ticket.Id, "Still here");
        Assert.Equal(2, (await world.DetailAsync(ticket.Id)).Thread.Count(message => message.Sender is Sender.Customer));
    }

    private Task<World> CreateAsync() => World.CreateAsync(configure: services => services.ConfigureDbContext<SqliteDb>(options => options.AddInterceptors(_commits)));

    private sealed class Commits : DbTransactionInterceptor
    {
        private int _count;

        public int Count
        {
            get => _count;
            set => _count = value;
        }

        public bool Fail { get; set; }

        public override ValueTask<InterceptionResult> TransactionCommittingAsync(
            DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default)
        {
            Interlocked.Increment(ref _count);
            return Fail ? throw new TimeoutException("The disk does not answer.") : new ValueTask<InterceptionResult>(result);
        }
    }
}
