using Ensoras.Domain.Scheduling;
using Quartz;

namespace Ensoras.Web.Scheduling;

/// <summary>
/// Everything that happens by the clock, on one page. Each server keeps the schedule in its memory: what is due is a
/// row, and whichever server looks first claims it.
/// </summary>
public static class QuartzSetup
{
    /// <summary>How often each sweep looks by itself; wake-ups make it look sooner.</summary>
    private static readonly (Sweep Sweep, TimeSpan Interval)[] Schedule =
    [
        (Sweep.Drafts, TimeSpan.FromSeconds(10)),
        (Sweep.Delivery, TimeSpan.FromSeconds(10)),
        (Sweep.OutboundMail, TimeSpan.FromSeconds(10)),
        (Sweep.InboundMail, TimeSpan.FromSeconds(10)),
        (Sweep.Mailboxes, TimeSpan.FromMinutes(1)),
        (Sweep.Workflows, TimeSpan.FromSeconds(10)),
        (Sweep.Tools, TimeSpan.FromSeconds(10)),
        (Sweep.AutoClose, TimeSpan.FromSeconds(30)),
        (Sweep.Stale, TimeSpan.FromSeconds(30)),
        (Sweep.Bulk, TimeSpan.FromSeconds(10)),
        (Sweep.OldOriginals, TimeSpan.FromHours(6)),
        (Sweep.Attachments, TimeSpan.FromMinutes(15)),
    ];

    /// <summary>The first page after a start comes before the first sweep; a wake-up waits for neither.</summary>
    private static readonly TimeSpan FirstRunDelay = TimeSpan.FromSeconds(2);

    /// <summary>The sweeps that are on the schedule.</summary>
    public static IEnumerable<Sweep> Sweeps => Schedule.Select(line => line.Sweep);

    public static IServiceCollection AddSchedule(this IServiceCollection services, TimeSpan? firstRunDelay = null)
    {
        var time = new SteadyTime(TimeProvider.System);
        services.AddSingleton(time);
        services.AddQuartz(quartz =>
        {
            // By elapsed time: a clock that is set back two days must not stop every sweep for two days. No misfires:
            // Quartz moves a late trigger to the now of the trigger's own clock, and looks at it again without end if
            // the two differ.
            quartz.UseTimeProvider(time);
            foreach (var (sweep, interval) in Schedule)
            {
                quartz.AddJob<SweepJob>(job => job.WithIdentity(sweep.ToString()).StoreDurably());
                quartz.AddTrigger(trigger => trigger
                    .ForJob(sweep.ToString())
                    .WithIdentity($"every {sweep}")
                    .StartAt(time.GetUtcNow() + (firstRunDelay ?? FirstRunDelay))
                    .WithSimpleSchedule(simple => simple
                        .WithInterval(interval)
                        .RepeatForever()
                        .WithMisfireInstruction(SimpleTriggerMisfireInstruction.IgnoreMisfires)));
            }
        });
        services.AddQuartzHostedService(options => options.WaitForJobsToComplete = true);
        services.AddSingleton<QuartzWakeUp>();
        services.AddSingleton<IWakeUp>(provider => provider.GetRequiredService<QuartzWakeUp>());
        services.AddHostedService(provider => provider.GetRequiredService<QuartzWakeUp>());
        return services;
    }
}
