using Ensoras.Domain.Scheduling;
using Ensoras.Domain.Storage;
using Microsoft.EntityFrameworkCore;

namespace Ensoras.Domain.Tickets;

/// <summary>Deletes files that nobody sent in time, and what broke off while it was uploaded.</summary>
public sealed class UnsentAttachmentsSweep(IDbContextFactory<EnsorasDb> databases, TimeProvider time) : ISweep
{
    private const int MaxAtOnce = 20;

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var (agents, visitors) = (now - Attachment.WaitsFor, now - Attachment.VisitorsWaitFor);
        var deleted = 0;
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        for (var some = MaxAtOnce; some == MaxAtOnce;)
        {
            // A few at a time, so that no writer waits long for the bytes to go.
            await using var turn = await db.TakeWriteTurnAsync(cancellationToken).ConfigureAwait(false);
            var ids = await db
                .Attachments.Where(row =>
                    row.MessageId == null && row.UploadedAt < (row.Source == null ? agents : visitors))
                .OrderBy(row => row.UploadedAt)
                .Select(row => row.Id)
                .Take(MaxAtOnce)
                .ToListAsync(cancellationToken)
                .ConfigureAwait(false);
            some = ids.Count;
            deleted += await db
                .Attachments.Where(row => ids.Contains(row.Id) && row.MessageId == null)
                .ExecuteDeleteAsync(cancellationToken)
                .ConfigureAwait(false);
        }

        return deleted;
    }
}
