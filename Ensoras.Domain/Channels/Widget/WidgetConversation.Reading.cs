using Ensoras.Domain.Live;
using Ensoras.Domain.Storage;
using Ensoras.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Ensoras.Domain.Channels.Widget;

/// <summary>What a visitor is shown of the conversation.</summary>
public sealed partial class WidgetConversation
{
    /// <summary>What the visitor has been shown after <paramref name="after"/>, oldest first, and what is on its way;
    /// shared by the tabs that watch one ticket.</summary>
    public Task<WidgetThread> ReadAsync(Guid ticketId, int after, CancellationToken cancellationToken) =>
        shared.ReadAsync(LiveScope.Ticket(ticketId), new ThreadQuestion(ticketId, after), async cancel =>
        {
            await using var db = await databases.CreateDbContextAsync(cancel).ConfigureAwait(false);

            // The status first: a conversation that had ended by then gets no more messages, and all of them are read
            // below.
            var (status, isStale) = await db
                .Tickets.Where(ticket => ticket.Id == ticketId)
                .Select(ticket => new ValueTuple<TicketStatus, bool>(ticket.Status, ticket.IsStale))
                .SingleAsync(cancel)
                .ConfigureAwait(false);
            var messages = await db
                .Messages.Where(message =>
                    message.TicketId == ticketId
                    && (
                        message.ShownNumber > after
                        || message.Status == MessageStatus.Queued
                        || message.Status == MessageStatus.Sending))
                .OrderBy(message => message.ShownNumber == null)
                .ThenBy(message => message.ShownNumber)
                .Take(MaxMessages + 1)
                .Select(message => new
                {
                    message.Id,
                    message.ShownNumber,
                    message.Sender,
                    message.AuthorName,
                    message.Body,
                    message.ExternalId,
                    At = message.SentAt ?? message.CreatedAt,
                })
                .ToListAsync(cancel)
                .ConfigureAwait(false);
            var shownIds = messages
                .Where(message => message.ShownNumber is not null)
                .Select(message => message.Id)
                .ToList();
            var files = await ReadFilesAsync(db, shownIds, cancel).ConfigureAwait(false);
            var shown = messages
                .Where(message => message.ShownNumber is not null)
                .Take(MaxMessages)
                .Select(message => new WidgetMessage(
                    message.ShownNumber!.Value,
                    message.Sender,
                    message.AuthorName,
                    message.Body,
                    message.At,
                    message.Sender is Sender.Customer ? message.ExternalId : null)
                {
                    Files = [.. files[message.Id]],
                })
                .ToList();
            var coming = messages.Find(message => message.ShownNumber is null);
            return new WidgetThread(
                shown,
                HasMore: messages.Count > MaxMessages,
                coming is null ? null : new WidgetTypist(coming.Sender, coming.AuthorName),
                HasEnded: status is TicketStatus.Closed && messages.Count <= MaxMessages && coming is null,
                WaitsFor(status, isStale));
        },
            cancellationToken);

    private static WidgetWaiting? WaitsFor(TicketStatus status, bool isStale) => status switch
    {
        // Ensoras did not come up with anything: a person has to.
        TicketStatus.AwaitingEnsoras => isStale ? WidgetWaiting.Person : WidgetWaiting.Draft,
        TicketStatus.AwaitingApproval => WidgetWaiting.Review,
        TicketStatus.AwaitingAgent => WidgetWaiting.Person,
        _ => null,
    };

    private static async Task<ILookup<Guid, AttachedFile>> ReadFilesAsync(
        EnsorasDb db, List<Guid> messageIds, CancellationToken cancellationToken)
    {
        var files = messageIds.Count == 0 ? [] : await db.Attachments.AsNoTracking()
            .Where(attachment => attachment.MessageId != null && messageIds.Contains(attachment.MessageId.Value))
            .OrderBy(attachment => attachment.Place).ToListAsync(cancellationToken).ConfigureAwait(false);
        return files.ToLookup(attachment => attachment.MessageId!.Value, AttachedFile.Of);
    }

    private sealed record ThreadQuestion(Guid TicketId, int After);
}
