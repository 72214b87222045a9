using System.Net;
using System.Net.Sockets;
using Ensoras.Domain.Storage;
using Ensoras.Tests.Support;
using Npgsql;

namespace Ensoras.Tests.Storage;

/// <summary>A server that starts before its PostgreSQL.</summary>
public sealed class PostgresWaitTests
{
    [Fact]
    public async Task A_database_that_is_absent_is_tried_again_with_a_line_for_each_try_and_given_up_in_the_end()
    {
        var (log, time) = (new LineLogger(), new FakeTimeProvider());
        var waiting = PostgresWait.UntilReadyAsync(
            $"Host=127.0.0.1;Port={FreePort()};Username=desk",
            TimeSpan.FromSeconds(20),
            time,
            log,
            CancellationToken.None);

        await time.AdvanceUntilAsync(() => waiting.IsCompleted, TimeSpan.FromSeconds(30));

        await Assert.ThrowsAsync<NpgsqlException>(() => waiting);
        Assert.Equal(5, log.Lines.Count);
        Assert.All(
            log.Lines,
            line => Assert.Matches("^PostgreSQL at 127.0.0.1:[0-9]+ is not ready: .* Trying again in [1245] "
                + "s.$", line));
    }

    [Theory, OnPostgres]
    public async Task A_database_that_comes_up_meanwhile_is_used(Engine engine)
    {
        await using var database = await Database.CreateAsync(engine);
        var real = new NpgsqlConnectionStringBuilder(database.Postgres);
        using var door = new TcpListener(IPAddress.Loopback, 0);
        door.Start();
        var port = ((IPEndPoint)door.LocalEndpoint).Port;
        door.Stop();
        var (log, time) = (new LineLogger(), new FakeTimeProvider());
        var waiting = PostgresWait.UntilReadyAsync(
            new NpgsqlConnectionStringBuilder(database.Postgres) { Host = "127.0.0.1", Port = port }.ConnectionString,
            TimeSpan.FromMinutes(10),
            time,
            log,
            CancellationToken.None);
        await time.AdvanceUntilAsync(() => log.Lines.Count >= 2, TimeSpan.FromSeconds(30));
        Assert.False(waiting.IsCompleted);

        // From now on somebody answers there.
        using var opened = new TcpListener(IPAddress.Loopback, port);
        opened.Start();
        var passing = PassAsync(opened, real.Host!, real.Port);
        await time.AdvanceUntilAsync(() => waiting.IsCompleted, TimeSpan.FromSeconds(30));

        await waiting;
        await passing;
    }

    [Fact]
    public async Task A_wrong_password_is_not_waited_for()
    {
        if (Database.PostgresServer is not { } server)
        {
            return;
        }

        var wrong = new NpgsqlConnectionStringBuilder(server) { Username = "nobody_of_this_name" }.ConnectionString;
        await Assert.ThrowsAsync<PostgresException>(() =>
            PostgresWait.UntilReadyAsync(
                wrong,
                TimeSpan.FromMinutes(10),
                TimeProvider.System,
                new LineLogger(),
                CancellationToken.None));
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task PassAsync(TcpListener from, string host, int port)
    {
        using var client = await from.AcceptTcpClientAsync();
        using var server = new TcpClient();
        await server.ConnectAsync(host, port);
        await using var left = client.GetStream();
        await using var right = server.GetStream();
        await Task.WhenAny(left.CopyToAsync(right), right.CopyToAsync(left));
    }
}
