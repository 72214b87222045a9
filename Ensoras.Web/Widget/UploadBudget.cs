using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace Ensoras.Web.Widget;

/// <summary>How many bytes one address may upload in an hour, in memory; a restart forgives.</summary>
internal sealed class UploadBudget(IOptions<WidgetLimits> limits, TimeProvider time)
{
    private const int MaxAddresses = 10_000;
    private static readonly TimeSpan Period = TimeSpan.FromHours(1);
    private readonly ConcurrentDictionary<string, Spent> _spent = new();

    /// <summary>Takes from the address's budget.</summary>
    /// <returns>Null when there was enough; else how long until there is again.</returns>
    public TimeSpan? Take(string address, long bytes)
    {
        var now = time.GetUtcNow();
        Forget(now);
        var spent = _spent.AddOrUpdate(
            address,
            _ => new Spent(now, bytes, bytes <= limits.Value.UploadBytesPerHour),
            (_, old) => now - old.Since >= Period ? new Spent(now, bytes, bytes <= limits.Value.UploadBytesPerHour)
                : old.Bytes + bytes <= limits.Value.UploadBytesPerHour ? old with { Bytes = old.Bytes + bytes, IsGranted = true }
                : old with { IsGranted = false });
        return spent.IsGranted ? null : spent.Since + Period - now;
    }

    private void Forget(DateTimeOffset now)
    {
        if (_spent.Count >= MaxAddresses)
        {
            foreach (var old in _spent.Where(pair => now - pair.Value.Since >= Period))
            {
                _spent.TryRemove(old);
            }
        }
    }

    private sealed record Spent(DateTimeOffset Since, long Bytes, bool IsGranted);
}
