using System.Collections.Concurrent;

namespace Ensoras.Domain.Live;

/// <summary>What somebody is doing on a ticket just now.</summary>
public enum Activity
{
    Viewing,
    Replying,

    /// <summary>The visitor has the chat open.</summary>
    Online,

    /// <summary>The visitor, or for the visitor the desk, is typing.</summary>
    Typing,
}

/// <summary>Somebody on a ticket.</summary>
/// <param name="Who">The agent's or customer's id.</param>
public sealed record Present(Guid Who, string Name, Activity Activity);

/// <summary>A sign that somebody does something on a ticket, or has stopped, as it is passed between servers.</summary>
public sealed record PresenceChange(Guid TicketId, Guid Who, string Name, Activity Activity, bool IsOn);

/// <summary>Who is on which ticket. Never stored; each sign expires by itself unless it is renewed.</summary>
public sealed class Presence : IDisposable
{
    private readonly ConcurrentDictionary<
        (Guid TicketId, Guid Who, Activity Activity),
        (string Name, long SignedAt)
    > _signs = new();
    private readonly LiveUpdates _live;
    private readonly TimeProvider _time;
    private readonly ITimer _expiry;
    private volatile IReadOnlyDictionary<Guid, IReadOnlyList<Present>>? _replying;
    private long _replyingChanges;

    public Presence(LiveUpdates live, TimeProvider time)
    {
        _live = live;
        _time = time;
        _expiry = time.CreateTimer(_ => Expire(), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
    }

    /// <summary>Signs given here, for a relay to other servers; not raised for relayed ones.</summary>
    public event Action<PresenceChange>? Signed;

    /// <summary>How long a sign lasts unless it is renewed.</summary>
    public static TimeSpan Lifetime(Activity activity) =>
        activity is Activity.Typing ? TimeSpan.FromSeconds(6) : TimeSpan.FromSeconds(30);

    public void Show(Guid ticketId, Guid who, string name, Activity activity) =>
        Sign(new PresenceChange(ticketId, who, name, activity, IsOn: true));

    public void Hide(Guid ticketId, Guid who, Activity activity) =>
        Sign(new PresenceChange(ticketId, who, "", activity, IsOn: false));

    /// <summary>Takes over a sign that was given on another server.</summary>
    public void Apply(PresenceChange sign)
    {
        var key = (sign.TicketId, sign.Who, sign.Activity);
        var changed = sign.IsOn
            ? !_signs.TryGetValue(key, out var old) || IsOver(key.Activity, old.SignedAt)
            : _signs.TryRemove(key, out _);
        if (sign.IsOn)
        {
            _signs[key] = (sign.Name, _time.GetTimestamp());
        }

        if (changed)
        {
            Notify(sign.TicketId, sign.Activity);
        }
    }

    /// <summary>Who is replying, by ticket; the same answer until somebody begins or stops.</summary>
    public IReadOnlyDictionary<Guid, IReadOnlyList<Present>> Replying()
    {
        if (_replying is { } known)
        {
            return known;
        }

        var changes = Volatile.Read(ref _replyingChanges);
        var fresh = _signs
            .Where(sign => sign.Key.Activity is Activity.Replying)
            .GroupBy(sign => sign.Key.TicketId, sign => new Present(sign.Key.Who, sign.Value.Name, Activity.Replying))
            .ToDictionary(
                signs => signs.Key,
                IReadOnlyList<Present> (signs) => [.. signs.OrderBy(present => present.Name, Alphabet.Comparer)]);
        _replying = fresh;
        if (Volatile.Read(ref _replyingChanges) != changes)
        {
            // Somebody began or stopped while it was put together: it must not be kept.
            _replying = null;
        }

        return fresh;
    }

    /// <summary>Everybody on a ticket, by name.</summary>
    public IReadOnlyList<Present> On(Guid ticketId) =>
        [.. _signs.Where(sign => sign.Key.TicketId == ticketId && !IsOver(sign.Key.Activity, sign.Value.SignedAt))
            .Select(sign => new Present(sign.Key.Who, sign.Value.Name, sign.Key.Activity))
            .OrderBy(present => present.Name, Alphabet.Comparer)];

    public void Dispose() => _expiry.Dispose();

    private void Sign(PresenceChange sign)
    {
        Apply(sign);
        Signed?.Invoke(sign);
    }

    // By elapsed time: a clock that is set must neither keep a sign for days nor end all of them.
    private bool IsOver(Activity activity, long signedAt) => _time.GetElapsedTime(signedAt) >= Lifetime(activity);

    private void Expire()
    {
        foreach (var sign in _signs.Where(sign => IsOver(sign.Key.Activity, sign.Value.SignedAt)))
        {
            if (_signs.TryRemove(sign))
            {
                Notify(sign.Key.TicketId, sign.Key.Activity);
            }
        }
    }

    private void Notify(Guid ticketId, Activity activity)
    {
        if (activity is Activity.Replying)
        {
            Interlocked.Increment(ref _replyingChanges);
            _replying = null;
        }

        _live.NotifyLocal(activity switch
        {
            Activity.Replying => [LiveScope.Presence(ticketId), LiveScope.Replying],
            Activity.Online or Activity.Typing => [LiveScope.Presence(ticketId), LiveScope.Visitors],
            _ => [LiveScope.Presence(ticketId), LiveScope.Viewing],
        });
    }
}
