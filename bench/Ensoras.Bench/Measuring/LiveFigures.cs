using System.Diagnostics;
using Ensoras.Domain.Live;
using Ensoras.Domain.Tickets;

namespace Ensoras.Bench.Measuring;

/// <summary>
/// How soon every open screen knows of a change. Each subscriber does what the Inbox page does: it reads its page
/// again.
/// </summary>
internal static class LiveFigures
{
    private const int Rounds = 100;
    private const int WarmUpRounds = 20;

    public static async Task MeasureAsync(BenchRun bench)
    {
        var everybody = new Audience(bench);
        var subscriptions = Enumerable
            .Range(0, bench.Options.Subscribers)
            .Select(_ => bench.Desk.Live.Subscribe([LiveScope.Tickets(bench.ProjectId)], everybody.OnChangedAsync))
            .ToList();

        await RoundsAsync(
            bench,
            everybody,
            $"Announcement to {bench.Options.Subscribers:N0} subscribers, each with its page",
            20,
            () =>
            {
                bench.Desk.Live.Publish(LiveScope.Tickets(bench.ProjectId));
                return Task.CompletedTask;
            });

        var open = new Queue<Guid>(await WriteFigures.AwaitingCustomerAsync(bench));
        await RoundsAsync(
            bench,
            everybody,
            $"Customer message to {bench.Options.Subscribers:N0} subscribers, each with its page",
            null,
            () => WriteFigures.WriteAsync(bench, WriteFigures.Rotate(open)));

        foreach (var subscription in subscriptions)
        {
            subscription.Dispose();
        }
    }

    private static async Task RoundsAsync(
        BenchRun bench,
        Audience everybody,
        string what,
        double? target,
        Func<Task> change)
    {
        var times = new List<double>(Rounds);
        var processor = TimeSpan.Zero;
        long reads = 0;
        long commands = 0;
        for (var round = -WarmUpRounds; round < Rounds; round++)
        {
            // A screen rests after each signal, so the next round begins when all have rested.
            await Task.Delay(TimeSpan.FromMilliseconds(150));
            var all = everybody.Gather();
            var readsBefore = bench.Desk.Shared.ReadCount;
            var commandsBefore = bench.Desk.Queries.Count;
            var processorBefore = Environment.CpuUsage.TotalTime;
            var started = Stopwatch.GetTimestamp();
            await change();
            await all;
            var took = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            if (round >= 0)
            {
                times.Add(took);
                processor += Environment.CpuUsage.TotalTime - processorBefore;
                reads = Math.Max(reads, bench.Desk.Shared.ReadCount - readsBefore);
                commands = Math.Max(commands, bench.Desk.Queries.Count - commandsBefore);
            }
        }

        bench.Add(Figure.Of(what, times, processor, target, $"at most {reads} reads, {commands} commands"));
    }

    private sealed class Audience(BenchRun bench)
    {
        private int _missing;
        private TaskCompletionSource _all = new();

        /// <summary>Completes once every subscriber has read its page once more.</summary>
        public Task Gather()
        {
            _all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Volatile.Write(ref _missing, bench.Options.Subscribers);
            return _all.Task;
        }

        public async Task OnChangedAsync()
        {
            await bench.Desk.List.ReadInboxAsync(bench.ProjectId, new TicketFilter(), null, default);
            if (Interlocked.Decrement(ref _missing) == 0)
            {
                _all.SetResult();
            }
        }
    }
}
