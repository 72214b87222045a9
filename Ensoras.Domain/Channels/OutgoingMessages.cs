using Ensoras.Domain.Channels.Email;
using Ensoras.Domain.Storage;
using Ensoras.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Ensoras.Domain.Channels;

/// <summary>Reads what a channel needs to send one message.</summary>
internal static class OutgoingMessages
{
    /// <summary>As many Message-IDs as a reader needs to find the thread: the first, and the newest.</summary>
    private const int MaxReferences = 20;

    public static async Task<OutgoingMessage> ReadAsync(
        IDbContextFactory<EnsorasDb> databases,
        Guid messageId,
        IChannel channel,
        CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var read = await (
            from message in db.Messages
            where message.Id == messageId
            join ticket in db.Tickets on message.TicketId equals ticket.Id
            join customer in db.Customers on ticket.CustomerId equals customer.Id
            join project in db.Projects on ticket.ProjectId equals project.Id
            select new
            {
                message,
                ticket,
                customer,
                project,
                mailbox = db.Mailboxes.Where(row => row.Id == ticket.MailboxId).Select(row => row.Address).FirstOrDefault(),
            })
            .AsNoTracking()
            .SingleAsync(cancellationToken)
            .ConfigureAwait(false);
        var files = await db
            .Attachments.AsNoTracking()
            .Where(attachment => attachment.MessageId == messageId)
            .OrderBy(attachment => attachment.Place)
            .ToListAsync(cancellationToken)
            .ConfigureAwait(false);
        var earlier = await db
            .Messages.AsNoTracking()
            .Where(message =>
                message.TicketId == read.ticket.Id && message.Id != messageId && message.ShownNumber != null)
            .OrderBy(message => message.ShownNumber)
            .Select(message => new EarlierMail(
                message.Sender,
                message.Sender == Sender.Customer ? message.ExternalId : message.MailId))
            .ToListAsync(cancellationToken)
            .ConfigureAwait(false);
        var quoted = await db
            .Messages.AsNoTracking()
            .Where(message =>
                message.TicketId == read.ticket.Id
                && message.Sender == Sender.Customer
                && message.Number < read.message.Number)
            .OrderByDescending(message => message.Number)
            .Select(message => new QuotedMessage(message.AuthorName ?? "", message.CreatedAt, message.Body))
            .FirstOrDefaultAsync(cancellationToken)
            .ConfigureAwait(false);
        var token = ReplyToken.Of(read.project, read.ticket.Id, read.ticket.Number);
        var known = earlier.Where(mail => mail.Id is { } id && IsMailId(id)).ToList();
        return new OutgoingMessage(
            read.message.MailId ?? channel.NewMessageId(messageId, read.mailbox, token) ?? $"{messageId:N}",
            read.project.Id,
            read.project.Name,
            read.ticket.Number,
            read.ticket.Title,
            read.customer.Name,
            read.customer.Email,
            read.message.AuthorName ?? "Ensoras",
            read.message.Body)
        {
            MailboxId = read.ticket.MailboxId,
            ReplyToken = token,
            Copied = read.ticket.Participants,
            IsApproved = read.message.ReviewedById is not null,
            Quoted = quoted,
            Files = [.. files.Select(AttachedFile.Of)],
            PublicAddress = read.project.PublicAddress,
            IsAutomatic = read.message.Sender is Sender.Ensoras,
            InReplyTo = known.FindLast(mail => mail.By is Sender.Customer)?.Id,
            References = [.. Trimmed([.. known.Select(mail => mail.Id!)])],
        };
    }

    // A widget's client id, or what an import knows a message by, is no Message-ID.
    private static bool IsMailId(string id) =>
        id.IndexOf('@', StringComparison.Ordinal) is > 0 and var at
        && at < id.Length - 1
        && !id.Any(letter => char.IsWhiteSpace(letter) || letter is '<' or '>');

    private static IEnumerable<string> Trimmed(IReadOnlyList<string> ids) =>
        ids.Count <= MaxReferences ? ids : [ids[0], .. ids.TakeLast(MaxReferences - 1)];

    private sealed record EarlierMail(Sender By, string? Id);
}
