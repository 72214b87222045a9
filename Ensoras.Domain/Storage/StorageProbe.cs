using System.Diagnostics.CodeAnalysis;
using Ensoras.Domain.Servers;
using Microsoft.EntityFrameworkCore;

namespace Ensoras.Domain.Storage;

/// <summary>Whether the desk can store something now, found out by storing something.</summary>
public sealed class StorageProbe(IDbContextFactory<EnsorasDb> databases, LivingServers servers, TimeProvider time)
{
    private const long MinFreeBytes = 16 * 1024 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1);
    private readonly Lock _gate = new();
    private Task<Sentence?> _last = Task.FromResult<Sentence?>(null);
    private long _askedAt;

    /// <summary>
    /// What is the matter, in one sentence; null when all is well. Asked often, it is found out once a second.
    /// </summary>
    public Task<Sentence?> CheckAsync()
    {
        lock (_gate)
        {
            if (_askedAt == 0 || (_last.IsCompleted && time.GetElapsedTime(_askedAt) >= Freshness))
            {
                _askedAt = time.GetTimestamp();
                _last = TryAsync();
            }

            return _last;
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "Whatever prevents storing is the answer.")]
    private async Task<Sentence?> TryAsync()
    {
        using var giveUp = new CancellationTokenSource(Patience, time);
        try
        {
            // On a thread of its own: SQLite waits for a lock without giving the thread back.
            return await Task.Run(() => WriteAsync(giveUp.Token), CancellationToken.None)
                .WaitAsync(Patience, time)
                .ConfigureAwait(false);
        }
        catch (Exception error) when (error is TimeoutException or OperationCanceledException)
        {
            return Sentence.Of("Storage.NoChangeInTime");
        }
        catch (Exception error)
        {
            return StorageTrouble.Explain(error)
                ?? Sentence.Of("Storage.NothingStored", error.GetBaseException().Message);
        }
    }

    private async Task<Sentence?> WriteAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (await db.TakeWriteTurnAsync(cancellationToken).ConfigureAwait(false))
        {
            await db.WaitBrieflyAsync(cancellationToken).ConfigureAwait(false);
            await db.BeatAsync(servers.Own, time.GetUtcNow(), cancellationToken).ConfigureAwait(false);
        }

        return db.FreeBytes is { } free and < MinFreeBytes
            ? Sentence.Of("Storage.DiskAlmostFull", free / (1024 * 1024))
            : null;
    }
}
