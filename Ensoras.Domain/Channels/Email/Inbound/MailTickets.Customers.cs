using Ensoras.Domain.Channels.Email.Reading;
using Ensoras.Domain.People;
using Ensoras.Domain.Storage;
using Ensoras.Domain.Tickets;

namespace Ensoras.Domain.Channels.Email.Inbound;

/// <summary>Emails of customers: on the ticket that they answer, or on a new one.</summary>
public sealed partial class MailTickets
{
    private async Task AddAsync(
        EnsorasDb db,
        Placing placing,
        FoundThread ticket,
        bool hasNewSubject,
        Customer sender,
        CancellationToken cancellationToken)
    {
        var files = await StoreFilesAsync(placing, cancellationToken).ConfigureAwait(false);
        var externalId = await FreeMailIdAsync(db, placing, cancellationToken).ConfigureAwait(false);
        var people = await OthersAsync(db, placing, ticket.CustomerAddress, cancellationToken).ConfigureAwait(false);
        var text = TextOf(placing.Read);
        var notesThanks = placing.Surroundings.Project.NotesThanks && files.Ids.Count == 0 && Courtesy.IsAll(text);

        // Everybody else in the conversation writes under their own name.
        var by = new Actor(Sender.Customer, ticket.CustomerId, placing.Read.From?.Name ?? sender.Name, null);
        await desk.ChangeAsync(
                ticket.Id,
                by,
                files.Ids,
                (changed, stamp) =>
                {
                    var message =
                        notesThanks && changed.Can(TicketAction.CustomerThanks, stamp.By)
                            ? changed.CustomerThanked(stamp, text, externalId)
                            : changed.CustomerWrote(stamp, text, externalId);
                    changed.AttachImported(message, files.Ids);
                    Finish(changed, stamp, placing, files, people);
                    return message.Id;
                },
                (store, messageId) =>
                {
                    placing.Mail.BecameMessage(ticket.Id, messageId, placing.ContentKey, hasNewSubject);
                    Update(store, placing.Mail, placing.From);
                },
                cancellationToken)
            .ConfigureAwait(false);
    }

    private async Task OpenAsync(
        EnsorasDb db,
        Placing placing,
        MailThread thread,
        Customer sender,
        CancellationToken cancellationToken)
    {
        var files = await StoreFilesAsync(placing, cancellationToken).ConfigureAwait(false);
        var externalId = await FreeMailIdAsync(db, placing, cancellationToken).ConfigureAwait(false);
        var people = await OthersAsync(db, placing, sender.NormalizedEmail, cancellationToken).ConfigureAwait(false);
        var mailbox = placing.Surroundings.MailboxOf(placing.Read);
        Message? first = null;
        await desk.OpenAsync(
                new NewTicket(
                    placing.Mail.ProjectId,
                    sender.Id,
                    Channel.Email,
                    placing.Read.Subject,
                    Actor.Of(sender),
                    (ticket, stamp) =>
                    {
                        ticket.CameInto(mailbox?.Id);
                        first = ticket.CustomerWrote(stamp, TextOf(placing.Read), externalId);
                        ticket.AttachImported(first, files.Ids);
                        Finish(ticket, stamp, placing, files, people);
                        if (mailbox?.TeamId is { } teamId)
                        {
                            ticket.CameToTeam(teamId);
                        }

                        if (placing.Mail.IsSilent)
                        {
                            ticket.ImportAsHumanHandled(new Stamp(Actor.System, stamp.At));
                            ticket.SkipWorkflows();
                        }
                    })
                {
                    AttachmentIds = files.Ids,
                    PreviousTicketId = thread.LinkTo,
                    At = placing.Mail.IsSilent ? EarlierOf(placing.Mail.ReceivedAt) : null,
                },
                (store, ticket) =>
                {
                    if (sender.CreatedAt == placing.Now)
                    {
                        store.Add(sender);
                    }

                    placing.Mail.BecameMessage(ticket.Id, first!.Id, placing.ContentKey);
                    Update(store, placing.Mail, placing.From);
                },
                cancellationToken)
            .ConfigureAwait(false);
    }

    private static void Finish(
        Ticket ticket,
        Stamp stamp,
        Placing placing,
        StoredFiles files,
        IReadOnlyCollection<TicketParticipant> people)
    {
        if (people.Count > 0)
        {
            ticket.AddParticipants(stamp, people);
        }

        if (files.LeftOut.Count > 0)
        {
            ticket.Remark(
                stamp with
                {
                    By = Actor.System,
                },
                Sentence.Of("Mail.LeftOut", string.Join(", ", files.LeftOut).Cut(1_000, "…")));
        }

        if (placing.Read.Protection is MailProtection.Encrypted)
        {
            ticket.Remark(
                stamp with
                {
                    By = Actor.System,
                },
                Sentence.Of("Mail.Encrypted"));
        }
    }

    private DateTimeOffset EarlierOf(DateTimeOffset received) =>
        DateTimeOffset.FromUnixTimeMilliseconds(
            Math.Min(received.ToUnixTimeMilliseconds(), time.GetUtcNow().ToUnixTimeMilliseconds()));
}
