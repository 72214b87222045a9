using Ensoras.Domain.Live;
using Ensoras.Domain.Storage;
using Microsoft.EntityFrameworkCore;

namespace Ensoras.Domain.Tickets;

/// <summary>The two lists of tickets, Inbox and Tickets, page by page along an index.</summary>
public sealed class TicketList(IDbContextFactory<EnsorasDb> databases, SharedReads shared)
{
    public const int PageSize = 50;

    /// <summary>
    /// Up to here the list of all tickets is counted, which may be a million; beyond it the screen says "more than".
    /// </summary>
    public const int MaxCounted = 5_000;

    /// <summary>
    /// Whether a list can be sorted so. Each order offered is an index; of all tickets there are only those that are
    /// worth one.
    /// </summary>
    public static bool CanSort(TicketSort sort, bool inInbox) =>
        inInbox || sort is TicketSort.LastMessage or TicketSort.Created or TicketSort.Priority or TicketSort.Status;

    /// <summary>What needs a person now; by default status, then priority, then longest waiting.</summary>
    public Task<TicketListPage> ReadInboxAsync(Guid projectId, TicketFilter filter, PageKey? after,
        CancellationToken cancellationToken) =>
        ReadAsync(projectId, filter, after, inInbox: true, cancellationToken);

    /// <summary>Every ticket of the project, by default the newest conversation first.</summary>
    public Task<TicketListPage> ReadAllAsync(Guid projectId, TicketFilter filter, PageKey? after,
        CancellationToken cancellationToken) =>
        ReadAsync(projectId, filter, after, inInbox: false, cancellationToken);

    /// <summary>
    /// The same tickets as they are now, those that still match, without searching again: what is known of a search is
    /// current at once, what is new in it costs more and may follow.
    /// </summary>
    public Task<TicketListPage> RefreshAsync(Guid projectId, TicketFilter filter, TicketListPage page, bool inInbox,
        CancellationToken cancellationToken) =>
        shared.ReadAsync(LiveScope.Tickets(projectId),
            new Refreshed(projectId, filter, string.Join(' ', page.Rows.Select(row => row.Number)), inInbox),
                async cancel =>
        {
            await using var db = await databases.CreateDbContextAsync(cancel).ConfigureAwait(false);
            var ids = page.Rows.Select(row => row.Id).ToList();
            var rows = await db.Rows(db.Matching(projectId, filter with { Text = null }, inInbox, null)
                .Where(ticket => ids.Contains(ticket.Id)))
                    .ToDictionaryAsync(found => found.Row.Id, found => found.Row, cancel).ConfigureAwait(false);
            return page with
            {
                Rows =
                [.. page.Rows.Where(row => rows.ContainsKey(row.Id))
                    .Select(row => rows[row.Id] with { Hit = row.Hit, TitleHit = row.TitleHit,
                        CustomerHit = row.CustomerHit })]
            };
        }, cancellationToken);

