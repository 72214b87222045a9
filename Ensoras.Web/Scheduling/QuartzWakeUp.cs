using System.Threading.Channels;
using Ensoras.Domain.Scheduling;
using Quartz;

namespace Ensoras.Web.Scheduling;

/// <summary>Turns "look now" and "look then" into one-shot triggers. Whoever wakes does not wait for the scheduler.</summary>
public sealed class QuartzWakeUp(ISchedulerFactory schedulers, TimeProvider time, ILogger<QuartzWakeUp> logger) : BackgroundService, IWakeUp
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(15);
    private readonly Channel<(Sweep Sweep, DateTimeOffset? At)> _wanted = System.Threading.Channels.Channel.CreateBounded<(Sweep, DateTimeOffset?)>(
        new BoundedChannelOptions(4096) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    public void Wake(Sweep sweep, DateTimeOffset? at = null) => _wanted.Writer.TryWrite((sweep, at));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var scheduler = await schedulers.GetScheduler(stoppingToken);
        var merged = new HashSet<(Sweep Sweep, DateTimeOffset? At)>();
        while (await _wanted.Reader.WaitToReadAsync(stoppingToken))
        {
            merged.Clear();
            var now = time.GetUtcNow();
            while (_wanted.Reader.TryRead(out var wish))
            {
                merged.Add((wish.Sweep, wish.At > now ? wish.At : null));
            }

            foreach (var (sweep, at) in merged)
            {
                await ScheduleAsync(scheduler, sweep, at, stoppingToken);
            }

            // What is asked for in the meantime is merged into one trigger per sweep.
            await Task.Delay(Pause, time, stoppingToken);
        }
    }

    private async Task ScheduleAsync(IScheduler scheduler, Sweep sweep, DateTimeOffset? at, CancellationToken cancellationToken)
    {
        var name = at is { } moment ? $"at {moment:O}" : $"now {Guid.CreateVersion7():N}";
        var trigger = TriggerBuilder.Create().ForJob(sweep.ToString()).WithIdentity(name, sweep.ToString());
        trigger = at is { } start ? trigger.StartAt(start) : trigger.StartNow();
        try
        {
            await scheduler.ScheduleJob(trigger.Build(), cancellationToken: cancellationToken);
        }
        catch (ObjectAlreadyExistsException)
        {
            // Somebody already asked for this moment.
        }
        catch (SchedulerException error)
        {
            // Only seconds are lost: the repeating trigger finds what is due.
            logger.LogWarning(error, "The sweep {Sweep} could not be woken.", sweep);
        }
    }
}
