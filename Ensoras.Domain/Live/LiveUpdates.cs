using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.Logging;

namespace Ensoras.Domain.Live;

/// <summary>
/// Tells screens that something changed. An announcement carries no data, never waits for a subscriber and never sees
/// its error; each subscriber is told on the thread pool, a few at a time, the first time at once, then at most ten
/// times a second. The person who made the change sees it before the others.
/// </summary>
public sealed class LiveUpdates(TimeProvider time, ILogger<LiveUpdates> logger)
{
    private const int MaxIdle = 2_000;
    private static readonly TimeSpan IdleFor = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<LiveScope, Watched> _watched = new();
    private readonly LiveQueue _queue = new(time);
    private readonly Lock _gate = new();
    private long _lastNumber;

    /// <summary>Announcements made here, for a relay to other servers; not raised for relayed ones.</summary>
    public event Action<IReadOnlyCollection<LiveScope>>? Announced;

    /// <summary>Says that these changed. Call it after the commit.</summary>
    public void Publish(params IReadOnlyCollection<LiveScope> scopes) => PublishBy(null, scopes);

    /// <summary>The same, told first to the screens of the person who made the change.</summary>
    public void PublishBy(Guid? who, IReadOnlyCollection<LiveScope> scopes)
    {
        NotifyLocal(scopes, who);
        try
        {
            Announced?.Invoke(scopes);
        }
#pragma warning disable CA1031 // What was announced is stored already; a relay that fails must not fail the change.
        catch (Exception error)
#pragma warning restore CA1031
        {
            logger.LogError(error, "An announcement could not be passed on to the other servers.");
        }
    }

    /// <summary>Tells the screens of this server only.</summary>
    public void NotifyLocal(IReadOnlyCollection<LiveScope> scopes, Guid? by = null)
    {
        foreach (var scope in scopes)
        {
            if (_watched.TryGetValue(scope, out var watched))
            {
                watched.Number = Interlocked.Increment(ref _lastNumber);
                Signal(watched.Subscriptions, by);
            }
        }
    }

    // Two walks, so that the person who acted stands in line before the first of the others is told.
    private static void Signal(ImmutableHashSet<LiveSubscription> subscriptions, Guid? by)
    {
        foreach (var subscription in by is null ? [] : subscriptions.Where(each => each.IsOf(by)))
        {
            subscription.Signal(isFirst: true);
        }

        foreach (var subscription in subscriptions)
        {
            if (!subscription.IsOf(by))
            {
                subscription.Signal(isFirst: false);
            }
        }
    }

    /// <summary>
    /// Everything may have changed: after a lost connection to the other servers, or a restart of the relay.
    /// </summary>
    public void NotifyEverything() => NotifyLocal([.. _watched.Keys]);

    /// <summary>
    /// Calls <paramref name="onChanged"/> after each announcement of one of <paramref name="scopes"/>, merged.
    /// Subscribe first and read second.
    /// </summary>
    /// <param name="owner">Whose screen it is: told first of what they changed themselves.</param>
    /// <returns>Dispose it to stop.</returns>
    public IDisposable Subscribe(
        IReadOnlyCollection<LiveScope> scopes,
        Func<Task> onChanged,
        Guid? owner = null)
    {
        var subscription =
            new LiveSubscription(onChanged, owner, _queue, time, logger, gone => Remove(scopes, gone));
        lock (_gate)
        {
            foreach (var scope in scopes)
            {
                var watched = Watch(scope);
                watched.Subscriptions = watched.Subscriptions.Add(subscription);
            }
        }

        return subscription;
    }

    /// <summary>Counts up with each announcement of <paramref name="scope"/>. Asking makes it count for a while even
    /// if nobody subscribes, so that what a page read while it was prerendered still serves when it becomes
    /// live.</summary>
    public long ChangeNumber(LiveScope scope)
    {
        if (!_watched.TryGetValue(scope, out var watched))
        {
            lock (_gate)
            {
                watched = Watch(scope);
                ForgetIdle();
            }
        }

        watched.LastAsked = time.GetTimestamp();
        return watched.Number;
    }

    /// <summary>Whether a screen of this server follows <paramref name="scope"/> just now.</summary>
    public bool IsFollowed(LiveScope scope) =>
        _watched.TryGetValue(scope, out var watched) && !watched.Subscriptions.IsEmpty;

    /// <summary>What screens of this server follow of one topic just now.</summary>
    public IReadOnlyCollection<Guid> Followed(LiveTopic topic) =>
        [
            .. _watched
                .Where(each => each.Key.Topic == topic && !each.Value.Subscriptions.IsEmpty)
                .Select(each => each.Key.Id),
        ];

    /// <summary>How many subscriptions there are, for the health page and tests.</summary>
    public int SubscriptionCount => _watched.Values.SelectMany(watched => watched.Subscriptions).Distinct().Count();

    private void Remove(IReadOnlyCollection<LiveScope> scopes, LiveSubscription subscription)
    {
        lock (_gate)
        {
            foreach (var scope in scopes)
            {
                if (_watched.TryGetValue(scope, out var watched))
                {
                    watched.Subscriptions = watched.Subscriptions.Remove(subscription);
                }
            }
        }
    }

    // A scope that is watched again gets a number that was never given, so nothing kept from before can pass for
    // current.
    private Watched Watch(LiveScope scope) =>
        _watched.GetOrAdd(
            scope,
            _ => new Watched { Number = Interlocked.Increment(ref _lastNumber), LastAsked = time.GetTimestamp() });

    private void ForgetIdle()
    {
        if (_watched.Count < MaxIdle)
        {
            return;
        }

        foreach (
            var pair in _watched.Where(pair =>
                pair.Value.Subscriptions.IsEmpty && time.GetElapsedTime(pair.Value.LastAsked) > IdleFor))
        {
            _watched.TryRemove(pair);
        }
    }

    private sealed class Watched
    {
        public long LastAsked { get; set; }

        private long _number;

        public long Number
        {
            get => Volatile.Read(ref _number);
            set => Volatile.Write(ref _number, value);
        }

        public ImmutableHashSet<LiveSubscription> Subscriptions { get; set; } = [];
    }
}
