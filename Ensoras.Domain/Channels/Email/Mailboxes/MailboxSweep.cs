using Ensoras.Domain.Scheduling;
using Ensoras.Domain.Storage;
using Microsoft.EntityFrameworkCore;

namespace Ensoras.Domain.Channels.Email.Mailboxes;

/// <summary>Reads all mailboxes that are on. Two servers that read one at once store each email once.</summary>
public sealed class MailboxSweep(IDbContextFactory<EnsorasDb> databases, MailboxReader reader) : ISweep
{
    private const int MaxAtOnce = 4;

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        List<Mailbox> mailboxes;
        var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            mailboxes = await db
                .Mailboxes.AsNoTracking()
                .Where(mailbox => mailbox.IsOn)
                .ToListAsync(cancellationToken)
                .ConfigureAwait(false);
        }

        var stored = 0;
        var options = new ParallelOptions
        {
            MaxDegreeOfParallelism = MaxAtOnce,
            CancellationToken = cancellationToken,
        };
        await Parallel
            .ForEachAsync(
                mailboxes,
                options,
                async (mailbox, cancel) =>
                    Interlocked.Add(ref stored, await reader.ReadAsync(mailbox, cancel).ConfigureAwait(false)))
            .ConfigureAwait(false);
        return stored;
    }
}
