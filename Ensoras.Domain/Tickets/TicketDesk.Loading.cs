using Ensoras.Domain.Live;
using Ensoras.Domain.Storage;
using Microsoft.EntityFrameworkCore;

namespace Ensoras.Domain.Tickets;

/// <summary>What is read with a ticket before an operation decides.</summary>
public sealed partial class TicketDesk
{
    private const int NewestMessages = 10;

    private static async Task<Ticket> LoadAsync(EnsorasDb db, Guid ticketId, CancellationToken cancellationToken)
    {
        var ticket =
            await db.Tickets.SingleOrDefaultAsync(row => row.Id == ticketId, cancellationToken).ConfigureAwait(false)
            ?? throw new RuleBrokenException(Sentence.Of("Tickets.TicketGone"));
        var newest = ticket.NewestNumber - NewestMessages;

        // A tool's result is recorded also when its draft was set aside long ago.
        var running = db
            .ToolCalls.Where(call => call.Status == ToolCallStatus.Approved || call.Status == ToolCallStatus.Running)
            .Select(call => call.MessageId);
        await db
            .Messages.Where(message =>
                message.TicketId == ticketId
                && (
                    message.Number > newest
                    || (
                        message.Status != MessageStatus.Received
                        && message.Status != MessageStatus.Sent
                        && message.Status != MessageStatus.Rejected)
                    || message.Rejection == Rejection.Closed
                    || running.Contains(message.Id)))
            .Include(message => message.ToolCalls)
            .OrderBy(message => message.Number)
            .LoadAsync(cancellationToken).ConfigureAwait(false);
        await CompareSourcesAsync(db, [ticket], cancellationToken).ConfigureAwait(false);
        await FindDepartedAsync(db, [ticket], cancellationToken).ConfigureAwait(false);
        return ticket;
    }

    private static async Task StageAttachmentsAsync(
        EnsorasDb db,
        Ticket ticket,
        IReadOnlyCollection<Guid> attachmentIds,
        CancellationToken cancellationToken)
    {
        if (attachmentIds.Count > 0)
        {
            var brought = await db
                .Attachments.Where(attachment => attachmentIds.Contains(attachment.Id))
                .ToListAsync(cancellationToken)
                .ConfigureAwait(false);

            // The message that has them may be an old one, which is not loaded with its ticket.
            var messageIds = brought.Select(attachment => attachment.MessageId).OfType<Guid>().ToList();
            if (messageIds.Count > 0)
            {
                await db
                    .Messages.Where(message => message.TicketId == ticket.Id && messageIds.Contains(message.Id))
                    .LoadAsync(cancellationToken)
                    .ConfigureAwait(false);
            }

            ticket.StageAttachments(brought);
        }
    }

    private static async Task CompareSourcesAsync(
        EnsorasDb db,
        IReadOnlyCollection<Ticket> tickets,
        CancellationToken cancellationToken)
    {
        HashSet<Guid> quoted = [.. tickets.SelectMany(ticket => ticket.QuotedArticles())];
        if (quoted.Count > 0)
        {
            var versions = await db.ReadArticleVersionsAsync(quoted, cancellationToken).ConfigureAwait(false);
            foreach (var ticket in tickets)
            {
                ticket.CompareSources(versions);
            }
        }
    }

    private static async Task FindDepartedAsync(
        EnsorasDb db,
        IReadOnlyCollection<Ticket> tickets,
        CancellationToken cancellationToken)
    {
        HashSet<Guid> authors = [.. tickets.SelectMany(ticket => ticket.ScheduledAuthors())];
        if (authors.Count > 0)
        {
            var departed = await db
                .Agents.Where(agent => authors.Contains(agent.Id) && !agent.IsActive)
                .Select(agent => agent.Id)
                .ToHashSetAsync(cancellationToken)
                .ConfigureAwait(false);
            foreach (var ticket in tickets)
            {
                ticket.NoteDeparted(departed);
            }
        }
    }

    /// <summary>The customer of this ticket changed what they are called.</summary>
    public void PublishCustomer(Guid projectId, params Guid[] ticketIds) =>
        live.Publish([.. ticketIds.Select(LiveScope.Ticket), LiveScope.Tickets(projectId)]);

    /// <summary>An article was changed or deleted: screens that show a draft which quotes it look again.</summary>
    public async Task AnnounceQuotingAsync(Guid projectId, Guid articleId, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var drafts = await db
            .Tickets.Where(ticket => ticket.ProjectId == projectId && ticket.Status == TicketStatus.AwaitingApproval)
            .Join(db.Messages, ticket => ticket.Id, message => message.TicketId, (ticket, message) => message)
            .Where(message => message.Status == MessageStatus.Draft || message.Status == MessageStatus.PendingTools)
            .Select(message => new { message.TicketId, message.Sources })
            .ToListAsync(cancellationToken)
            .ConfigureAwait(false);
        LiveScope[] quoting =
        [
            .. drafts
                .Where(draft => draft.Sources.Any(source => source.ArticleId == articleId))
                .Select(draft => LiveScope.Ticket(draft.TicketId)),
        ];
        if (quoting.Length > 0)
        {
            live.Publish(quoting);
        }
    }
}
