using System.Text.Json;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Ensoras.Domain.Live;

/// <summary>
/// Passes announcements and presence between the servers of one desk through PostgreSQL's LISTEN/NOTIFY: outside any
/// transaction, batched. They are hints: after a lost connection every screen is told to read again.
/// </summary>
public sealed class PostgresRelay(string connectionString, LiveUpdates live, Presence presence, TimeProvider time, ILogger<PostgresRelay> logger) : BackgroundService
{
    private const string ChannelName = "ensoras_live";

    /// <summary>PostgreSQL takes less than 8,000 bytes a notification.</summary>
    private const int MostInOneNotice = 60;
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);
    private readonly string _server = Guid.CreateVersion7().ToString("N");
    private readonly Channel<Notice> _outgoing = Channel.CreateBounded<Notice>(
        new BoundedChannelOptions(10_000) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        live.Announced += scopes =>
        {
            foreach (var scope in scopes)
            {
                _outgoing.Writer.TryWrite(new Notice(scope, null));
            }
        };
        presence.Signed += sign => _outgoing.Writer.TryWrite(new Notice(null, sign));
        return Task.WhenAll(
            KeepAsync(ListenAsync, stoppingToken),
            KeepAsync(SpeakAsync, stoppingToken));
    }

    private async Task KeepAsync(Func<CancellationToken, Task> work, CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await work(stoppingToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // Whatever broke the connection, it is opened again.
            catch (Exception error)
#pragma warning restore CA1031
            {
                logger.LogWarning(error, "The connection to the other servers was lost; trying again.");
                await Task.Delay(RetryAfter, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task ListenAsync(CancellationToken stoppingToken)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { KeepAlive = 15, Pooling = false }.ConnectionString);
        await connection.OpenAsync(stoppingToken).ConfigureAwait(false);
        connection.Notification += (_, notice) => Hear(notice.Payload);
        await using (var command = new NpgsqlCommand($"LISTEN {ChannelName}", connection))
        {
            await command.ExecuteNonQueryAsync(stoppingToken).ConfigureAwait(false);
        }

        // What was said while nobody listened here is not known.
        live.TellEverything();
        while (true)
        {
            await connection.WaitAsync(stoppingToken).ConfigureAwait(false);
        }
    }

    private void Hear(string payload)
    {
        var envelope = JsonSerializer.Deserialize<Envelope>(payload)!;
        if (envelope.Server == _server)
        {
            return;
        }

        live.Tell([.. envelope.Notices.Select(notice => notice.Scope).OfType<LiveScope>()]);
        foreach (var sign in envelope.Notices.Select(notice => notice.Sign).OfType<PresenceSign>())
        {
            presence.Apply(sign);
        }
    }

    private async Task SpeakAsync(CancellationToken stoppingToken)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(stoppingToken).ConfigureAwait(false);
        await using var command = new NpgsqlCommand($"SELECT pg_notify('{ChannelName}', $1)", connection);
        var payload = command.Parameters.Add(new NpgsqlParameter<string>());
        var batch = new HashSet<Notice>();
        while (await _outgoing.Reader.WaitToReadAsync(stoppingToken).ConfigureAwait(false))
        {
            batch.Clear();
            while (batch.Count < MostInOneNotice && _outgoing.Reader.TryRead(out var notice))
            {
                batch.Add(notice);
            }

            payload.Value = JsonSerializer.Serialize(new Envelope(_server, [.. batch]));
            await command.ExecuteNonQueryAsync(stoppingToken).ConfigureAwait(false);
        }
    }

    private sealed record Notice(LiveScope? Scope, PresenceSign? Sign);

    private sealed record Envelope(string Server, Notice[] Notices);
}
