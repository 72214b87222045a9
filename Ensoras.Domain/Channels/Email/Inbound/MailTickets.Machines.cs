using Ensoras.Domain.Channels.Email.Reading;
using Ensoras.Domain.People;
using Ensoras.Domain.Storage;
using Ensoras.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Ensoras.Domain.Channels.Email.Inbound;

/// <summary>Mail of machines, mail of agents, and the ceilings that stop every loop.</summary>
public sealed partial class MailTickets
{
    private static readonly TimeSpan CeilingPeriod = TimeSpan.FromHours(1);

    /// <summary>Two machines that answer each other are stopped here, whatever their headers say.</summary>
    private async Task<bool> IsTooMuchAsync(
        EnsorasDb db,
        InboundMail mail,
        Guid? ticketId,
        CancellationToken cancellationToken)
    {
        if (mail.IsSilent)
        {
            return false;
        }

        var since = time.GetUtcNow() - CeilingPeriod;
        var ofSender = await db
            .InboundMails.CountAsync(
                row =>
                    row.ProjectId == mail.ProjectId
                    && row.Sender == mail.Sender
                    && row.StoredAt > since
                    && row.Outcome == MailOutcome.Ticket
                    && !row.IsSilent,
                cancellationToken)
            .ConfigureAwait(false);
        return ofSender >= MaxOfSender
            || (
                ticketId is not null
                && await db
                    .InboundMails.CountAsync(
                        row => row.TicketId == ticketId && row.StoredAt > since && row.Outcome == MailOutcome.Ticket,
                        cancellationToken)
                    .ConfigureAwait(false) >= MaxOfTicket);
    }

    /// <summary>Kept on the ticket that it belongs to, and never answered; without one it is only listed.</summary>
    private async Task KeepAutomaticAsync(Placing placing, MailThread thread, CancellationToken cancellationToken)
    {
        var read = placing.Read;
        if (thread is not { Ticket: { } ticket, Agent: null } || read.Automatic.Kind is AutomaticKind.Bulk)
        {
            await IgnoreAsync(placing, MailReason.Automatic, read.Automatic.Why, cancellationToken, thread.Ticket?.Id)
                .ConfigureAwait(false);
            return;
        }

        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        if (await IsTooMuchAsync(db, placing.Mail, ticket.Id, cancellationToken).ConfigureAwait(false))
        {
            await IgnoreAsync(placing, MailReason.TooMany, null, cancellationToken, ticket.Id).ConfigureAwait(false);
            return;
        }

        await ChangeAsync(
                placing,
                ticket.Id,
                Actor.System,
                (changed, stamp) => changed.ReceiveAutomaticMail(stamp, read.From!.Address, TextOf(read)),
                cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>
    /// An agent answers a ticket by email: sent to the customer only when our token and our server prove who wrote
    /// it.
    /// </summary>
    private async Task AnswerAsync(
        Placing placing,
        FoundThread ticket,
        Agent agent,
        bool isProven,
        CancellationToken cancellationToken)
    {
        var text = TextOf(placing.Read);
        if (!isProven)
        {
            await ChangeAsync(
                    placing,
                    ticket.Id,
                    Actor.System,
                    (changed, stamp) => changed.ReceiveUnprovenReply(stamp, agent.Email!, text),
                    cancellationToken)
                .ConfigureAwait(false);
            return;
        }

        var grace = placing.Surroundings.Project.GracePeriod;
        await ChangeAsync(
                placing,
                ticket.Id,
                Actor.Of(agent),
                (changed, stamp) => changed.Reply(stamp, text, grace),
                cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>
    /// What a mail server says about an email of ours is shown on its ticket; what will not arrive is not sent any
    /// more.
    /// </summary>
    private async Task ReportAsync(
        EnsorasDb db,
        Placing placing,
        DeliveryReport report,
        CancellationToken cancellationToken)
    {
        var messageId = (report.MailId is { } mailId ? ReplyToken.MessageIdIn(mailId) : null);
        var about = messageId is null
            ? null
            : await (
                from message in db.Messages
                where message.Id == messageId
                join ticket in db.Tickets on message.TicketId equals ticket.Id
                where ticket.ProjectId == placing.Mail.ProjectId
                join customer in db.Customers on ticket.CustomerId equals customer.Id
                select new
                {
                    ticket.Id,
                    customer.Email,
                    ticket.ParticipantList,
                    customer.NormalizedEmail,
                })
                .SingleOrDefaultAsync(cancellationToken)
                .ConfigureAwait(false);
        if (about is null)
        {
            await IgnoreAsync(placing, MailReason.UnknownReport, report.Words, cancellationToken)
                .ConfigureAwait(false);
            return;
        }

        if (report.Outcome is DeliveryReportOutcome.Delivered)
        {
            await IgnoreAsync(placing, MailReason.Automatic, report.Words, cancellationToken, about.Id)
                .ConfigureAwait(false);
            return;
        }

        var thread = new FoundThread(about.Id, 0, "", Guid.Empty, about.NormalizedEmail, about.ParticipantList);
        var address = report.Address ?? about.Email ?? "";
        var normalized = Customer.Normalize(address)!;
        var isFinal = report.Outcome is DeliveryReportOutcome.Failed;

        // A forged report must not keep us from writing to whomever it names.
        var undeliverable =
            isFinal
            && IsPermanent(report)
            && thread.TakesPart(normalized)
            && !await db
                .UndeliverableAddresses.AnyAsync(
                    row => row.ProjectId == placing.Mail.ProjectId && row.NormalizedAddress == normalized,
                    cancellationToken)
                .ConfigureAwait(false)
                ? new UndeliverableAddress(placing.Mail.ProjectId, address, report.Words, time.GetUtcNow())
                : null;
        placing.Mail.ReportsOn(messageId!.Value);
        await ChangeAsync(
                placing,
                about.Id,
                Actor.System,
                (changed, stamp) => changed.Bounced(stamp, messageId, address, report.Words, isFinal),
                cancellationToken,
                undeliverable)
            .ConfigureAwait(false);
    }

    // A full mailbox is empty again one day; an address that does not exist stays so.
    private static bool IsPermanent(DeliveryReport report) =>
        report.Status is { } status
        && status.StartsWith("5.", StringComparison.Ordinal)
        && !status.StartsWith("5.2.2", StringComparison.Ordinal)
        && !status.StartsWith("5.7.", StringComparison.Ordinal)
        && !status.StartsWith("5.3.", StringComparison.Ordinal);

    private Task<bool> ChangeAsync(
        Placing placing,
        Guid ticketId,
        Actor by,
        Action<Ticket, Stamp> change,
        CancellationToken cancellationToken,
        object? alsoStored = null) =>
        desk.ChangeAsync(
            ticketId,
            by,
            [],
            (ticket, stamp) =>
            {
                change(ticket, stamp);
                return true;
            },
            (store, _) =>
            {
                placing.Mail.BecameMessage(ticketId, null, placing.ContentKey);
                Update(store, placing.Mail, placing.From);
                if (alsoStored is not null)
                {
                    store.Add(alsoStored);
                }
            },
            cancellationToken);
}
