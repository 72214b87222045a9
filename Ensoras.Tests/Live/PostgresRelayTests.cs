using Ensoras.Domain.Live;
using Ensoras.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

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

        here.Live.Publish(scope);

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

    [Theory, OnPostgres]
    public async Task A_crowd_that_comes_at_once_is_seen_to_the_last_one(Engine engine)
    {
        await using var database = await Database.CreateAsync(engine);
        await using var here = await Server.StartAsync(database);
        await using var there = await Server.StartAsync(database);
        var ticketId = Guid.CreateVersion7();

        // Sixty of these are more than one notification can hold.
        for (var index = 0; index < 300; index++)
        {
            here.Presence.Show(ticketId, Guid.CreateVersion7(), new string('ü', 120), Activity.Viewing);
        }

        for (
            var changed = there.NextChangeOf(LiveScope.Presence(ticketId));
            there.Presence.On(ticketId).Count < 300;
            changed = there.NextChangeOf(LiveScope.Presence(ticketId)))
        {
            await changed.WaitAsync(Patience);
        }
    }

    [Theory, OnPostgres]
    public async Task When_a_notification_fails_the_other_server_is_told_to_read_everything_again(Engine engine)
    {
        await using var database = await Database.CreateAsync(engine);
        await using var here = await Server.StartAsync(database);
        await using var there = await Server.StartAsync(database);
        var scope = LiveScope.Ticket(Guid.CreateVersion7());
        var told = there.NextChangeOf(scope);
        here.Live.Publish(scope);
        await told.WaitAsync(Patience);

        await using (var connection = new NpgsqlConnection(database.Postgres))
        {
            await connection.OpenAsync();
            await using var command = new NpgsqlCommand(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() "
                    + "AND pid <> pg_backend_pid() AND query LIKE 'SELECT pg_notify%'",
                connection);
            Assert.Equal(1L, await command.ExecuteScalarAsync());
        }

        told = there.NextChangeOf(scope);
        var toldOfAnother = there.NextChangeOf(LiveScope.Knowledge(Guid.CreateVersion7()));
        here.Live.Publish(scope);

        await told.WaitAsync(Patience);
        await toldOfAnother.WaitAsync(Patience);
    }

    private sealed class Server : IAsyncDisposable
    {
        private readonly PostgresRelay _relay;

        private Server(Database database)
        {
            Live = new LiveUpdates(TimeProvider.System, NullLogger<LiveUpdates>.Instance);
            Presence = new Presence(Live, TimeProvider.System);
            _relay = new PostgresRelay(
                database.Postgres!,
                Live,
                Presence,
                TimeProvider.System,
                NullLogger<PostgresRelay>.Instance);
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
