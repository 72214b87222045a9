using System.Diagnostics;
using Ensoras.Domain.Live;
using Ensoras.Domain.Tickets;

namespace Ensoras.Bench.Measuring;

/// <summary>
/// Approve Pending on a thousand tickets: until the last reply is with its customer and every open screen has read
/// its page again.
/// </summary>
internal static class BulkFigure
{
    private const int Bulk = 1_000;
    private const int Screens = 100;
    private const double Target = 5_000;

    public static async Task MeasureAsync(BenchRun bench, IReadOnlyList<(Guid TicketId, Guid DraftId)> drafts)
    {
        // Once to warm up, then what counts.
        await ApproveAsync(bench, [.. drafts.Take(100)]);
        var some = drafts.Skip(100).Take(Bulk).ToList();
        var screens = Enumerable.Range(0, Screens).Select(_ => new Screen(bench)).ToList();
        bench.Desk.Queries.Forget();
        var processorBefore = Environment.CpuUsage.TotalTime;
        var started = Stopwatch.GetTimestamp();
        var (approved, delivered) = await ApproveAsync(bench, some);
        var sent = Stopwatch.GetElapsedTime(started).TotalMilliseconds;

        // What each screen reads from here on shows all of it.
        var all = Task.WhenAll(screens.Select(screen => screen.NextReadAsync()));
        bench.Desk.Live.Publish(LiveScope.Tickets(bench.ProjectId));
        await all;
        var took = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        screens.ForEach(screen => screen.Dispose());
        bench.Add(
            new Figure(
                $"Approve {some.Count:N0} drafts in bulk, delivered, on {Screens} screens",
                took,
                took,
                took,
                (Environment.CpuUsage.TotalTime - processorBefore).TotalMilliseconds,
                Target,
                $"once; {approved:N0} approved and {delivered:N0} delivered after {sent:N0} ms, "
                    + $"{took / some.Count:N2} ms each"));
    }

    private static async Task<(int Approved, int Delivered)> ApproveAsync(
        BenchRun bench,
        IReadOnlyCollection<(Guid TicketId, Guid DraftId)> drafts)
    {
        var selected = drafts.Select(draft => new SelectedTicket(draft.TicketId, DateTimeOffset.MaxValue)).ToList();
        var wake = System.Threading.Channels.Channel.CreateBounded<bool>(
            new System.Threading.Channels.BoundedChannelOptions(1)
            {
                FullMode = System.Threading.Channels.BoundedChannelFullMode.DropWrite,
            });
        var approving = Task.Run(() =>
            bench
                .Desk.Get<BulkActions>()
                .RunAsync(
                    bench.ProjectId,
                    BulkChange.Approve,
                    selected,
                    bench.Cast.Lead,
                    _ => wake.Writer.TryWrite(true),
                    CancellationToken.None));
        var delivered = 0;

        // Each commit wakes the sweep, which delivers beside the approving; wake-ups that come while it runs are
        // merged.
        while (!approving.IsCompleted)
        {
            await Task.WhenAny(wake.Reader.ReadAsync().AsTask(), approving);
            delivered += await bench.Desk.Delivery.RunAsync(default);
        }

        delivered += await bench.Desk.Delivery.RunAsync(default);
        return ((await approving).DoneCount, delivered);
    }

    /// <summary>An open Inbox: it reads its page and the badge whenever something changed.</summary>
    private sealed class Screen : IDisposable
    {
        private readonly IDisposable _subscription;
        private TaskCompletionSource? _read;

        public Screen(BenchRun bench) =>
            _subscription = bench.Desk.Live.Subscribe(
                [LiveScope.Tickets(bench.ProjectId)],
                async () =>
                {
                    var waiting = Volatile.Read(ref _read);
                    await bench.Desk.List.ReadInboxAsync(bench.ProjectId, new TicketFilter(), null, default);
                    await bench.Desk.Reads.CountInboxAsync(bench.ProjectId, default);
                    waiting?.TrySetResult();
                });

        /// <summary>Ends when it has read what was there after this was asked.</summary>
        public Task NextReadAsync()
        {
            var read = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Volatile.Write(ref _read, read);
            return read.Task;
        }

        public void Dispose() => _subscription.Dispose();
    }
}
