using Ensoras.Domain.Channels.Email.Reading;
using Ensoras.Domain.Live;
using Ensoras.Domain.Servers;
using Ensoras.Domain.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MimeKit;

namespace Ensoras.Domain.Channels.Email.Inbound;

/// <summary>
/// The one path from an email that is stored to a ticket, whatever door it came in by: read, decided, and put on its
/// ticket in the same commit that settles its line of the ledger, so that no stop loses or doubles it.
/// </summary>
public sealed class Intake(
    IDbContextFactory<EnsorasDb> databases,
    MailLedger ledger,
    MailTickets tickets,
    LivingServers servers,
    LiveUpdates live,
    IOptionsMonitor<EmailSettings> settings,
    TimeProvider time,
    ILogger<Intake> logger)
{
    private const int MaxAttempts = 5;

    /// <summary>How long reading one email may take.</summary>
    public static readonly TimeSpan ReadTimeout = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan RetryInterval = TimeSpan.FromMinutes(1);

    /// <summary>Reads one stored email and puts it where it belongs.</summary>
    /// <returns>False when it was not to be had: another server reads it, or it is settled.</returns>
    public async Task<bool> ProcessAsync(Guid mailId, CancellationToken cancellationToken)
    {
        if (await ClaimAsync(mailId, cancellationToken).ConfigureAwait(false) is not { } mail)
        {
            return false;
        }

        try
        {
            await SettleAsync(mail, isForced: false, cancellationToken).ConfigureAwait(false);
        }
        catch (DbUpdateConcurrencyException)
        {
            // Another server settled it.
        }
        catch (Exception error)
            when (error is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            logger.LogError(error, "The email {MailId} could not be dealt with.", mailId);
            await PutBackAsync(mail, error, cancellationToken).ConfigureAwait(false);
        }

        live.Publish(LiveScope.Mail(mail.ProjectId));
        return true;
    }

    /// <summary>A person wants a ticket of its own for an email, whatever the rules made of it.</summary>
    /// <returns>The ticket's number.</returns>
    public async Task<int> MakeTicketAsync(Actor by, Guid projectId, Guid mailId, CancellationToken cancellationToken)
    {
        InboundMail? found = null;
        await ledger.ChangeAsync(by, projectId, mailId, mail => found = mail, cancellationToken).ConfigureAwait(false);
        if (
            found is not { Outcome: not (MailOutcome.Arriving or MailOutcome.Stored), Reason: not MailReason.TooLarge }
        )
        {
            throw new RuleBrokenException(Sentence.Of("Mail.BeingRead"));
        }

        await SettleAsync(found, isForced: true, cancellationToken).ConfigureAwait(false);
        live.Publish(LiveScope.Mail(projectId));
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return await db
            .Tickets.Where(ticket => ticket.Id == found.TicketId)
            .Select(ticket => ticket.Number)
            .SingleAsync(cancellationToken)
            .ConfigureAwait(false);
    }

    private async Task<InboundMail?> ClaimAsync(Guid mailId, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var turn = await db.TakeWriteTurnAsync(cancellationToken).ConfigureAwait(false);
        var (own, living, now) = (servers.Own, servers.Ids, time.GetUtcNow());
        var claimed = await db
            .InboundMails.Where(mail =>
                mail.Id == mailId
                && mail.Outcome == MailOutcome.Stored
                && mail.DueAt <= now
                && (mail.ClaimedBy == null || mail.ClaimedBy == own
                    || (living != null && !living.Contains(mail.ClaimedBy.Value))))
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(mail => mail.ClaimedBy, own)
                        .SetProperty(mail => mail.Attempts, mail => mail.Attempts + 1),
                cancellationToken)
            .ConfigureAwait(false);
        return claimed == 0
            ? null
            : await db
                .InboundMails.AsNoTracking()
                .SingleAsync(mail => mail.Id == mailId, cancellationToken)
                .ConfigureAwait(false);
    }

    private async Task SettleAsync(InboundMail mail, bool isForced, CancellationToken cancellationToken)
    {
        var from = mail.Outcome;
        var surroundings = await ReadSurroundingsAsync(mail, cancellationToken).ConfigureAwait(false);
        var raw = await ledger.OpenAsync(mail, cancellationToken).ConfigureAwait(false);
        await using (raw.ConfigureAwait(false))
        {
            var (message, read, why, detail) = await ReadAsync(raw, surroundings, cancellationToken)
                .ConfigureAwait(false);
            using (message)
            {
                if (read is not null)
                {
                    mail.Describe(read);
                }
                else if (!isForced)
                {
                    mail.Fail(why, detail);
                    await tickets.SaveAsync(mail, from, cancellationToken).ConfigureAwait(false);
                    return;
                }

                read ??= await PlainAsync(mail, raw, cancellationToken).ConfigureAwait(false);
                await tickets
                    .PlaceAsync(mail, from, read, surroundings, isForced, cancellationToken)
                    .ConfigureAwait(false);
            }
        }
    }

    /// <summary>Bounded from outside: whatever a parser does with it, the next email is read.</summary>
    private async Task<(MimeMessage? Message, ReadMail? Mail, MailReason Why, string? Detail)> ReadAsync(
        Stream raw,
        MailSurroundings surroundings,
        CancellationToken cancellationToken)
    {
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var reading = Task.Run(
            async () =>
            {
                var message = await MailReader.ParseAsync(raw, giveUp.Token).ConfigureAwait(false);
                var reader = new MailReader(surroundings.OwnAddresses, surroundings.Mailbox?.AuthenticationServer);
                return (message, reader.Read(message, giveUp.Token));
            },
            giveUp.Token);
        try
        {
            var (message, mail) = await reading.WaitAsync(ReadTimeout, time, cancellationToken).ConfigureAwait(false);
            return (message, mail, MailReason.None, null);
        }
        catch (TimeoutException)
        {
            await giveUp.CancelAsync().ConfigureAwait(false);
            _ = reading.ContinueWith(
                ended => ended.Exception,
                CancellationToken.None,
                TaskContinuationOptions.OnlyOnFaulted,
                TaskScheduler.Default);
            return (null, null, MailReason.TooSlow, null);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // Whatever is wrong with it, it is listed and the next one is read.
        catch (Exception error)
#pragma warning restore CA1031
        {
            return (null, null, MailReason.Unreadable, error.Message);
        }
    }

    /// <summary>What a person sees of an email that cannot be parsed: its beginning as text.</summary>
    private static async Task<ReadMail> PlainAsync(InboundMail mail, Stream raw, CancellationToken cancellationToken)
    {
        raw.Position = 0;
        var start = new byte[32 * 1024];
        var length = await raw.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellationToken)
            .ConfigureAwait(false);
        var text = MailText.Decode(start.AsSpan(0, length), null, isCut: true).ReplaceLineEndings("\n");
        return new ReadMail
        {
            Subject = mail.Subject ?? "",
            Text = text,
            FullText = text,
        };
    }

    private async Task<MailSurroundings> ReadSurroundingsAsync(InboundMail mail, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var project = await db
            .Projects.AsNoTracking()
            .SingleAsync(row => row.Id == mail.ProjectId, cancellationToken)
            .ConfigureAwait(false);
        var mailboxes = await db
            .Mailboxes.AsNoTracking()
            .Where(row => row.ProjectId == mail.ProjectId)
            .ToListAsync(cancellationToken)
            .ConfigureAwait(false);
        return new MailSurroundings(
            project,
            mailboxes.Find(mailbox => mailbox.Id == mail.MailboxId),
            [.. mailboxes.Select(mailbox => mailbox.Address).Append(settings.CurrentValue.From).Distinct()],
            mailboxes);
    }

    private async Task PutBackAsync(InboundMail mail, Exception error, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var stored = await db
            .InboundMails.SingleAsync(row => row.Id == mail.Id, cancellationToken)
            .ConfigureAwait(false);
        if (stored.Outcome is not MailOutcome.Stored)
        {
            return;
        }

        if (error is RuleBrokenException || stored.Attempts >= MaxAttempts)
        {
            stored.Fail(MailReason.Refused, error.Message);
        }
        else
        {
            stored.TryAgain(time.GetUtcNow() + (RetryInterval * stored.Attempts));
        }

        await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
    }
}
