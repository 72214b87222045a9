using Ensoras.Domain.Knowledge;
using Ensoras.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Ensoras.Domain.Drafting;

/// <summary>What the writer is given, and which versions of articles it quoted.</summary>
public sealed partial class Drafter
{
    /// <summary>
    /// Whether the customer's last message is nothing but files and nobody said what to make of them.
    /// </summary>
    private static bool IsWordless(DraftRequest request) =>
        request.Instruction is null
        && request.Conversation.LastOrDefault(turn => turn.Sender is Sender.Customer) is { Text.Length: 0 };

    /// <summary>Notes the version of each quoted article, so that a later change of it is noticed.</summary>
    private async Task<IReadOnlyList<DraftSource>> PinAsync(
        Guid projectId,
        IReadOnlyList<DraftSource> sources,
        DateTimeOffset startedAt,
        CancellationToken cancellationToken)
    {
        var keys = sources.Select(source => ArticleKey.OfLink(source.Link)).OfType<string>().Distinct().ToList();
        if (keys.Count == 0)
        {
            return sources;
        }

        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var articles = await db.Articles.Where(article => article.ProjectId == projectId && keys.Contains(article.Key))
            .Select(article => new { article.Key, article.Id, article.Version, article.UpdatedAt })
            .ToDictionaryAsync(article => article.Key, cancellationToken).ConfigureAwait(false);

        // What was saved while the draft was being written may not be what the writer read.
        return
        [
            .. sources.Select(source =>
                ArticleKey.OfLink(source.Link) is { } key && articles.TryGetValue(key, out var article)
                    ? source with
                    {
                        ArticleId = article.Id,
                        Version = article.UpdatedAt > startedAt ? article.Version - 1 : article.Version,
                    }
                    : source),
        ];
    }

    private async Task<(DraftRequest Request, TimeSpan Grace)> ReadAsync(
        Guid ticketId,
        CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        db.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
        var found = await (
            from ticket in db.Tickets
            where ticket.Id == ticketId
            join customer in db.Customers on ticket.CustomerId equals customer.Id
            join project in db.Projects on ticket.ProjectId equals project.Id
            select new
            {
                ticket,
                customer,
                project,
            })
            .SingleAsync(cancellationToken)
            .ConfigureAwait(false);
        var messages = await db
            .Messages.Where(message =>
                message.TicketId == ticketId && message.Sender != Sender.System && !message.IsNote)
            .Include(message => message.ToolCalls)
            .OrderByDescending(message => message.Number).Take(MaxTurns)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        messages.Reverse();
        var forThisAnswer = messages
            .Where(message => message.AnswersNumber == found.ticket.LastCustomerNumber)
            .ToList();

        // What tools found for a draft that a newer question set aside is still true: only a sent reply has used it up.
        var lastSent = messages
            .Where(message => message is { Status: MessageStatus.Sent, Sender: not Sender.Customer })
            .Select(message => message.Number)
            .DefaultIfEmpty()
            .Max();
        var request = new DraftRequest(
            found.project.Id,
            found.project.Name,
            ticketId,
            found.ticket.Title,
            found.customer.Name,
            [
                .. messages
                    .Where(message => message.ShownNumber is not null)
                    .OrderBy(message => message.ShownNumber)
                    .Select(message => new ConversationTurn(message.Sender, message.Body)),
            ],
            found.ticket.DraftInstruction,
            [
                .. forThisAnswer
                    .Where(message => message.Status is MessageStatus.Rejected || message.IsPendingDraft)
                    .Select(message => message.Body),
            ],
            [
                .. messages
                    .Where(message =>
                        message.Number > lastSent || message.AnswersNumber == found.ticket.LastCustomerNumber)
                    .SelectMany(message => message.ToolCalls)
                    .Where(call => call.Status is ToolCallStatus.Succeeded or ToolCallStatus.Failed)
                    .Select(call => new ToolResult(
                        call.Name,
                        call.Arguments,
                        call.Status is ToolCallStatus.Succeeded,
                        call.Result?.ToString() ?? "")),
            ]);
        return (request, found.project.GracePeriod);
    }
}
