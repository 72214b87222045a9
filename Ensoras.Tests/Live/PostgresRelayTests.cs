using Ensoras.Domain.Live;
using Ensoras.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Ensoras.Tests.Live;

/// <summary>Two servers of one desk.</summary>
public sealed class PostgresRelayTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Theory, OnPostgres]
    public async Task A_change_on_one_server_reaches_the_screens_of_the_other(Engine engine)
    {
        await using var database = await Database.CreateAsync(engine);
        await using var here = await Server.StartAsync(database);
        await using var there = await Server.StartAsync(database);
        var scope = LiveScope.Ticket(Guid.CreateVersion7());
        var told = there.NextChangeOf(scope);

        here.Live.Announce(scope);

        await told.WaitAsync(Patience);
    }

    [Theory, OnPostgres]
    public async Task Who_is_replying_on_one_server_is_seen_on_the_other_until_they_stop(Engine engine)
    {
        await using var database = await Database.CreateAsync(engine);
        await using var here = await Server.StartAsync(database);
        await using var there = await Server.StartAsync(database);
        var ticketId = Guid.CreateVersion7();
        var rosa = Guid.CreateVersion7();

        var seen = there.NextChangeOf(LiveScope.Presence(ticketId));
        here.Presence.Show(ticketId, rosa, "Rosa", Activity.Replying);
        await seen.WaitAsync(Patience);
        Assert.Equal([new Present(rosa, "Rosa", Activity.Replying)], there.Presence.On(ticketId));

        var gone = there.NextChangeOf(LiveScope.Presence(ticketId));
        here.Presence.Hide(ticketId, rosa, Activity.Replying);
        await gone.WaitAsync(Patience);
        Assert.Empty(there.Presence.On(ticketId));
    }

    private sealed class Server : IAsyncDisposable
    {
        private readonly PostgresRelay _relay;

        private Server(Database database)
        {
            Live = new LiveUpdates(TimeProvider.System, NullLogger<LiveUpdates>.Instance);
            Presence = new Presence(Live, TimeProvider.System);
            _relay = new PostgresRelay(database.Postgres!, Live, Presence, TimeProvider.System, NullLogger<PostgresRelay>.Instance);
        }

        public LiveUpdates Live { get; }

        public Presence Presence { get; }

        public static async Task<Server> StartAsync(Database database)
        {
            var server = new Server(database);

            // Once it listens it tells every screen to read again, for what was said before.
            var listens = server.NextChangeOf(LiveScope.Project(Guid.Empty));
            await server._relay.StartAsync(CancellationToken.None);
            await listens.WaitAsync(Patience);
            return server;
        }

        public async Task NextChangeOf(LiveScope scope)
        {
            var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            using var subscription = Live.Subscribe([scope], () =>
            {
                told.TrySetResult();
                return Task.CompletedTask;
            });
            await told.Task;
        }

        public async ValueTask DisposeAsync()
        {
            await _relay.StopAsync(CancellationToken.None);
            _relay.Dispose();
            Presence.Dispose();
        }
    }
}
