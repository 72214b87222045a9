using Ensoras.Domain.Live;
using Ensoras.Domain.People;
using Ensoras.Domain.Storage;
using Ensoras.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Ensoras.Domain.Channels.Widget;

/// <summary>What a visitor writes and is shown.</summary>
public sealed class WidgetConversation(
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

    /// <summary>What the visitor has been shown after <paramref name="after"/>, oldest first, and what is on its way;
    /// shared by the tabs that watch one ticket.</summary>
    public Task<WidgetThread> ReadAsync(Guid ticketId, int after, CancellationToken cancellationToken) =>
        shared.ReadAsync(LiveScope.Ticket(ticketId), new ThreadQuestion(ticketId, after), async cancel =>
        {
            await using var db = await databases.CreateDbContextAsync(cancel).ConfigureAwait(false);

            // The status first: a conversation that had ended by then gets no more messages, and all of them are
            // read
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

    private static WidgetWaiting? WaitsFor(TicketStatus status, bool isStale) => status switch
    {
        // Ensoras did not come up with anything: a person has to.
        TicketStatus.AwaitingEnsoras => isStale ? WidgetWaiting.Person : WidgetWaiting.Draft,
        TicketStatus.AwaitingApproval => WidgetWaiting.Review,
        TicketStatus.AwaitingAgent => WidgetWaiting.Person,
        _ => null,
    };

    /// <summary>What a conversation that begins without a word is called.</summary>
    private async Task<string> FindNameAsync(
        IReadOnlyCollection<Guid> attachmentIds, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return await db.Attachments.Where(attachment => attachmentIds.Contains(attachment.Id))
            .OrderBy(attachment => attachment.UploadedAt)
            .Select(attachment => attachment.Name).FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false) ?? "";
    }

    private static async Task<ILookup<Guid, AttachedFile>> ReadFilesAsync(
        EnsorasDb db, List<Guid> messageIds, CancellationToken cancellationToken)
    {
        var files = messageIds.Count == 0 ? [] : await db.Attachments.AsNoTracking()
            .Where(attachment => attachment.MessageId != null && messageIds.Contains(attachment.MessageId.Value))
            .OrderBy(attachment => attachment.Place).ToListAsync(cancellationToken).ConfigureAwait(false);
        return files.ToLookup(attachment => attachment.MessageId!.Value, AttachedFile.Of);
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

    private sealed record ThreadQuestion(Guid TicketId, int After);
}

/// <summary>What a visitor is shown.</summary>
/// <param name="Messages">Oldest first.</param>
/// <param name="HasMore">Whether there are more after the last of these.</param>
/// <param name="Typist">Whose reply is on its way; null when none is.</param>
/// <param name="HasEnded">Whether the conversation is closed and everything of it is in <paramref
/// name="Messages"/>.</param>
/// <param name="WaitsFor">What has to happen next; null when it is the visitor's turn.</param>
public sealed record WidgetThread(
    IReadOnlyList<WidgetMessage> Messages, bool HasMore, WidgetTypist? Typist, bool HasEnded, WidgetWaiting? WaitsFor);

/// <summary>What a visitor's conversation waits for.</summary>
public enum WidgetWaiting
{
    /// <summary>Ensoras to find an answer.</summary>
    Draft,

    /// <summary>A reviewer to check the answer that was found.</summary>
    Review,

    /// <summary>A person to write.</summary>
    Person,
}

/// <summary>One message as the visitor is shown it: never a note, a draft or a line of the system.</summary>
/// <param name="Number">The place in what the visitor has been shown, from 1, ascending in the order of
/// showing.</param>
/// <param name="ClientId">What the visitor's browser named it; only of the visitor's own messages.</param>
public sealed record WidgetMessage(
    int Number, Sender Sender, string? AuthorName, string Body, DateTimeOffset At, string? ClientId)
{
    public IReadOnlyList<AttachedFile> Files { get; init; } = [];
}

/// <summary>Somebody whose reply the visitor is about to get.</summary>
public sealed record WidgetTypist(Sender Sender, string? Name);
