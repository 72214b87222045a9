using System.Collections.Concurrent;
using Ensoras.Domain.People;

namespace Ensoras.Web.Account;

/// <summary>
/// How often passwords may be tried: by one network on one account, and by one network on any. An account itself is
/// never locked, so that nobody can lock its owner out. Counted before the password is looked at, so that trying many
/// at once gains nothing. In memory; a restart forgives.
/// </summary>
public sealed class PasswordAttempts(TimeProvider time)
{
    private const int MaxOnAccount = 5;
    private const int MaxFromNetwork = 30;
    private const int MaxIdle = 10_000;
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(5);
    private readonly ConcurrentDictionary<(string Network, string? Account), Window> _windows = new();

    /// <summary>Counts an attempt.</summary>
    /// <param name="account">The address as it was typed; whether there is such an account makes no difference.</param>
    /// <returns>Null when it may be made.</returns>
    public Blocked? Begin(string network, string account)
    {
        ForgetOld();
        return Take((network, null), MaxFromNetwork) ?? Take((network, Agent.Normalize(account)), MaxOnAccount);
    }

    /// <summary>The attempt was right: it does not count, and what was tried before it is forgiven.</summary>
    public void Succeed(string network, string account)
    {
        _windows.TryRemove((network, Agent.Normalize(account)), out _);
        if (_windows.TryGetValue((network, null), out var window))
        {
            window.GiveBack();
        }
    }

    private Blocked? Take((string Network, string? Account) key, int max)
    {
        var now = time.GetUtcNow();
        var window = _windows.AddOrUpdate(
            key,
            _ => new Window(now + Period),
            (_, old) => old.Until <= now ? new Window(now + Period) : old);
        var taken = window.Take();
        return taken <= max ? null : new Blocked(window.Until - now, IsFirst: taken == max + 1);
    }

    private void ForgetOld()
    {
        if (_windows.Count >= MaxIdle)
        {
            var now = time.GetUtcNow();
            foreach (var old in _windows.Where(pair => pair.Value.Until <= now))
            {
                _windows.TryRemove(old);
            }
        }
    }

    /// <summary>An attempt that may not be made.</summary>
    /// <param name="Wait">How long until there may be others.</param>
    /// <param name="IsFirst">Whether it is the first of this time that is turned away: it is noted, those behind it
    /// are not.</param>
    public readonly record struct Blocked(TimeSpan Wait, bool IsFirst);

    private sealed class Window(DateTimeOffset until)
    {
        private int _taken;

        public DateTimeOffset Until => until;

        public int Take() => Interlocked.Increment(ref _taken);

        public void GiveBack() => Interlocked.Decrement(ref _taken);
    }
}
