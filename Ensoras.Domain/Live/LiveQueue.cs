using System.Collections.Concurrent;

namespace Ensoras.Domain.Live;

/// <summary>
/// Who is told next. Some screens at a time, then everything else that waits for a thread has its turn, so that five
/// hundred open screens do not hold up the answer to the person who clicked; and that person's own screens first.
/// </summary>
internal sealed class LiveQueue(TimeProvider time)
{
    private const int MaxInARow = 4;
    private static readonly int MaxWorkers = Environment.ProcessorCount;

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
                LineUp();
                return;
            }
        }
    }

    // At the end of the pool's line: behind requests, answers and what the screens before have to send.
    private void LineUp() =>
        ThreadPool.UnsafeQueueUserWorkItem(static queue => _ = queue.WorkAsync(), this, preferLocal: false);

    private async Task WorkAsync()
    {
        for (var told = 0; told < MaxInARow; told++)
        {
            if (!_first.TryDequeue(out var next) && !_others.TryDequeue(out next))
            {
                Leave();
                return;
            }

            // A screen whose data others have read already is told, rendered and done when this returns.
            var telling = next.TellAsync();
            if (!telling.IsCompleted)
            {
                await Task.WhenAny(telling, Task.Delay(Patience, time)).ConfigureAwait(false);
            }
        }

        LineUp();
    }

    private void Leave()
    {
        Interlocked.Decrement(ref _workers);
        if (!_first.IsEmpty || !_others.IsEmpty)
        {
            // Came between the last look and leaving.
            Start();
        }
    }
}
