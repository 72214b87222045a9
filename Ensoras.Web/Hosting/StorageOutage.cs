using Ensoras.Domain.Storage;

namespace Ensoras.Web.Hosting;

/// <summary>
/// Knows while the database is away, so that the log says it once at the beginning and once at the end.
/// </summary>
public sealed class StorageOutage : IDisposable
{
    // What the layers below log about it without an exception.
    private static readonly string[] Storage = ["Microsoft.EntityFrameworkCore", "Npgsql"];

    private readonly SemaphoreSlim _begun = new(0);
    private readonly Lock _gate = new();
    private bool _isOn;
    private long _withheld;

    /// <summary>How an entry goes into the log.</summary>
    public enum Entry
    {
        Write,
        Withhold,

        /// <summary>It is the first about an outage: one sentence is written in its place.</summary>
        Begins,
    }

    public void Dispose() => _begun.Dispose();

    public Entry Take(string category, LogLevel level, Exception? error, out string sentence)
    {
        sentence = "";
        if (level < LogLevel.Warning)
        {
            return Entry.Write;
        }

        var trouble = StorageTrouble.Explain(error);
        lock (_gate)
        {
            if (trouble is not null && !_isOn)
            {
                (_isOn, _withheld, sentence) = (
                    true,
                    0,
                    $"{trouble} What needs it waits or is tried again; the log says when it is over.");
                _begun.Release();
                return Entry.Begins;
            }

            if (
                _isOn
                && (
                    trouble is not null
                    || (error is null && Storage.Any(prefix => category.StartsWith(prefix, StringComparison.Ordinal)))))
            {
                _withheld++;
                return Entry.Withhold;
            }

            return Entry.Write;
        }
    }

    public Task BegunAsync(CancellationToken cancellationToken) => _begun.WaitAsync(cancellationToken);

    /// <returns>How many entries were withheld.</returns>
    public long End()
    {
        lock (_gate)
        {
            _isOn = false;
            return _withheld;
        }
    }
}
