using Microsoft.Extensions.Logging;

namespace Ensoras.Domain.Live;

/// <summary>
/// One screen's ear: merges signals, keeps errors away from the publisher, and is told on the thread pool.
/// </summary>
internal sealed class LiveSubscription(
    Func<Task> onChanged,
    TimeProvider time,
    ILogger logger,
    Action<LiveSubscription> onDispose) : IDisposable, IThreadPoolWorkItem
{
    /// <summary>
    /// At most ten a second; below what an eye tells apart, above what fifty changes at once would cost.
    /// </summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private int _isPending;
    private int _isRunning;
    private volatile bool _isDisposed;

    public void Signal()
    {
        Interlocked.Exchange(ref _isPending, 1);
        if (!_isDisposed && Interlocked.Exchange(ref _isRunning, 1) == 0)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    public void Dispose()
    {
        _isDisposed = true;
        onDispose(this);
    }

    void IThreadPoolWorkItem.Execute() => _ = RunAsync();

    private async Task RunAsync()
    {
        do
        {
            while (!_isDisposed && Interlocked.Exchange(ref _isPending, 0) == 1)
            {
                await TellAsync().ConfigureAwait(false);
                await Task.Delay(Pause, time).ConfigureAwait(false);
            }

            Interlocked.Exchange(ref _isRunning, 0);
        }
        while (!_isDisposed && Volatile.Read(ref _isPending) == 1 && Interlocked.Exchange(ref _isRunning, 1) == 0);
    }

    private async Task TellAsync()
    {
        try
        {
            await onChanged().ConfigureAwait(false);
        }
        catch (ObjectDisposedException)
        {
            // The screen was closed between the signal and now.
        }
#pragma warning disable CA1031 // One screen's failure must not reach the others.
        catch (Exception error)
#pragma warning restore CA1031
        {
            logger.LogError(error, "A screen could not follow a change.");
        }
    }
}
