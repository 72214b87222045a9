using Ensoras.Domain.Scheduling;
using Ensoras.Domain.Servers;
using Ensoras.Domain.Storage;
using Microsoft.EntityFrameworkCore;

namespace Ensoras.Domain.Channels.Email.Inbound;

/// <summary>
/// Reads what was stored and waits, in the order in which it came. One sender's emails one after the other.
/// </summary>
public sealed class InboundMailSweep(
    IDbContextFactory<EnsorasDb> databases,
    Intake intake,
    LivingServers servers,
    TimeProvider time) : ISweep
{
    private const int MaxAtOnce = 200;

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var done = 0;
        int moved;
        do
        {
            moved = 0;
            foreach (var mailId in await FindAsync(cancellationToken).ConfigureAwait(false))
            {
                moved += await intake.ProcessAsync(mailId, cancellationToken).ConfigureAwait(false) ? 1 : 0;
            }

            done += moved;
        }
        while (moved > 0);
        return done;
    }

    private async Task<List<Guid>> FindAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var (own, living, now) = (servers.Own, servers.Ids, time.GetUtcNow());
        return await db
            .InboundMails.Where(mail =>
                mail.DueAt <= now
                && mail.Outcome == MailOutcome.Stored
                // A claim of this server's own is of a run that was cut off.
                && (mail.ClaimedBy == null || mail.ClaimedBy == own
                    || (living != null && !living.Contains(mail.ClaimedBy.Value))))
            .OrderBy(mail => mail.DueAt)
            .Take(MaxAtOnce)
            .Select(mail => mail.Id)
            .ToListAsync(cancellationToken)
            .ConfigureAwait(false);
    }
}
