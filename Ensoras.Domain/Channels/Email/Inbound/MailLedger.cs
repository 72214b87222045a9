using Ensoras.Domain.Live;
using Ensoras.Domain.People;
using Ensoras.Domain.Scheduling;
using Ensoras.Domain.Storage;
using Microsoft.EntityFrameworkCore;

namespace Ensoras.Domain.Channels.Email.Inbound;

/// <summary>
/// Stores each email as it came before anything reads it, and accounts for what became of it. Nothing that was taken
/// from a mailbox or from another server is lost, whatever is wrong with it.
/// </summary>
public sealed partial class MailLedger(
    IDbContextFactory<EnsorasDb> databases,
    LiveUpdates live,
    IWakeUp wakeUp,
    TimeProvider time)
{
    /// <summary>The largest email that is taken: 50 MB.</summary>
    public const long MaxBytes = 50L * 1024 * 1024;

    private const int PartSize = 256 * 1024;

    /// <summary>Stores an email. When this is done, it is safe here.</summary>
    /// <returns>Its line of the ledger; null when the mailbox's UID is accounted for already.</returns>
    public async Task<InboundMail?> StoreAsync(ArrivedMail arrived, Stream raw, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        if (!await MakeRoomAsync(db, arrived, cancellationToken).ConfigureAwait(false))
        {
            return null;
        }

        var mail = new InboundMail(arrived, time.GetUtcNow());
        db.Add(mail);
        try
        {
            await StorePartsAsync(db, mail, raw, cancellationToken).ConfigureAwait(false);
        }
        catch (DbUpdateException error) when (db.IsDuplicate(error))
        {
            return null;
        }

        live.Publish(LiveScope.Mail(arrived.ProjectId));
        wakeUp.Wake(Sweep.InboundMail);
        return mail;
    }

    /// <summary>Accounts for an email that is too large to be taken.</summary>
    public async Task StoreTooLargeAsync(ArrivedMail arrived, long size, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        if (await MakeRoomAsync(db, arrived, cancellationToken).ConfigureAwait(false))
        {
            var mail = new InboundMail(arrived, time.GetUtcNow());
            mail.StoredWithoutContent(size);
            db.Add(mail);
            await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
            live.Publish(LiveScope.Mail(arrived.ProjectId));
        }
    }

    /// <summary>Writes an email as it came.</summary>
    public async Task WriteToAsync(Guid mailId, Stream target, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        for (var number = 0; ; number++)
        {
            var place = number;
            var bytes = await db
                .InboundMailParts.Where(part => part.InboundMailId == mailId && part.Number == place)
                .Select(part => part.Bytes)
                .SingleOrDefaultAsync(cancellationToken)
                .ConfigureAwait(false);
            if (bytes is null)
            {
                return;
            }

            await target.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// An email as it came, in memory where it is small and else in a file that is gone when it is closed.
    /// </summary>
    public async Task<Stream> OpenAsync(InboundMail mail, CancellationToken cancellationToken)
    {
        Stream raw =
            mail.Size <= 4 * PartSize
                ? new MemoryStream((int)mail.Size)
                : new FileStream(
                    Path.GetTempFileName(),
                    FileMode.Create,
                    FileAccess.ReadWrite,
                    FileShare.None,
                    64 * 1024,
                    FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        try
        {
            await WriteToAsync(mail.Id, raw, cancellationToken).ConfigureAwait(false);
            raw.Position = 0;
            return raw;
        }
        catch
        {
            await raw.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Reads an email that was ignored or could not be read once more.</summary>
    public Task RetryAsync(Actor by, Guid projectId, Guid mailId, CancellationToken cancellationToken) =>
        ChangeAsync(by, projectId, mailId, mail => mail.Retry(time.GetUtcNow()), cancellationToken);

    /// <summary>A person says that an email that could not be read needs no ticket.</summary>
    public Task DismissAsync(Actor by, Guid projectId, Guid mailId, CancellationToken cancellationToken) =>
        ChangeAsync(
            by,
            projectId,
            mailId,
            mail =>
            {
                if (mail.Outcome is not MailOutcome.Failed)
                {
                    throw new RuleBrokenException(Sentence.Of("Mail.DidNotFail"));
                }

                mail.Ignore(MailReason.Dismissed, by.Name);
            },
            cancellationToken);

    internal async Task ChangeAsync(
        Actor by,
        Guid projectId,
        Guid mailId,
        Action<InboundMail> change,
        CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var turn = await db.TakeWriteTurnAsync(cancellationToken).ConfigureAwait(false);
        var actor = await db.AsOfNowAsync(by, cancellationToken).ConfigureAwait(false);
        if (actor.Kind is not Sender.Agent || !actor.IsAtLeast(Role.Agent))
        {
            throw new RuleBrokenException(Sentence.Of("Mail.TeamOnly"));
        }

        var mail =
            await db
                .InboundMails.SingleOrDefaultAsync(
                    row => row.Id == mailId && row.ProjectId == projectId,
                    cancellationToken)
                .ConfigureAwait(false)
            ?? throw new RuleBrokenException(Sentence.Of("Mail.Gone"));
        change(mail);
        await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        live.Publish(LiveScope.Mail(projectId));
        wakeUp.Wake(Sweep.InboundMail);
    }

    /// <summary>An email of this UID that a stop has cut off is gone now and comes again.</summary>
    /// <returns>False when the UID is accounted for.</returns>
    private static async Task<bool> MakeRoomAsync(
        EnsorasDb db,
        ArrivedMail arrived,
        CancellationToken cancellationToken)
    {
        if (arrived.Uid is not { } uid)
        {
            return true;
        }

        var known = await db
            .InboundMails.AsNoTracking()
            .SingleOrDefaultAsync(
                mail =>
                    mail.MailboxId == arrived.MailboxId
                    && mail.Folder == arrived.Folder
                    && mail.UidValidity == arrived.UidValidity
                    && mail.Uid == uid,
                cancellationToken)
            .ConfigureAwait(false);
        if (known is { Outcome: MailOutcome.Arriving })
        {
            await using var turn = await db.TakeWriteTurnAsync(cancellationToken).ConfigureAwait(false);
            await db
                .InboundMails.Where(mail => mail.Id == known.Id)
                .ExecuteDeleteAsync(cancellationToken)
                .ConfigureAwait(false);
            return true;
        }

        return known is null;
    }

    private async Task StorePartsAsync(EnsorasDb db, InboundMail mail, Stream raw, CancellationToken cancellationToken)
    {
        long size = 0;
        var part = await ReadPartAsync(raw, cancellationToken).ConfigureAwait(false);
        for (var number = 0; part.Length > 0; number++)
        {
            size += part.Length;
            if (size > MaxBytes)
            {
                throw new RuleBrokenException(Sentence.Of("Mail.TooLarge"));
            }

            var stored = db.Add(new InboundMailPart(mail.Id, number, part));
            part = part.Length < PartSize ? [] : await ReadPartAsync(raw, cancellationToken).ConfigureAwait(false);
            if (part.Length > 0)
            {
                await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
                stored.State = EntityState.Detached;
            }
        }

        if (size == 0)
        {
            throw new RuleBrokenException(Sentence.Of("Mail.Empty"));
        }

        mail.StoredWhole(size, time.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
    }

    private static async Task<byte[]> ReadPartAsync(Stream raw, CancellationToken cancellationToken)
    {
        var part = new byte[PartSize];
        var read = await raw.ReadAtLeastAsync(part, PartSize, throwOnEndOfStream: false, cancellationToken)
            .ConfigureAwait(false);
        return read == PartSize ? part : part[..read];
    }
}
