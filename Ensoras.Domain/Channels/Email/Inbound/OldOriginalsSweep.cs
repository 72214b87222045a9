using Ensoras.Domain.Scheduling;
using Ensoras.Domain.Storage;
using Microsoft.EntityFrameworkCore;

namespace Ensoras.Domain.Channels.Email.Inbound;

/// <summary>Deletes the originals of emails that a project keeps no longer; their lines of the ledger stay.</summary>
public sealed class OldOriginalsSweep(IDbContextFactory<EnsorasDb> databases, TimeProvider time) : ISweep
{
    private const int MaxAtOnce = 50;

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var deleted = 0;
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var projects = await db.ProjectMails.AsNoTracking().Where(mail => mail.KeepOriginalsForDays > 0)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        foreach (var project in projects)
        {
            var before = time.GetUtcNow().AddDays(-project.KeepOriginalsForDays);
            for (var some = MaxAtOnce; some == MaxAtOnce;)
            {
                // What failed may still become a ticket, and needs its original.
                var ids = await db.InboundMails
                    .Where(mail => mail.ProjectId == project.ProjectId && mail.StoredAt < before
                        && (mail.Outcome == MailOutcome.Ticket || mail.Outcome == MailOutcome.Ignored)
                        && db.InboundMailParts.Any(part => part.InboundMailId == mail.Id && part.Number == 0))
                    .OrderBy(mail => mail.StoredAt).Select(mail => mail.Id).Take(MaxAtOnce)
                    .ToListAsync(cancellationToken).ConfigureAwait(false);
                some = ids.Count;

                // A few at a time, so that no writer waits long for the bytes to go.
                await using var turn = await db.TakeWriteTurnAsync(cancellationToken).ConfigureAwait(false);
                await db.InboundMailParts.Where(part => ids.Contains(part.InboundMailId))
                    .ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
                deleted += some;
            }
        }

        return deleted;
    }
}
