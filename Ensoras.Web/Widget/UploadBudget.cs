using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace Ensoras.Web.Widget;

/// <summary>How many bytes one visitor, and one address, may upload in an hour, in memory; a restart
/// forgives.</summary>
internal sealed class UploadBudget(IOptions<WidgetLimits> limits, TimeProvider time)
{
    private const int MaxIdle = 10_000;
    private static readonly TimeSpan Period = TimeSpan.FromHours(1);
    private readonly ConcurrentDictionary<object, Spent> _spent = new();

    /// <summary>Takes from the visitor's and the address's budget; one visitor cannot use up the address's.</summary>
    /// <returns>Null when there was enough; else how long until there is again.</returns>
    public TimeSpan? Take(Guid visitorId, string address, long bytes)
    {
        Forget();
        return Take(visitorId, bytes, limits.Value.UploadBytesPerHour)
            ?? Take(address, bytes, limits.Value.UploadBytesPerHourAndAddress);
    }

    // Time that has passed, not the hour of the day: a clock that is set back must not keep anybody waiting.
    private TimeSpan? Take(object who, long bytes, long limit)
    {
        var now = time.GetTimestamp();
        var spent = _spent.AddOrUpdate(
            who,
            _ => new Spent(now, bytes, bytes <= limit),
            (_, old) => time.GetElapsedTime(old.Since, now) >= Period ? new Spent(now, bytes, bytes <= limit)
                : old.Bytes + bytes <= limit ? old with { Bytes = old.Bytes + bytes, IsGranted = true }
                : old with { IsGranted = false });
        return spent.IsGranted ? null : Period - time.GetElapsedTime(spent.Since, now);
    }

    private void Forget()
    {
        if (_spent.Count >= MaxIdle)
        {
            foreach (var old in _spent.Where(pair => time.GetElapsedTime(pair.Value.Since) >= Period))
            {
                _spent.TryRemove(old);
            }
        }
    }

    private sealed record Spent(long Since, long Bytes, bool IsGranted);
}
