using Ensoras.Domain.Channels.Email.Inbound;
using Ensoras.Domain.Live;
using Ensoras.Domain.Storage;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Search;
using Microsoft.EntityFrameworkCore;

namespace Ensoras.Domain.Channels.Email.Mailboxes;

/// <summary>
/// Fetches what a mailbox holds and the ledger does not, by UID, so that nothing depends on what is marked as read or
/// on being told. Stores each email before the mailbox is touched.
/// </summary>
public sealed class MailboxReader(
    IDbContextFactory<EnsorasDb> databases,
    MailLedger ledger,
    MailConnections connections,
    LiveUpdates live,
    TimeProvider time)
{
    private const int MaxAtOnce = 100;

    /// <summary>How often all UIDs of a folder are compared with the ledger, rather than only the new ones.</summary>
    private static readonly TimeSpan ReconcileInterval = TimeSpan.FromHours(1);

    /// <summary>Fetches all that is new.</summary>
    /// <returns>How many emails were stored.</returns>
    public async Task<int> ReadAsync(Mailbox mailbox, CancellationToken cancellationToken)
    {
        var (stored, problem) = (0, (string?)null);
        try
        {
            using var client = await connections.OpenImapAsync(mailbox, cancellationToken).ConfigureAwait(false);
            stored = await ReadAsync(client, mailbox, cancellationToken).ConfigureAwait(false);
            await client.DisconnectAsync(true, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // A mailbox that cannot be read says so, and the others are read.
        catch (Exception error)
#pragma warning restore CA1031
        {
            problem = error.Message.Split('\n')[0].Trim();
        }

        await NoteAsync(mailbox, problem, cancellationToken).ConfigureAwait(false);
        return stored;
    }

    private async Task<int> ReadAsync(ImapClient client, Mailbox mailbox, CancellationToken cancellationToken)
    {
        var folder = await client.GetFolderAsync(mailbox.Folder, cancellationToken).ConfigureAwait(false);
        var access = mailbox.AfterStoring is AfterStoring.Nothing ? FolderAccess.ReadOnly : FolderAccess.ReadWrite;
        await folder.OpenAsync(access, cancellationToken).ConfigureAwait(false);
        var known = mailbox.UidValidity == folder.UidValidity;
        var reconciles =
            !known
            || mailbox.ReadAt is not { } readAt
            || time.GetUtcNow() - readAt > ReconcileInterval
            || mailbox.Problem is not null;

        // UIDs of another validity name other emails: what is known already is found by its content.
        mailbox.UidValidity = folder.UidValidity;
        mailbox.LastUid = known ? mailbox.LastUid : 0;
        var uids = await FindAsync(folder, mailbox, reconciles, cancellationToken).ConfigureAwait(false);
        var stored = 0;
        foreach (var some in uids.Chunk(MaxAtOnce))
        {
            stored += await StoreAsync(client, folder, mailbox, some, cancellationToken).ConfigureAwait(false);
            mailbox.LastUid = Math.Max(mailbox.LastUid, some[^1].Id);
        }

        return stored;
    }

    /// <summary>The UIDs that the ledger does not account for, in their order.</summary>
    private async Task<List<UniqueId>> FindAsync(
        IMailFolder folder,
        Mailbox mailbox,
        bool reconciles,
        CancellationToken cancellationToken)
    {
        var query = reconciles
            ? SearchQuery.All
            : SearchQuery.Uids(new UniqueIdRange(new UniqueId((uint)mailbox.LastUid + 1), UniqueId.MaxValue));
        var there = await folder.SearchAsync(query, cancellationToken).ConfigureAwait(false);
        var (validity, name) = ((long)folder.UidValidity, mailbox.Folder);
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var after = reconciles ? 0 : mailbox.LastUid;
        var accounted = await db
            .InboundMails.Where(mail =>
                mail.MailboxId == mailbox.Id
                && mail.Folder == name
                && mail.UidValidity == validity
                && mail.Uid > after
                && mail.Outcome != MailOutcome.Arriving)
            .Select(mail => mail.Uid!.Value)
            .ToHashSetAsync(cancellationToken)
            .ConfigureAwait(false);

        // "n:*" names the last email also when it has a lower number.
        return [.. there.Where(uid => uid.Id > after && !accounted.Contains(uid.Id)).OrderBy(uid => uid.Id)];
    }

    private async Task<int> StoreAsync(
        ImapClient client,
        IMailFolder folder,
        Mailbox mailbox,
        IList<UniqueId> uids,
        CancellationToken cancellationToken)
    {
        var heads = await folder
            .FetchAsync(
                uids,
                MessageSummaryItems.UniqueId | MessageSummaryItems.InternalDate | MessageSummaryItems.Size,
                cancellationToken)
            .ConfigureAwait(false);
        var stored = 0;
        foreach (var head in heads.OrderBy(head => head.UniqueId.Id))
        {
            var arrived = new ArrivedMail(mailbox.ProjectId, MailDoor.Mailbox, mailbox.Id, head.InternalDate)
            {
                Folder = mailbox.Folder,
                UidValidity = folder.UidValidity,
                Uid = head.UniqueId.Id,
                IsSilent = head.InternalDate < mailbox.SilentBefore,
            };
            if (head.Size > MailLedger.MaxBytes)
            {
                await ledger.StoreTooLargeAsync(arrived, head.Size.Value, cancellationToken).ConfigureAwait(false);
                continue;
            }

            try
            {
                var raw = await folder.GetStreamAsync(head.UniqueId, "", cancellationToken).ConfigureAwait(false);
                await using (raw.ConfigureAwait(false))
                {
                    stored += await ledger.StoreAsync(arrived, raw, cancellationToken).ConfigureAwait(false) is null
                        ? 0
                        : 1;
                }
            }
            catch (MessageNotFoundException)
            {
                // Deleted or moved since it was listed.
                continue;
            }

            await LeaveAsync(client, folder, mailbox, head.UniqueId, cancellationToken).ConfigureAwait(false);
        }

        return stored;
    }

    /// <summary>Nothing in the mailbox is changed unless the project asked for it.</summary>
    private static async Task LeaveAsync(
        ImapClient client,
        IMailFolder folder,
        Mailbox mailbox,
        UniqueId uid,
        CancellationToken cancellationToken)
    {
        if (mailbox.AfterStoring is AfterStoring.MarkAsRead)
        {
            await folder.AddFlagsAsync(uid, MessageFlags.Seen, silent: true, cancellationToken).ConfigureAwait(false);
        }
        else if (mailbox is { AfterStoring: AfterStoring.Move, MoveTo: { } target })
        {
            var other = await client.GetFolderAsync(target, cancellationToken).ConfigureAwait(false);
            await folder.MoveToAsync(uid, other, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task NoteAsync(Mailbox mailbox, string? problem, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var stored = await db
            .Mailboxes.SingleOrDefaultAsync(row => row.Id == mailbox.Id, cancellationToken)
            .ConfigureAwait(false);
        if (stored is null || stored.Folder != mailbox.Folder)
        {
            return;
        }

        var now = time.GetUtcNow();
        (stored.UidValidity, stored.LastUid) = (mailbox.UidValidity, mailbox.LastUid);
        stored.ReadAt = problem is null ? now : stored.ReadAt;
        var wasWell = stored.Problem is null;
        stored.Note(problem, now);
        await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        if (wasWell != problem is null)
        {
            live.Publish(LiveScope.Mail(mailbox.ProjectId));
        }
    }
}
