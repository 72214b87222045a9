using System.Collections.Concurrent;

namespace Ensoras.Domain.Channels.Email;

/// <summary>Keeps each address to as many emails a minute as its provider takes. Who is too early waits.</summary>
internal sealed class SendingPace(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> _next = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Waits until this address may send its next one; at most a minute.</summary>
    public async Task WaitAsync(string address, int maxPerMinute, CancellationToken cancellationToken)
    {
        if (maxPerMinute <= 0)
        {
            return;
        }

        var now = time.GetUtcNow();
        var step = TimeSpan.FromMinutes(1) / maxPerMinute;

        // What was saved up while nothing was sent goes at once, up to a minute's worth.
        var turn = _next.AddOrUpdate(
            address,
            now - TimeSpan.FromMinutes(1) + step,
            (_, last) => (last < now - TimeSpan.FromMinutes(1) ? now - TimeSpan.FromMinutes(1) : last) + step);
        if (turn > now)
        {
            await Task.Delay(turn - now, time, cancellationToken).ConfigureAwait(false);
        }
    }
}
