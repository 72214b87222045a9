using Ensoras.Domain.Live;
using Ensoras.Domain.People;
using Ensoras.Domain.Storage;
using Ensoras.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Ensoras.Domain.Channels.Widget;

/// <summary>What a visitor writes and is shown.</summary>
public sealed partial class WidgetConversation(
    IDbContextFactory<EnsorasDb> databases,
    TicketDesk desk,
    WidgetSessions sessions,
    LiveUpdates live,
    SharedReads shared)
{
    /// <summary>The most messages that one read gives.</summary>
    public const int MaxMessages = 200;

    private const int MaxAttempts = 5;
    private const int MaxTitleLength = 80;

    /// <summary>
    /// Stores the visitor's message; the first one opens the ticket. A second delivery with the same client id, even
    /// at the same moment, is answered as the first was.
    /// </summary>
    /// <param name="clientId">What the visitor's browser named the message; unique in the conversation.</param>
    /// <param name="attachmentIds">Files that the visitor uploaded before; with any, the text may be empty.</param>
    /// <returns>The receipt, or null when the conversation has ended and a new session is needed.</returns>
    /// <exception cref="RuleBrokenException">The message is empty or too long.</exception>
    public async Task<WidgetReceipt?> WriteAsync(
        AuthenticatedSession visit,
        string clientId,
        string text,
        IReadOnlyCollection<Guid> attachmentIds,
        CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return visit.TicketId is { } ticketId
                    ? await AddOnceAsync(visit, ticketId, clientId, text, attachmentIds, attempt, cancellationToken)
                        .ConfigureAwait(false)
                    : await ThankAsync(visit, clientId, text, attachmentIds, cancellationToken).ConfigureAwait(false)
                        ?? await BeginAsync(visit, clientId, text, attachmentIds, cancellationToken)
                            .ConfigureAwait(false);
            }
            catch (DbUpdateException error) when (attempt < MaxAttempts && IsOvertaken(error))
            {
                // Another request of this visitor came first: look again at what is there now.
                visit = visit with
                {
                    Session = await sessions.FindSessionAsync(visit.Session.Id, cancellationToken)
                    .ConfigureAwait(false)
                };
            }
        }
    }

    /// <summary>The first line that says something, cut at a word.</summary>
    internal static string TitleOf(string text)
    {
        var line =
            Array.Find(text.Storable().Split('\n', StringSplitOptions.TrimEntries), ReadableText.SaysSomething) ?? "";
        if (line.Length <= MaxTitleLength)
        {
            return line;
        }

        var end = line.LastIndexOf(' ', MaxTitleLength);
        if (end < MaxTitleLength / 2)
        {
            end = Graphemes.Boundary(line, MaxTitleLength);
        }

        return line[..end].TrimEnd(' ', ',', ';', ':', '-', '–', '.') + "…";
    }

    private async Task<WidgetReceipt> BeginAsync(
        AuthenticatedSession visit,
        string clientId,
        string text,
        IReadOnlyCollection<Guid> attachmentIds,
        CancellationToken cancellationToken)
    {
        Message? first = null;
        var title = TitleOf(text) is { Length: > 0 } line
            ? line
            : await FindNameAsync(attachmentIds, cancellationToken).ConfigureAwait(false);
        var opening = new NewTicket(
            visit.Project.Id,
            visit.Customer.Id,
            Channel.Widget,
            title,
            Actor.Of(visit.Customer),
            (ticket, stamp) => first = ticket.CustomerWrote(stamp, text, clientId, attachmentIds))
        {
            AttachmentIds = attachmentIds,
            PreviousTicketId = visit.Session.PreviousTicketId,
        };
        await desk.OpenAsync(
            opening,
            (db, ticket) =>
            {
                // Stored only if no other tab has begun this conversation: the ticket's id is the session's
                // concurrency token.
                db.Attach(visit.Session);
                visit.Session.Begin(ticket.Id);
            },
            cancellationToken).ConfigureAwait(false);
        live.Publish(LiveScope.Session(visit.Session.Id));
        return Receipt(first!);
    }

    /// <summary>
    /// Nearly every message comes for the first time, so it is stored without asking whether it was stored before. The
    /// newest messages are read with the ticket; an older one's client id is unique, so that storing it again fails.
    /// </summary>
    private async Task<WidgetReceipt?> AddOnceAsync(
        AuthenticatedSession visit,
        Guid ticketId,
        string clientId,
        string text,
        IReadOnlyCollection<Guid> attachmentIds,
        int attempt,
        CancellationToken cancellationToken)
    {
        if (attempt > 1
            && await FindReceiptAsync(ticketId, clientId, cancellationToken).ConfigureAwait(false) is { } stored)
        {
            return stored;
        }

        try
        {
            return await AddAsync(visit, ticketId, clientId, text, attachmentIds, cancellationToken)
                    .ConfigureAwait(false)
                ?? await FindReceiptAsync(ticketId, clientId, cancellationToken).ConfigureAwait(false);
        }
        catch (RuleBrokenException)
            when (attachmentIds.Count > 0)
        {
            // Its files went with it the first time.
            if (await FindReceiptAsync(ticketId, clientId, cancellationToken).ConfigureAwait(false) is { } before)
            {
                return before;
            }

            throw;
        }
    }

    private Task<WidgetReceipt?> AddAsync(
        AuthenticatedSession visit,
        Guid ticketId,
        string clientId,
        string text,
        IReadOnlyCollection<Guid> attachmentIds,
        CancellationToken cancellationToken) =>
        desk.ChangeAsync(
            ticketId,
            Actor.Of(visit.Customer),
            attachmentIds,
            (ticket, stamp) =>
                ticket.Messages.FirstOrDefault(message => message.ExternalId == clientId) is { } stored
                    ? Receipt(stored) with
                    {
                        IsRepeat = true,
                    }
                : IsOnlyThanks(visit, text, attachmentIds) && ticket.Can(TicketAction.CustomerThanks, stamp.By)
                    ? Receipt(ticket.CustomerThanked(stamp, text, clientId))
                : ticket.IsOpen ? Receipt(ticket.CustomerWrote(stamp, text, clientId, attachmentIds))
                : null,
            cancellationToken);

    /// <summary>
    /// Thanks for the conversation that ended belong to it, also when the visitor's browser has begun another session
    /// for them.
    /// </summary>
    private async Task<WidgetReceipt?> ThankAsync(
        AuthenticatedSession visit,
        string clientId,
        string text,
        IReadOnlyCollection<Guid> attachmentIds,
        CancellationToken cancellationToken)
    {
        if (visit.Session.PreviousTicketId is not { } previousId || !IsOnlyThanks(visit, text, attachmentIds))
        {
            return null;
        }

        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        if (
            !await db
                .Tickets.AnyAsync(
                    ticket => ticket.Id == previousId && ticket.CustomerId == visit.Customer.Id,
                    cancellationToken)
                .ConfigureAwait(false)
            || await AddAsync(visit, previousId, clientId, text, attachmentIds, cancellationToken)
                .ConfigureAwait(false)
                is not { } receipt)
        {
            return null;
        }

        db.Attach(visit.Session);
        visit.Session.Begin(previousId);
        await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        live.Publish(LiveScope.Session(visit.Session.Id));
        return receipt;
    }

    private static bool IsOnlyThanks(
        AuthenticatedSession visit,
        string text,
        IReadOnlyCollection<Guid> attachmentIds) => visit.Project.NotesThanks && attachmentIds.Count == 0 && Courtesy.IsAll(text);

    private async Task<WidgetReceipt?> FindReceiptAsync(
        Guid ticketId, string clientId, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return await db.Messages
            .Where(message => message.TicketId == ticketId && message.ExternalId == clientId)
            .Where(message => message.Sender == Sender.Customer)
            .Select(message => new WidgetReceipt(message.ShownNumber!.Value, message.CreatedAt, true))
            .SingleOrDefaultAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What a conversation that begins without a word is called.</summary>
    private async Task<string> FindNameAsync(
        IReadOnlyCollection<Guid> attachmentIds, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return await db.Attachments.Where(attachment => attachmentIds.Contains(attachment.Id))
            .OrderBy(attachment => attachment.UploadedAt)
            .Select(attachment => attachment.Name).FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false) ?? "";
    }

    private bool IsOvertaken(DbUpdateException error)
    {
        if (error is DbUpdateConcurrencyException)
        {
            return true;
        }

        using var db = databases.CreateDbContext();
        return db.IsDuplicate(error);
    }

    private static WidgetReceipt Receipt(Message message) => new(message.ShownNumber!.Value, message.CreatedAt, false);
}
