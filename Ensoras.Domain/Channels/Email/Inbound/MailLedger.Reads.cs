using Microsoft.EntityFrameworkCore;

namespace Ensoras.Domain.Channels.Email.Inbound;

/// <summary>What screens read of the ledger.</summary>
public sealed partial class MailLedger
{
    /// <summary>One line of the ledger; null when it is not the project's.</summary>
    public async Task<InboundMail?> FindAsync(Guid projectId, Guid mailId, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return await db
            .InboundMails.AsNoTracking()
            .SingleOrDefaultAsync(mail => mail.Id == mailId && mail.ProjectId == projectId, cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>The newest lines of the ledger.</summary>
    /// <param name="before">Only those stored before; null for the newest.</param>
    /// <param name="onlyOpen">Only those that no ticket came of.</param>
    public async Task<IReadOnlyList<InboundMail>> ReadAsync(
        Guid projectId,
        DateTimeOffset? before,
        bool onlyOpen,
        int most,
        CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var mails = db.InboundMails.AsNoTracking().Where(mail => mail.ProjectId == projectId);
        if (before is { } moment)
        {
            mails = mails.Where(mail => mail.StoredAt < moment);
        }

        if (onlyOpen)
        {
            mails = mails.Where(mail => mail.Outcome == MailOutcome.Failed || mail.Outcome == MailOutcome.Ignored);
        }

        return await mails
            .OrderByDescending(mail => mail.StoredAt)
            .Take(most)
            .ToListAsync(cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>The emails of a ticket, the oldest first.</summary>
    public async Task<IReadOnlyList<InboundMail>> ReadOfTicketAsync(Guid ticketId, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return await db
            .InboundMails.AsNoTracking()
            .Where(mail => mail.TicketId == ticketId)
            .OrderBy(mail => mail.StoredAt)
            .ToListAsync(cancellationToken)
            .ConfigureAwait(false);
    }
}
