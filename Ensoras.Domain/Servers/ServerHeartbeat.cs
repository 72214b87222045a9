using Ensoras.Domain.Scheduling;
using Ensoras.Domain.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Ensoras.Domain.Servers;

/// <summary>
/// Where several servers share a database, each counts its beat up and watches the others'. Time is measured by this
/// server's own elapsed time, so that no clock has to agree with another.
/// </summary>
public sealed class ServerHeartbeat : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan SilenceTimeout = TimeSpan.FromSeconds(7);

    private readonly Dictionary<Guid, (long Beat, long SeenAt)> _others = [];
    private readonly LivingServers _servers;
    private readonly IDbContextFactory<EnsorasDb> _databases;
    private readonly IWakeUp _wakeUp;
    private readonly TimeProvider _time;
    private readonly ILogger<ServerHeartbeat> _logger;
    private long _lastRead;

    public ServerHeartbeat(
        LivingServers servers,
        IDbContextFactory<EnsorasDb> databases,
        IWakeUp wakeUp,
        TimeProvider time,
        ILogger<ServerHeartbeat> logger)
    {
        (_servers, _databases, _wakeUp, _time, _logger) = (servers, databases, wakeUp, time, logger);
        _servers.Ids = null;
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await using var db = await _databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
            await db
                .Servers.Where(server => server.Id == _servers.Own)
                .ExecuteDeleteAsync(cancellationToken)
                .ConfigureAwait(false);
        }
#pragma warning disable CA1031 // The others notice its silence instead.
        catch (Exception error)
#pragma warning restore CA1031
        {
            _logger.LogInformation(error, "This server could not sign off; the others notice within seconds.");
        }
    }

    /// <summary>Beats once and looks at the others.</summary>
    internal async Task BeatAsync(CancellationToken cancellationToken)
    {
        await using var db = await _databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await db.BeatAsync(_servers.Own, _time.GetUtcNow(), cancellationToken).ConfigureAwait(false);
        Judge(
            await db
                .Servers.AsNoTracking()
                .Where(server => server.Id != _servers.Own)
                .ToListAsync(cancellationToken)
                .ConfigureAwait(false));
        var silent = _others
            .Where(other => _time.GetElapsedTime(other.Value.SeenAt) >= SilenceTimeout)
            .Select(other => other.Key)
            .ToList();
        if (silent.Count > 0)
        {
            await db
                .Servers.Where(server => silent.Contains(server.Id))
                .ExecuteDeleteAsync(cancellationToken)
                .ConfigureAwait(false);
        }

        Publish(silent);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, _time);
        do
        {
            try
            {
                await BeatAsync(stoppingToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // The database is away; nobody can beat now, and nobody is judged for it.
            catch (Exception error)
#pragma warning restore CA1031
            {
                _logger.LogWarning(error, "This server could not sign its heartbeat.");
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
    }

    private void Judge(IReadOnlyList<Server> rows)
    {
        var now = _time.GetTimestamp();

        // While this server could not read, silence means nothing: the others' time starts again.
        var mayJudge = _lastRead != 0 && _time.GetElapsedTime(_lastRead, now) < 2 * Interval;
        _lastRead = now;
        foreach (var row in rows)
        {
            if (!_others.TryGetValue(row.Id, out var known) || known.Beat != row.Beat || !mayJudge)
            {
                _others[row.Id] = (row.Beat, now);
            }
        }

        foreach (var gone in _others.Keys.Except(rows.Select(row => row.Id)).ToList())
        {
            _others.Remove(gone);
        }
    }

    private void Publish(IReadOnlyList<Guid> silent)
    {
        foreach (var id in silent)
        {
            _others.Remove(id);
            _logger.LogWarning(
                "Server {ServerId} has been silent for {Seconds:0} s. What it had claimed is taken over.",
                id,
                SilenceTimeout.TotalSeconds);
        }

        var before = _servers.Ids;
        _servers.Ids = [_servers.Own, .. _others.Keys];
        if (before is null || before.Except(_servers.Ids).Any())
        {
            _wakeUp.Wake(Sweep.Drafts);
            _wakeUp.Wake(Sweep.Delivery);
            _wakeUp.Wake(Sweep.Tools);
        }
    }
}
