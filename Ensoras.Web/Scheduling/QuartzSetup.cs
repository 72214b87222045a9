using Ensoras.Domain.Scheduling;
using Quartz;

namespace Ensoras.Web.Scheduling;

/// <summary>Everything that happens by the clock, on one page. On SQLite the schedule lives in memory; on PostgreSQL it is shared by all servers.</summary>
public static class QuartzSetup
{
    /// <summary>How often each sweep looks by itself; wake-ups make it look sooner.</summary>
    private static readonly (Sweep Sweep, TimeSpan Every)[] Schedule =
    [
        (Sweep.Drafts, TimeSpan.FromSeconds(10)),
        (Sweep.Delivery, TimeSpan.FromSeconds(10)),
        (Sweep.OutboundMail, TimeSpan.FromSeconds(10)),
        (Sweep.Workflows, TimeSpan.FromSeconds(10)),
        (Sweep.Tools, TimeSpan.FromSeconds(10)),
        (Sweep.AutoClose, TimeSpan.FromSeconds(30)),
        (Sweep.Stale, TimeSpan.FromSeconds(30)),
        (Sweep.Bulk, TimeSpan.FromSeconds(10)),
        (Sweep.Attachments, TimeSpan.FromMinutes(15)),
    ];

    /// <summary>The sweeps that are on the schedule.</summary>
    public static IEnumerable<Sweep> Sweeps => Schedule.Select(line => line.Sweep);

    public static IServiceCollection AddSchedule(this IServiceCollection services, string? postgres)
    {
        services.AddQuartz(quartz =>
        {
            if (postgres is not null)
            {
                quartz.ConfigureScheduler(scheduler => scheduler.GenerateInstanceId = true);
                quartz.UsePersistentStore(store =>
                {
                    store.UsePostgres(postgres);
                    store.UseClustering();
                    store.ProvisionSchema();
                });
            }

            foreach (var (sweep, every) in Schedule)
            {
                quartz.AddJob<SweepJob>(job => job.WithIdentity(sweep.ToString()).StoreDurably());
                quartz.AddTrigger(trigger => trigger
                    .ForJob(sweep.ToString())
                    .WithIdentity($"every {sweep}")
                    .StartNow()
                    .WithSimpleSchedule(simple => simple.WithInterval(every).RepeatForever().WithMisfireInstruction(SimpleTriggerMisfireInstruction.NextWithRemainingCount)));
            }
        });
        services.AddQuartzHostedService(options => options.WaitForJobsToComplete = true);
        services.AddSingleton<QuartzWakeUp>();
        services.AddSingleton<IWakeUp>(provider => provider.GetRequiredService<QuartzWakeUp>());
        services.AddHostedService(provider => provider.GetRequiredService<QuartzWakeUp>());
        return services;
    }
}