    /// <summary>The tickets that match at this moment, in the order of the list.</summary>
    /// <param name="most">How many at most.</param>
    public async Task<IReadOnlyList<Guid>> ReadIdsAsync(Guid projectId, TicketFilter filter, bool inInbox, int most,
        CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var found = await FindAsync(db, projectId, filter, inInbox, cancellationToken).ConfigureAwait(false);
        if (found is not null && TicketSearch.IsRanked(filter))
        {
            var numbers = found.InOrder.Take(most).Select(ticket => ticket.Number).ToList();
            var ids = await db.Tickets.Where(ticket => ticket.ProjectId == projectId
                && numbers.Contains(ticket.Number))
                .ToDictionaryAsync(ticket => ticket.Number, ticket => ticket.Id, cancellationToken)
                    .ConfigureAwait(false);
            return [.. numbers.Where(ids.ContainsKey).Select(number => ids[number])];
        }

        var matching = db.Matching(projectId, filter, inInbox, found);
        return await TicketOrder.Of(filter, inInbox).Apply(matching, null).Take(most).Select(ticket => ticket.Id)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// The names of the tools that have run in any conversation of the project, for choosing one; read when somebody
    /// is about to.
    /// </summary>
    public Task<IReadOnlyList<string>> ReadToolNamesAsync(Guid projectId, CancellationToken cancellationToken) =>
        shared.ReadAsync(LiveScope.Tickets(projectId), new ToolNames(projectId),
            async Task<IReadOnlyList<string>> (cancel) =>
        {
            await using var db = await databases.CreateDbContextAsync(cancel).ConfigureAwait(false);
            var names = new List<string>();

            // From name to name along the index: calls are many, tools are few.
            for (var name = await NameAfterAsync(db, "", cancel)
                .ConfigureAwait(false); name is not null; name = await NameAfterAsync(db, name, cancel)
                    .ConfigureAwait(false))
            {
                if (await TicketMatching.CallsThatRan(db, name)
                    .AnyAsync(call => db.Messages.Any(message => message.Id == call.MessageId
                        && db.Tickets.Any(ticket => ticket.Id == message.TicketId && ticket.ProjectId == projectId)),
                            cancel).ConfigureAwait(false))
                {
                    names.Add(name);
                }
            }

            return names;
        }, cancellationToken);

    private static Task<string?> NameAfterAsync(EnsorasDb db, string name, CancellationToken cancellationToken) =>
#pragma warning disable CA1309 // The database compares, in the order of its index.
        db.ToolCalls.Where(call => string.Compare(call.Name, name) > 0)
#pragma warning restore CA1309
            .OrderBy(call => call.Name).Select(call => call.Name).FirstOrDefaultAsync(cancellationToken);

    private Task<TicketListPage> ReadAsync(Guid projectId, TicketFilter filter, PageKey? from, bool inInbox,
        CancellationToken cancellationToken) =>
        shared.ReadAsync(LiveScope.Tickets(projectId), new TicketListCacheKey(projectId, filter, from, inInbox),
            async cancel =>
        {
            await using var db = await databases.CreateDbContextAsync(cancel).ConfigureAwait(false);
            var found = await FindAsync(db, projectId, filter, inInbox, cancel).ConfigureAwait(false);
            if (found is not null && TicketSearch.IsRanked(filter))
            {
                return await WithHitsAsync(db, found,
                    await TicketSearch.ReadPageAsync(db, projectId, found, from, cancel).ConfigureAwait(false), cancel)
                        .ConfigureAwait(false);
            }

            var matching = db.Matching(projectId, filter, inInbox, found);
            var order = TicketOrder.Of(filter, inInbox);
            var key = from is not null && order.Understands(from) ? from : null;
            var page = await ReadPageAsync(db, projectId, matching, order, key, inInbox && found is null
                ? CountOf(db, projectId, filter, matching) : null, cancel).ConfigureAwait(false);
            if (found is not null)
            {
                return await WithHitsAsync(db, found, page, cancel).ConfigureAwait(false);
            }

            var total = page.Total ?? await order.Apply(matching, null).Take(MaxCounted).CountAsync(cancel)
                .ConfigureAwait(false);
            return page with { Total = total, IsCountedOut = inInbox || total < MaxCounted };
        }, cancellationToken, TicketListPage.Reuse);

    /// <summary>What the words of a filter find among what its other parts leave; null when it has none.</summary>
    private static async Task<FoundTickets?> FindAsync(EnsorasDb db, Guid projectId, TicketFilter filter, bool inInbox,
        CancellationToken cancellationToken)
    {
        if (filter.Text is not { } text)
        {
            return null;
        }

        var others = filter with { Text = null, Sort = null, Descending = false };
        return await FoundTickets.FindAsync(db, projectId, text, others.IsEmpty && !inInbox ? null
            : db.Matching(projectId, others, inInbox, null), cancellationToken).ConfigureAwait(false);
    }

    private static async Task<TicketListPage> WithHitsAsync(EnsorasDb db, FoundTickets found, TicketListPage page,
        CancellationToken cancellationToken) => page with
        {
            Rows = await TicketSearch.WithHitsAsync(db, found, page.Rows, cancellationToken).ConfigureAwait(false),
            Total = found.InOrder.Count,
            IsCountedOut = found.IsAll,
            Note = found.Query.IsCut ? Sentence.Of("Tickets.WordsCut", Search.SearchQuery.MaxWords) : null,
        };

    private static async Task<TicketListPage> ReadPageAsync(EnsorasDb db, Guid projectId, IQueryable<Ticket> matching,
        TicketOrder order, PageKey? from, IQueryable<int>? total, CancellationToken cancellationToken)
    {
        var backwards = from is { Backwards: true };
        var walked = backwards ? order.Reversed() : order;
        var (found, counted) = walked.IsByAssignee
            ? (await InboxByAssignee.ReadAsync(db, projectId, matching, walked, from, PageSize + 1, cancellationToken)
                .ConfigureAwait(false), null)
            : await ReadRowsAsync(db, walked.Apply(matching, from), total, cancellationToken).ConfigureAwait(false);
        var hasMore = found.Count > PageSize;
        if (backwards && !hasMore)
        {
            // What is before is the first page, which may have grown or shrunk meanwhile.
            return await ReadPageAsync(db, projectId, matching, order, null, total, cancellationToken)
                .ConfigureAwait(false);
        }

        counted ??= total is null ? null
            : (await total.ToListAsync(cancellationToken).ConfigureAwait(false)).SingleOrDefault();
        if (found.Count == 0)
        {
            return new TicketListPage([], null, counted);
        }

        var page = found.Take(PageSize).ToList();
        if (backwards)
        {
            page.Reverse();
        }

        return new TicketListPage([.. page.Select(each => each.Row)], hasMore || backwards ? order.KeyAfter(page[^1])
            : null, counted)
        {
            Previous = from is not null ? order.KeyAfter(page[0]) with { Backwards = true } : null,
        };
    }

    // Rows and total in one command: one look at the data, so that they agree.
    private static async Task<(List<FoundTicket> Rows, int? Total)> ReadRowsAsync(EnsorasDb db,
        IQueryable<Ticket> tickets, IQueryable<int>? total, CancellationToken cancellationToken)
    {
        var rows = db.Rows(tickets.Take(PageSize + 1));
        var counted = total is not null
            ? rows.Select(row => new { Row = row, Total = (int?)total.OrderBy(size => size).FirstOrDefault() })
            : rows.Select(row => new { Row = row, Total = (int?)null });
        var found = await counted.ToListAsync(cancellationToken).ConfigureAwait(false);
        return ([.. found.Select(each => each.Row)], found.Count == 0 ? null : found[0].Total);
    }

    // What is not filtered has been counted already; it agrees with the badge by being the same number.
    private static IQueryable<int> CountOf(EnsorasDb db, Guid projectId, TicketFilter filter,
        IQueryable<Ticket> matching)
    {
        if (filter.IsEmpty)
        {
            return db.InboxSize(projectId);
        }

        // A person's part of the Inbox has an index of its own; by AssigneeId all tickets that they ever had would be
        // looked at.
        var ofPerson = filter.AssignedTo is { } assigned ? assigned.AgentId ?? Guid.Empty : (Guid?)null;
        var counted = ofPerson is { } key
            ? db.Matching(projectId, filter with { AssignedTo = null }, inInbox: true, null)
                .Where(ticket => ticket.AssigneeKey == key) : matching;
        return db.Projects.Where(project => project.Id == projectId).Select(project => counted.Count());
    }

    private sealed record TicketListCacheKey(Guid ProjectId, TicketFilter Filter, PageKey? From, bool InInbox);

    private sealed record Refreshed(Guid ProjectId, TicketFilter Filter, string Numbers, bool InInbox);

    private sealed record ToolNames(Guid ProjectId);
}
