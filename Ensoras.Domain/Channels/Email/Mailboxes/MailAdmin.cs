using Ensoras.Domain.Channels.Email.Inbound;
using Ensoras.Domain.Live;
using Ensoras.Domain.People;
using Ensoras.Domain.Scheduling;
using Ensoras.Domain.Storage;
using Microsoft.EntityFrameworkCore;

namespace Ensoras.Domain.Channels.Email.Mailboxes;

/// <summary>A project's mailboxes and how it writes email; only admins change them.</summary>
public sealed partial class MailAdmin(
    IDbContextFactory<EnsorasDb> databases,
    IMailSecrets secrets,
    LiveUpdates live,
    IWakeUp wakeUp,
    TimeProvider time)
{
    private const int MaxKeptDays = 3_650;

    public async Task<IReadOnlyList<Mailbox>> ReadMailboxesAsync(Guid projectId, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return await db
            .Mailboxes.AsNoTracking()
            .Where(mailbox => mailbox.ProjectId == projectId)
            .OrderBy(mailbox => mailbox.CreatedAt)
            .ToListAsync(cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>How the project writes email; as at first where nobody changed anything.</summary>
    public async Task<ProjectMail> ReadAsync(Guid projectId, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return await db
                .ProjectMails.AsNoTracking()
                .SingleOrDefaultAsync(row => row.ProjectId == projectId, cancellationToken)
                .ConfigureAwait(false)
            ?? new ProjectMail(projectId);
    }

    /// <summary>Addresses that nothing is sent to.</summary>
    public async Task<IReadOnlyList<UndeliverableAddress>> ReadUndeliverableAsync(
        Guid projectId,
        CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return await db
            .UndeliverableAddresses.AsNoTracking()
            .Where(row => row.ProjectId == projectId)
            .OrderByDescending(row => row.Since)
            .Take(100)
            .ToListAsync(cancellationToken)
            .ConfigureAwait(false);
    }

    /// <param name="mailboxId">Null for a new one.</param>
    public Task<Mailbox> SaveAsync(
        Actor by,
        Guid? mailboxId,
        MailboxSettings settings,
        CancellationToken cancellationToken) =>
        ChangeAsync(
            by,
            async (db, projectId) =>
            {
                var mailbox = mailboxId is { } id
                    ? await FindAsync(db, projectId, id, cancellationToken).ConfigureAwait(false)
                    : db.Add(new Mailbox(projectId, time.GetUtcNow())).Entity;
                settings.ApplyTo(mailbox, secrets);
                return mailbox;
            },
            cancellationToken);

    public Task RemoveAsync(Actor by, Guid mailboxId, CancellationToken cancellationToken) =>
        ChangeAsync(
            by,
            async (db, projectId) =>
                db.Remove(await FindAsync(db, projectId, mailboxId, cancellationToken).ConfigureAwait(false)).Entity,
            cancellationToken);

    /// <summary>Changes how the project writes email.</summary>
    public Task<ProjectMail> ChangeAsync(
        Actor by,
        string signature,
        bool quotesHistory,
        AiDisclosure disclosure,
        string disclosureText,
        CancellationToken cancellationToken) =>
        ChangeAsync(
            by,
            async (db, projectId) =>
            {
                if (signature.Length > 2_000 || disclosureText.Length > 500)
                {
                    throw new RuleBrokenException(Sentence.Of("Mail.TextsTooLong"));
                }

                var mail = await ProjectMailAsync(db, projectId, cancellationToken).ConfigureAwait(false);
                mail.Signature = signature.Storable().Trim();
                mail.QuotesHistory = quotesHistory;
                mail.Disclosure = disclosure;
                mail.DisclosureText = disclosureText.SaysSomething()
                    ? disclosureText.Storable().Trim()
                    : ProjectMail.FirstDisclosure;
                return mail;
            },
            cancellationToken);

    /// <summary>For how many days originals are kept; 0 for ever.</summary>
    public Task KeepOriginalsAsync(Actor by, int days, CancellationToken cancellationToken) =>
        ChangeAsync(
            by,
            async (db, projectId) =>
            {
                if (days is < 0 or > MaxKeptDays)
                {
                    throw new RuleBrokenException(Sentence.Of("Mail.DaysToKeep"))
                    {
                        Field = nameof(ProjectMail.KeepOriginalsForDays),
                    };
                }

                var mail = await ProjectMailAsync(db, projectId, cancellationToken).ConfigureAwait(false);
                mail.KeepOriginalsForDays = days;
                return mail;
            },
            cancellationToken);

    /// <summary>A person knows that an address can be written to again.</summary>
    public Task AllowAsync(Actor by, string address, CancellationToken cancellationToken) =>
        ChangeAsync(
            by,
            async (db, projectId) =>
            {
                var normalized = Customer.Normalize(address)!;
                return db.Remove(
                    await db
                        .UndeliverableAddresses.SingleOrDefaultAsync(
                            row => row.ProjectId == projectId && row.NormalizedAddress == normalized,
                            cancellationToken)
                        .ConfigureAwait(false)
                        ?? throw new RuleBrokenException(Sentence.Of("Mail.NotStopped"))).Entity;
            },
            cancellationToken);

    private async Task<T> ChangeAsync<T>(
        Actor by,
        Func<EnsorasDb, Guid, Task<T>> change,
        CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var turn = await db.TakeWriteTurnAsync(cancellationToken).ConfigureAwait(false);
        var admin = await db.AsOfNowAsync(by, cancellationToken).ConfigureAwait(false);
        if (admin is not { Kind: Sender.Agent, Id: { } agentId } || !admin.IsAtLeast(Role.Admin))
        {
            throw new RuleBrokenException(Sentence.Of("Mail.AdminOnly"));
        }

        var projectId = await db
            .Agents.Where(agent => agent.Id == agentId)
            .Select(agent => agent.ProjectId)
            .SingleAsync(cancellationToken)
            .ConfigureAwait(false);
        var result = await change(db, projectId).ConfigureAwait(false);
        try
        {
            await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (DbUpdateException error) when (db.IsDuplicate(error))
        {
            throw new RuleBrokenException(Sentence.Of("Mail.AlreadyConnected"))
            {
                Field = nameof(MailboxSettings.Address),
            };
        }

        live.Publish(LiveScope.Mail(projectId));
        wakeUp.Wake(Sweep.Mailboxes);
        return result;
    }

    private static async Task<ProjectMail> ProjectMailAsync(
        EnsorasDb db,
        Guid projectId,
        CancellationToken cancellationToken) =>
        await db
            .ProjectMails.SingleOrDefaultAsync(row => row.ProjectId == projectId, cancellationToken)
            .ConfigureAwait(false)
        ?? db.Add(new ProjectMail(projectId)).Entity;

    private static async Task<Mailbox> FindAsync(
        EnsorasDb db,
        Guid projectId,
        Guid id,
        CancellationToken cancellationToken) =>
        await db
            .Mailboxes.SingleOrDefaultAsync(row => row.Id == id && row.ProjectId == projectId, cancellationToken)
            .ConfigureAwait(false)
        ?? throw new RuleBrokenException(Sentence.Of("Mail.NotConnected"));
}
