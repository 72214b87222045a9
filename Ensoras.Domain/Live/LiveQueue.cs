using System.Collections.Concurrent;

namespace Ensoras.Domain.Live;

/// <summary>
/// Who is told next. A few at a time, never all processors' worth, so that five hundred open screens do not hold up the
/// answer to the person who clicked; and that person's own screens before everybody else's.
/// </summary>
internal sealed class LiveQueue(TimeProvider time)
{
    /// <summary>One processor is left to requests and to what people click.</summary>
    private static readonly int MaxWorkers = Math.Max(1, Environment.ProcessorCount - 1);

    /// <summary>A screen that waits for something else, such as its database, is not waited for longer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    private readonly ConcurrentQueue<LiveSubscription> _first = new();
    private readonly ConcurrentQueue<LiveSubscription> _others = new();
    private int _workers;

    public void Add(LiveSubscription subscription, bool isFirst)
    {
        (isFirst ? _first : _others).Enqueue(subscription);
        Start();
    }

    private void Start()
    {
        for (var workers = Volatile.Read(ref _workers); workers < MaxWorkers; workers = Volatile.Read(ref _workers))
        {
            if (Interlocked.CompareExchange(ref _workers, workers + 1, workers) == workers)
            {
                ThreadPool.UnsafeQueueUserWorkItem(static queue => _ = queue.WorkAsync(), this, preferLocal: false);
                return;
            }
        }
    }

    private async Task WorkAsync()
    {
        while (_first.TryDequeue(out var next) || _others.TryDequeue(out next))
        {
            // A screen whose data others have read already is told, rendered and done when this returns.
            var telling = next.TellAsync();
            if (!telling.IsCompleted)
            {
                await Task.WhenAny(telling, Task.Delay(Patience, time)).ConfigureAwait(false);
            }
        }

        Interlocked.Decrement(ref _workers);
        if (!_first.IsEmpty || !_others.IsEmpty)
        {
            // Came between the last look and leaving.
            Start();
        }
    }
}
