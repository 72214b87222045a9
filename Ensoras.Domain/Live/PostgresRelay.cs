using System.Text.Json;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Ensoras.Domain.Live;

/// <summary>
/// Passes announcements and presence between the servers of one desk through PostgreSQL's LISTEN/NOTIFY: outside any
/// transaction, batched. They are hints: after a lost connection, or when some were lost, every screen is told to
/// read again.
/// </summary>
public sealed class PostgresRelay : BackgroundService
{
    private const string ChannelName = "ensoras_live";

    /// <summary>PostgreSQL takes less than 8,000 bytes a notification.</summary>
    private const int MaxBytes = 7_900;
    private const int MaxWaiting = 10_000;
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);
    private static readonly Notice Everything = new(null, null) { IsEverything = true };
    private readonly string _connectionString;
    private readonly LiveUpdates _live;
    private readonly Presence _presence;
    private readonly TimeProvider _time;
    private readonly ILogger<PostgresRelay> _logger;
    private readonly string _server = Guid.CreateVersion7().ToString("N");
    private readonly Channel<Notice> _outgoing;

    // Something was announced that the others were not told of: they are told to read everything again.
    private int _isLost;

    public PostgresRelay(
        string connectionString,
        LiveUpdates live,
        Presence presence,
        TimeProvider time,
        ILogger<PostgresRelay> logger)
    {
        (_connectionString, _live, _presence, _time, _logger) = (connectionString, live, presence, time, logger);
        _outgoing = Channel.CreateBounded<Notice>(
            new BoundedChannelOptions(MaxWaiting) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true },
            _ => Interlocked.Exchange(ref _isLost, 1));
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _live.Announced += scopes =>
        {
            foreach (var scope in scopes)
            {
                _outgoing.Writer.TryWrite(new Notice(scope, null));
            }
        };
        _presence.Signed += sign => _outgoing.Writer.TryWrite(new Notice(null, sign));
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
                _logger.LogWarning(error, "The connection to the other servers was lost; trying again.");
                await Task.Delay(RetryAfter, _time, stoppingToken)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task ListenAsync(CancellationToken stoppingToken)
    {
        await using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(_connectionString) { KeepAlive = 15, Pooling = false }.ConnectionString);
        await connection.OpenAsync(stoppingToken).ConfigureAwait(false);
        connection.Notification += (_, notice) => Hear(notice.Payload);
        await using (var command = new NpgsqlCommand($"LISTEN {ChannelName}", connection))
        {
            await command.ExecuteNonQueryAsync(stoppingToken).ConfigureAwait(false);
        }

        // What was said while nobody listened here is not known.
        _live.NotifyEverything();
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

        if (envelope.Notices.Any(notice => notice.IsEverything))
        {
            _live.NotifyEverything();
        }

        _live.NotifyLocal([.. envelope.Notices.Select(notice => notice.Scope).OfType<LiveScope>()]);
        foreach (var sign in envelope.Notices.Select(notice => notice.Sign).OfType<PresenceChange>())
        {
            _presence.Apply(sign);
        }
    }

    private async Task SpeakAsync(CancellationToken stoppingToken)
    {
        await using var connection = new NpgsqlConnection(_connectionString);
        await connection.OpenAsync(stoppingToken).ConfigureAwait(false);
        await using var command = new NpgsqlCommand($"SELECT pg_notify('{ChannelName}', $1)", connection);
        var payload = command.Parameters.Add(new NpgsqlParameter<string>());
        if (Volatile.Read(ref _isLost) == 1)
        {
            await SayAsync([Everything]).ConfigureAwait(false);
        }

        var batch = new List<Notice>();
        while (await _outgoing.Reader.WaitToReadAsync(stoppingToken).ConfigureAwait(false))
        {
            batch.Clear();
            var bytes = Size(Everything);
            while (
                _outgoing.Reader.TryPeek(out var next)
                && (batch.Count == 0 || bytes + Size(next) <= MaxBytes)
                && _outgoing.Reader.TryRead(out var notice))
            {
                if (!batch.Contains(notice))
                {
                    batch.Add(notice);
                    bytes += Size(notice);
                }
            }

            await SayAsync(Volatile.Read(ref _isLost) == 1 ? [Everything, .. batch] : [.. batch]).ConfigureAwait(false);
        }

        async Task SayAsync(Notice[] notices)
        {
            if (notices.Contains(Everything))
            {
                Interlocked.Exchange(ref _isLost, 0);
            }

            try
            {
                payload.Value = JsonSerializer.Serialize(new Envelope(_server, notices));
                await command.ExecuteNonQueryAsync(stoppingToken).ConfigureAwait(false);
            }
            catch
            {
                Interlocked.Exchange(ref _isLost, 1);
                throw;
            }
        }
    }

    private static int Size(Notice notice) => JsonSerializer.SerializeToUtf8Bytes(notice).Length + ",".Length;

    private sealed record Notice(LiveScope? Scope, PresenceChange? Sign)
    {
        /// <summary>Everything may have changed.</summary>
        public bool IsEverything { get; init; }
    }

    private sealed record Envelope(string Server, Notice[] Notices);
}
