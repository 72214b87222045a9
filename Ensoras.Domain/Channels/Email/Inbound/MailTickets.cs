using Ensoras.Domain.Channels.Email.Reading;
using Ensoras.Domain.Storage;
using Ensoras.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Ensoras.Domain.Channels.Email.Inbound;

/// <summary>Puts an email that was read on its ticket, or says in the ledger why not.</summary>
public sealed partial class MailTickets(
    IDbContextFactory<EnsorasDb> databases,
    TicketDesk desk,
    AttachmentStore attachments,
    TimeProvider time)
{
    /// <summary>How many emails of one sender become messages within an hour.</summary>
    public const int MaxOfSender = 60;

    /// <summary>How many emails become messages of one ticket within an hour.</summary>
    public const int MaxOfTicket = 30;

    private const string CutMark = "\n\n[…]";
    private const string NoText = "(no text)";

    /// <summary>Decides and stores; when this is done, the line of the ledger is settled.</summary>
    /// <param name="from">The outcome that is stored now.</param>
    /// <param name="isForced">Whether a person wants a ticket of its own, whatever the rules say.</param>
    internal async Task PlaceAsync(
        InboundMail mail,
        MailOutcome from,
        ReadMail read,
        MailSurroundings surroundings,
        bool isForced,
        CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        db.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
        var placing = new Placing(mail, from, read, surroundings);
        if (isForced)
        {
            var sender = await FindSenderAsync(db, placing, MailThread.New, cancellationToken).ConfigureAwait(false);
            await OpenAsync(db, placing, MailThread.New with { LinkTo = mail.TicketId }, sender, cancellationToken)
                .ConfigureAwait(false);
            return;
        }

        if (Ignored(placing) is { } reason)
        {
            await IgnoreAsync(placing, reason, null, cancellationToken).ConfigureAwait(false);
            return;
        }

        var key = placing.ContentKey;
        var twin = key is null
            ? null
            : await db
                .InboundMails.Where(row =>
                    row.ProjectId == mail.ProjectId && row.ContentKey == key && row.Id != mail.Id)
                .Select(row => new { row.TicketId })
                .FirstOrDefaultAsync(cancellationToken)
                .ConfigureAwait(false);
        if (twin is not null)
        {
            await IgnoreAsync(placing, MailReason.Duplicate, null, cancellationToken, twin.TicketId)
                .ConfigureAwait(false);
            return;
        }

        try
        {
            await PlaceAsync(db, placing, cancellationToken).ConfigureAwait(false);
        }
        catch (DbUpdateException error) when (db.IsDuplicate(error) && key is not null)
        {
            // Its twin, from another mailbox, was first.
            await IgnoreAsync(placing, MailReason.Duplicate, null, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Stores a line that is settled.</summary>
    internal async Task SaveAsync(InboundMail mail, MailOutcome from, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        Update(db, mail, from);
        await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
    }

    private static MailReason? Ignored(Placing placing) =>
        placing.Mail switch
        {
            _ when placing.Read.From is null && placing.Read.Automatic.Kind is not AutomaticKind.DeliveryReport =>
                MailReason.NoSender,
            _ when placing.Read.Subject.StartsWith(MailboxTestSubject, StringComparison.Ordinal) && placing.IsFromUs =>
                MailReason.Test,
            _ when placing.IsFromUs => MailReason.OwnMailbox,
            _ => null,
        };

    /// <summary>What the subject of the end-to-end test of a mailbox begins with.</summary>
    public const string MailboxTestSubject = "[Ensoras] Mailbox test ";

    private async Task PlaceAsync(EnsorasDb db, Placing placing, CancellationToken cancellationToken)
    {
        var read = placing.Read;
        if (read.Automatic.Report is { } report)
        {
            await ReportAsync(db, placing, report, cancellationToken).ConfigureAwait(false);
            return;
        }

        var thread = await Threading
            .DecideAsync(db, placing.Surroundings.Project, read, cancellationToken)
            .ConfigureAwait(false);
        if (read.Automatic.Kind is not AutomaticKind.None)
        {
            await KeepAutomaticAsync(placing, thread, cancellationToken).ConfigureAwait(false);
        }
        else if (await IsTooMuchAsync(db, placing.Mail, thread.Ticket?.Id, cancellationToken).ConfigureAwait(false))
        {
            await IgnoreAsync(placing, MailReason.TooMany, null, cancellationToken, thread.Ticket?.Id)
                .ConfigureAwait(false);
        }
        else if (thread is { Agent: { } agent, Ticket: { } ticket })
        {
            await AnswerAsync(
                    placing,
                    ticket,
                    agent,
                    thread.IsSigned && read.Authentication.IsProven,
                    cancellationToken)
                .ConfigureAwait(false);
        }
        else
        {
            var sender = await FindSenderAsync(db, placing, thread, cancellationToken).ConfigureAwait(false);
            await (
                thread.Ticket is { } answered
                    ? AddAsync(db, placing, answered, thread.HasNewSubject, sender, cancellationToken)
                    : OpenAsync(db, placing, thread, sender, cancellationToken)).ConfigureAwait(false);
        }
    }

    private static string TextOf(ReadMail read)
    {
        var text =
            read.Text.SaysSomething() ? read.Text
            : read.Subject.SaysSomething() ? read.Subject
            : NoText;
        return text.Length <= Vocabulary.MaxMessageLength
            ? text
            : text.Cut(Vocabulary.MaxMessageLength - CutMark.Length) + CutMark;
    }

    private async Task IgnoreAsync(
        Placing placing,
        MailReason reason,
        string? detail,
        CancellationToken cancellationToken,
        Guid? ticketId = null)
    {
        if (reason is MailReason.NoSender)
        {
            // A person can still make a ticket of it.
            placing.Mail.Fail(reason, detail);
        }
        else
        {
            placing.Mail.Ignore(reason, detail, ticketId);
        }

        await SaveAsync(placing.Mail, placing.From, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>All of the line is stored; the server that settled it meanwhile was first.</summary>
    private static void Update(EnsorasDb db, InboundMail mail, MailOutcome from)
    {
        var entry = db.Entry(mail);
        entry.State = EntityState.Modified;
        entry.Property(row => row.Outcome).OriginalValue = from;
    }
}
