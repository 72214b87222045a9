using System.Collections.Concurrent;

namespace Ensoras.Web.Live;

/// <summary>One beat a second for everything on every screen that counts; rests while nobody listens.</summary>
public sealed class Ticker : IDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);
    private readonly ConcurrentDictionary<object, Action> _listeners = new();
    private readonly ITimer _timer;
    private readonly ILogger<Ticker> _logger;
    private readonly Lock _gate = new();

    public Ticker(TimeProvider time, ILogger<Ticker> logger)
    {
        _logger = logger;
        _timer = time.CreateTimer(_ => Notify(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>
    /// Calls <paramref name="onBeat"/> each second on the thread pool, until what is returned is disposed.
    /// </summary>
    public IDisposable Listen(Action onBeat)
    {
        var listener = new Listener(this);
        lock (_gate)
        {
            _listeners[listener] = onBeat;
            if (_listeners.Count == 1)
            {
                _timer.Change(Beat, Beat);
            }
        }

        return listener;
    }

    public void Dispose() => _timer.Dispose();

    private void Notify()
    {
        foreach (var onBeat in _listeners.Values)
        {
            try
            {
                onBeat();
            }
#pragma warning disable CA1031 // One screen's failure must not stop the others' clocks.
            catch (Exception error)
#pragma warning restore CA1031
            {
                _logger.LogError(error, "A countdown could not go on.");
            }
        }
    }

    private void Stop(Listener listener)
    {
        lock (_gate)
        {
            if (_listeners.TryRemove(listener, out _) && _listeners.IsEmpty)
            {
                _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            }
        }
    }

    private sealed class Listener(Ticker ticker) : IDisposable
    {
        public void Dispose() => ticker.Stop(this);
    }
}
