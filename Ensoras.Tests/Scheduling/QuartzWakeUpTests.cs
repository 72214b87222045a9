using System.Threading.Channels;
using Ensoras.Domain.Scheduling;
using Ensoras.Tests.Support;
using Ensoras.Web.Scheduling;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Ensoras.Tests.Scheduling;

/// <summary>
/// The schedule itself, with the real scheduler: in memory beside SQLite, stored and clustered on PostgreSQL.
/// </summary>
public sealed class QuartzWakeUpTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Theory, OnEveryDatabase]
    public async Task Every_sweep_runs_on_start_so_that_what_came_due_in_a_stop_is_done(Engine engine)
    {
        await using var database = await Database.CreateAsync(engine);
        var sweeps = new Dictionary<Sweep, WatchedSweep>();
        using var host = await StartAsync(database, sweeps);

        foreach (var sweep in sweeps.Values)
        {
            await sweep.NextRunAsync();
        }

        await host.StopAsync();
    }

    [Theory, OnEveryDatabase]
    public async Task A_wake_up_runs_its_sweep_at_once(Engine engine)
    {
        await using var database = await Database.CreateAsync(engine);
        var sweeps = new Dictionary<Sweep, WatchedSweep>();
        using var host = await StartAsync(database, sweeps);
        await sweeps[Sweep.AutoClose].NextRunAsync();

        // Its own trigger comes every 30 seconds; only the wake-up can be sooner.
        host.Services.GetRequiredService<IWakeUp>().Wake(Sweep.AutoClose);

        await sweeps[Sweep.AutoClose].NextRunAsync();
        await host.StopAsync();
    }

    [Theory, OnEveryDatabase]
    public async Task A_wake_up_for_a_moment_runs_its_sweep_then_and_not_before(Engine engine)
    {
        await using var database = await Database.CreateAsync(engine);
        var sweeps = new Dictionary<Sweep, WatchedSweep>();
        using var host = await StartAsync(database, sweeps);
        await sweeps[Sweep.Stale].NextRunAsync();

        var moment = TimeProvider.System.GetUtcNow().AddMilliseconds(700);
        host.Services.GetRequiredService<IWakeUp>().Wake(Sweep.Stale, moment);

        await sweeps[Sweep.Stale].NextRunAsync();
        Assert.True(TimeProvider.System.GetUtcNow() >= moment);
        await host.StopAsync();
    }

    [Theory, OnEveryDatabase]
    public async Task A_wake_up_during_a_run_is_followed_by_another_run_and_a_hundred_are_merged(Engine engine)
    {
        await using var database = await Database.CreateAsync(engine);
        var sweeps = new Dictionary<Sweep, WatchedSweep>();
        using var host = await StartAsync(database, sweeps);
        var sweep = sweeps[Sweep.AutoClose];
        await sweep.NextRunAsync();
        var wakeUp = host.Services.GetRequiredService<IWakeUp>();

        sweep.Hold();
        wakeUp.Wake(Sweep.AutoClose);
        await sweep.NextRunAsync();
        for (var index = 0; index < 100; index++)
        {
            wakeUp.Wake(Sweep.AutoClose);
        }

        sweep.Release();
        await sweep.NextRunAsync();
        Assert.InRange(sweep.Runs, 3, 10);
        await host.StopAsync();
    }

    [Fact]
    public async Task However_often_a_sweep_is_woken_one_wake_up_is_pending()
    {
        await using var database = await Database.CreateAsync(Engine.Sqlite);
        var sweeps = new Dictionary<Sweep, WatchedSweep>();
        using var host = await StartAsync(database, sweeps);
        var sweep = sweeps[Sweep.AutoClose];
        await sweep.NextRunAsync();
        var wakeUp = host.Services.GetRequiredService<IWakeUp>();
        sweep.Hold();
        wakeUp.Wake(Sweep.AutoClose);
        await sweep.NextRunAsync();

        var soon = TimeProvider.System.GetUtcNow().AddMilliseconds(50);
        for (var index = 0; index < 500; index++)
        {
            wakeUp.Wake(Sweep.AutoClose, index % 2 == 0 ? null : soon.AddMilliseconds(index));
            await Task.Yield();
        }

        var scheduler = await host.Services.GetRequiredService<Quartz.ISchedulerFactory>().GetScheduler();
        var triggers = await scheduler.QueryTriggers(new Quartz.TriggerQuery());
        Assert.InRange(triggers.Items.Count, QuartzSetup.Sweeps.Count(), QuartzSetup.Sweeps.Count() + 1);
        sweep.Release();
        await sweep.NextRunAsync();
        await host.StopAsync();
    }

    private static async Task<IHost> StartAsync(Database database, Dictionary<Sweep, WatchedSweep> sweeps)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSchedule(TimeSpan.Zero);
        foreach (var sweep in QuartzSetup.Sweeps)
        {
            builder.Services.AddKeyedSingleton<ISweep>(sweep, sweeps[sweep] = new WatchedSweep());
        }

        var host = builder.Build();
        await host.StartAsync();
        return host;
    }

    /// <summary>A sweep that tells when it runs and can be held.</summary>
    private sealed class WatchedSweep : ISweep
    {
        private readonly Channel<int> _started = Channel.CreateUnbounded<int>();
        private TaskCompletionSource _released = Released();
        private int _runs;

        public int Runs => _runs;

        public async Task<int> RunAsync(CancellationToken cancellationToken)
        {
            await _started.Writer.WriteAsync(Interlocked.Increment(ref _runs), cancellationToken);
            await _released.Task.WaitAsync(cancellationToken);
            return 0;
        }

        public Task NextRunAsync() => _started.Reader.ReadAsync().AsTask().WaitAsync(Patience);

        public void Hold() => _released = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Release() => _released.SetResult();

        private static TaskCompletionSource Released()
        {
            var source = new TaskCompletionSource();
            source.SetResult();
            return source;
        }
    }
}
