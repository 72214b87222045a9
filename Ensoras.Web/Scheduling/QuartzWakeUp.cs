using System.Threading.Channels;
using Ensoras.Domain.Scheduling;
using Quartz;

namespace Ensoras.Web.Scheduling;

/// <summary>
/// Turns "look now" into one pending trigger per sweep, however often it is said, and remembers "look then" until then.
/// The caller does not wait for the scheduler.
/// </summary>
public sealed class QuartzWakeUp(
    ISchedulerFactory schedulers,
    TimeProvider time,
    SteadyTime steady,
    ILogger<QuartzWakeUp> logger) : BackgroundService, IWakeUp
{
    private const int MaxMoments = 10_000;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(15);

    /// <summary>How long a moment is slept towards: the clock may be set meanwhile.</summary>
    private static readonly TimeSpan MaxSleep = TimeSpan.FromSeconds(1);

    private readonly SortedSet<(DateTimeOffset At, Sweep Sweep)> _moments = [];
    private readonly Channel<(Sweep Sweep, DateTimeOffset? At)> _wanted =
        System.Threading.Channels.Channel.CreateBounded<(Sweep, DateTimeOffset?)>(
            new BoundedChannelOptions(4096) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    public void Wake(Sweep sweep, DateTimeOffset? at = null) => _wanted.Writer.TryWrite((sweep, at));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var scheduler = await schedulers.GetScheduler(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            await WaitAsync(stoppingToken);
            foreach (var sweep in TakeDue())
            {
                await TriggerAsync(scheduler, sweep, stoppingToken);
            }

            // What is asked for in the meantime is merged.
            await Task.Delay(Pause, time, stoppingToken);
        }
    }

    /// <summary>Until somebody wants something, or the next moment has come.</summary>
    private async Task WaitAsync(CancellationToken stoppingToken)
    {
        while (_moments.Count > 0)
        {
            var left = _moments.Min.At - time.GetUtcNow();
            if (left <= TimeSpan.Zero || await ReadableAsync(left < MaxSleep ? left : MaxSleep, stoppingToken))
            {
                return;
            }
        }

        await _wanted.Reader.WaitToReadAsync(stoppingToken);
    }

    private async Task<bool> ReadableAsync(TimeSpan patience, CancellationToken stoppingToken)
    {
        using var timeOut = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeOut.Token, stoppingToken);
        try
        {
            return await _wanted.Reader.WaitToReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!stoppingToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private HashSet<Sweep> TakeDue()
    {
        var due = new HashSet<Sweep>();
        var now = time.GetUtcNow();
        while (_wanted.Reader.TryRead(out var wish))
        {
            if (wish.At is { } at && at > now)
            {
                _moments.Add((at, wish.Sweep));
            }
            else
            {
                due.Add(wish.Sweep);
            }
        }

        while (_moments.Count > 0 && _moments.Min.At <= now)
        {
            due.Add(_moments.Min.Sweep);
            _moments.Remove(_moments.Min);
        }

        // The farthest are asked for again by the sweep itself as they come nearer.
        while (_moments.Count > MaxMoments)
        {
            _moments.Remove(_moments.Max);
        }

        return due;
    }

    private async Task TriggerAsync(IScheduler scheduler, Sweep sweep, CancellationToken cancellationToken)
    {
        var key = new TriggerKey("now", sweep.ToString());
        try
        {
            while (!await TryTriggerAsync(scheduler, key, sweep, cancellationToken))
            {
                // The pending one was fired at this very moment.
            }
        }
        catch (SchedulerException error)
        {
            // Only seconds are lost: the repeating trigger finds what is due.
            logger.LogWarning(error, "The sweep {Sweep} could not be woken.", sweep);
        }
    }

    private async Task<bool> TryTriggerAsync(
        IScheduler scheduler,
        TriggerKey key,
        Sweep sweep,
        CancellationToken cancellationToken)
    {
        if (await scheduler.GetTrigger(key, cancellationToken) is { } pending)
        {
            // What waits to be fired sees what this one would; a run that has begun is followed by another.
            return pending.NextFireTimeUtc is not null
                || await scheduler.RescheduleJob(key, NewTrigger(key, sweep), cancellationToken) is not null;
        }

        await scheduler.ScheduleJob(NewTrigger(key, sweep), cancellationToken: cancellationToken);
        return true;
    }

    private ITrigger NewTrigger(TriggerKey key, Sweep sweep) =>
        TriggerBuilder.Create(steady)
            .ForJob(sweep.ToString())
            .WithIdentity(key)
            .StartAt(steady.GetUtcNow())
            .WithSimpleSchedule(once => once.WithMisfireInstruction(SimpleTriggerMisfireInstruction.IgnoreMisfires))
            .Build();
}
