using Microsoft.Extensions.Logging;

namespace Ensoras.Domain.Live;

/// <summary>
/// One screen's ear: merges signals, rests between them, and keeps errors away from the publisher.
/// </summary>
internal sealed class LiveSubscription(
    Func<Task> onChanged,
    Guid? owner,
    LiveQueue queue,
    TimeProvider time,
    ILogger logger,
    Action<LiveSubscription> onDispose) : IDisposable
{
    /// <summary>At most ten a second; below what an eye tells apart, above what fifty changes at once would
    /// cost.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private ITimer? _rest;
    private long _toldAt;
    private State _state;
    private Wish _wish;
    private bool _wasTold;
    private bool _isDisposed;

    private enum State
    {
        Idle,
        Resting,
        InLine,
        Telling,
    }

    private enum Wish
    {
        Nothing,
        Soon,
        First,
    }

    /// <summary>Whether it is a screen of this person.</summary>
    public bool IsOf(Guid? person) => person is not null && person == owner;

    /// <param name="isFirst">Before the others, and without a rest.</param>
    public void Signal(bool isFirst)
    {
        lock (_gate)
        {
            Want(isFirst ? Wish.First : Wish.Soon);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            _rest?.Dispose();
        }

        onDispose(this);
    }

    /// <summary>Called when it is this one's turn.</summary>
    public async Task TellAsync()
    {
        lock (_gate)
        {
            if (_isDisposed || _state is not State.InLine)
            {
                // Told already: it stood in line twice.
                return;
            }

            (_state, _wish) = (State.Telling, Wish.Nothing);
        }

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

        lock (_gate)
        {
            (_state, _wasTold, _toldAt) = (State.Idle, true, time.GetTimestamp());
            if (_wish is not Wish.Nothing)
            {
                Want(_wish);
            }
        }
    }

    private void Want(Wish wish)
    {
        if (_isDisposed)
        {
            return;
        }

        switch (_state)
        {
            case State.Telling:
                _wish = wish > _wish ? wish : _wish;
                break;
            case State.InLine when wish > _wish:
                // Those who stand in line already are overtaken.
                LineUp(wish);
                break;
            case State.Resting when wish is Wish.First:
                LineUp(wish);
                break;
            // Read once: it may be over a moment later, and a timer takes no time that has passed.
            case State.Idle when wish is not Wish.First && Rest is { Ticks: > 0 } rest:
                _state = State.Resting;
                _rest ??= time.CreateTimer(_ => EndRest(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                _rest.Change(rest, Timeout.InfiniteTimeSpan);
                break;
            case State.Idle:
                LineUp(wish);
                break;
        }
    }

    private TimeSpan Rest => _wasTold ? Pause - time.GetElapsedTime(_toldAt) : TimeSpan.Zero;

    private void EndRest()
    {
        lock (_gate)
        {
            if (!_isDisposed && _state is State.Resting)
            {
                LineUp(Wish.Soon);
            }
        }
    }

    private void LineUp(Wish wish)
    {
        (_state, _wish) = (State.InLine, wish);
        queue.Add(this, wish is Wish.First);
    }
}
