using Ensoras.Domain.Live;
using Ensoras.Domain.Storage;
using Microsoft.EntityFrameworkCore;

namespace Ensoras.Domain.Tickets;

/// <summary>What screens read of tickets, each shared by all who ask the same.</summary>
public sealed class TicketReads(IDbContextFactory<EnsorasDb> databases, SharedReads shared)
{
    /// <summary>The most messages that are read at once.</summary>
    public const int MaxMessages = 500;

    /// <summary>The most history lines that one page is given: the newest.</summary>
    public const int MaxHistory = 200;

    /// <summary>How many tickets wait in the Inbox: the badge.</summary>
    public Task<int> CountInboxAsync(Guid projectId, CancellationToken cancellationToken) =>
        shared.ReadAsync(LiveScope.Tickets(projectId), new BadgeQuestion(projectId), async cancel =>
        {
            await using var db = await databases.CreateDbContextAsync(cancel).ConfigureAwait(false);
            return await db.InboxSize(projectId).SingleOrDefaultAsync(cancel).ConfigureAwait(false);
        }, cancellationToken);

    /// <summary>
    /// The numbers and titles of what waits in the Inbox: who wants to be told of each that enters compares two of
    /// these.
    /// </summary>
    public Task<IReadOnlyDictionary<int, string>> ReadInboxTitlesAsync(
        Guid projectId,
        CancellationToken cancellationToken) =>
        shared.ReadAsync<IReadOnlyDictionary<int, string>>(
            LiveScope.Tickets(projectId),
            new TitlesQuestion(projectId),
            async cancel =>
            {
                await using var db = await databases.CreateDbContextAsync(cancel).ConfigureAwait(false);
                return await db
                    .Tickets.Where(ticket => ticket.ProjectId == projectId && ticket.InboxRank != null)
                    .Select(ticket => new { ticket.Number, ticket.Title })
                    .ToDictionaryAsync(ticket => ticket.Number, ticket => ticket.Title, cancel)
                    .ConfigureAwait(false);
            },
            cancellationToken);

    /// <summary>The id behind a ticket's number; null when there is no such ticket in the project.</summary>
    public async Task<Guid?> FindIdAsync(Guid projectId, int number, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return await db.Tickets.Where(ticket => ticket.ProjectId == projectId && ticket.Number == number)
            .Select(ticket => (Guid?)ticket.Id).SingleOrDefaultAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What a customer of the project is called; null when there is none with this id.</summary>
    public async Task<string?> FindCustomerNameAsync(
        Guid projectId,
        Guid customerId,
        CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return await db.Customers.Where(customer => customer.Id == customerId && customer.ProjectId == projectId)
            .Select(customer => customer.Name).SingleOrDefaultAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The numbers of these tickets of the project.</summary>
    public async Task<IReadOnlyDictionary<Guid, int>> ReadNumbersAsync(
        Guid projectId,
        IReadOnlyCollection<Guid> ticketIds,
        CancellationToken cancellationToken)
    {
        var numbers = new Dictionary<Guid, int>();
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        foreach (var some in ticketIds.Chunk(500))
        {
            await foreach (
                var ticket in db
                    .Tickets.Where(row => row.ProjectId == projectId && some.Contains(row.Id))
                    .Select(row => new { row.Id, row.Number })
                    .AsAsyncEnumerable()
                    .WithCancellation(cancellationToken)
                    .ConfigureAwait(false))
            {
                numbers[ticket.Id] = ticket.Number;
            }
        }

        return numbers;
    }

    /// <summary>The ticket page; null when there is no such ticket in the project.</summary>
    public Task<TicketSnapshot?> FindAsync(Guid projectId, int number, CancellationToken cancellationToken) =>
        FindAsync(
            projectId,
            db => db.Tickets.Where(ticket => ticket.ProjectId == projectId && ticket.Number == number),
            cancellationToken);

    /// <summary>The ticket page, shared by everybody who has it open.</summary>
    public Task<TicketSnapshot?> ReadAsync(Guid projectId, Guid ticketId, CancellationToken cancellationToken) =>
        shared.ReadAsync(
            LiveScope.Ticket(ticketId),
            new DetailQuestion(ticketId),
            cancel =>
                FindAsync(
                    projectId,
                    db => db.Tickets.Where(ticket => ticket.Id == ticketId && ticket.ProjectId == projectId),
                    cancel),
            cancellationToken);

    /// <summary>
    /// The newest messages before the one of that number, in the thread's order; at most <see cref="MaxMessages"/>.
    /// </summary>
    public async Task<IReadOnlyList<Message>> ReadEarlierAsync(
        Guid projectId,
        Guid ticketId,
        int before,
        CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        db.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
        return await db
            .Tickets.AnyAsync(ticket => ticket.Id == ticketId && ticket.ProjectId == projectId, cancellationToken)
            .ConfigureAwait(false)
            ? await ReadThreadAsync(
                    db.Messages.Where(message => message.TicketId == ticketId && message.Number < before),
                    cancellationToken)
                .ConfigureAwait(false)
            : [];
    }

    /// <summary>A thread's order: as the customer sees it, and what is on its way where it will stand.</summary>
    public static IEnumerable<Message> InOrder(IEnumerable<Message> messages) =>
        messages.OrderBy(message => message.StandsAt).ThenBy(message => message.Number);

    // Pages are cut by number, which an index answers and which never changes; within what was read the order is the
    // thread's.
    private static async Task<List<Message>> ReadThreadAsync(
        IQueryable<Message> messages,
        CancellationToken cancellationToken)
    {
        var thread = await messages
            .OrderByDescending(message => message.Number).Take(MaxMessages)
            .Include(message => message.ToolCalls)
            .Include(message => message.Attachments.OrderBy(attachment => attachment.Place))
            .AsSplitQuery()
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        return [.. InOrder(thread)];
    }

    private async Task<TicketSnapshot?> FindAsync(
        Guid projectId,
        Func<EnsorasDb, IQueryable<Ticket>> which,
        CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        db.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
        var found = await (
            from ticket in which(db)
            join customer in db.Customers on ticket.CustomerId equals customer.Id
            select new
            {
                Ticket = ticket,
                Customer = customer,
                Total = db.Tickets.Count(other => other.CustomerId == ticket.CustomerId),
                Closed = db.Tickets.Count(other =>
                    other.CustomerId == ticket.CustomerId && other.Status == TicketStatus.Closed),
                AssigneeName = db
                    .Agents.Where(agent => agent.Id == ticket.AssigneeId)
                    .Select(agent => agent.Name)
                    .FirstOrDefault(),
                TeamName = db.Teams.Where(team => team.Id == ticket.TeamId).Select(team => team.Name).FirstOrDefault(),
                Previous = db
                    .Tickets.Where(other => other.Id == ticket.PreviousTicketId)
                    .Select(other => (int?)other.Number)
                    .FirstOrDefault(),
            })
            .SingleOrDefaultAsync(cancellationToken)
            .ConfigureAwait(false);
        if (found is null)
        {
            return null;
        }

        var id = found.Ticket.Id;
        var thread = await ReadThreadAsync(db.Messages.Where(message => message.TicketId == id), cancellationToken)
            .ConfigureAwait(false);
        found.Ticket.Show(thread);
        found.Ticket.CompareSources(
            await db.ReadArticleVersionsAsync(found.Ticket.QuotedArticles(), cancellationToken).ConfigureAwait(false));
        var history = await db
            .TicketEvents.Where(line => line.TicketId == id)
            .OrderByDescending(line => line.At)
            .ThenByDescending(line => line.Id)
            .Take(MaxHistory)
            .ToListAsync(cancellationToken)
            .ConfigureAwait(false);
        var runs = await db
            .WorkflowRuns.Where(run => run.TicketId == id)
            .OrderByDescending(run => run.MessageNumber)
            .ThenByDescending(run => run.WorkflowId)
            .Take(MaxHistory)
            .ToListAsync(cancellationToken)
            .ConfigureAwait(false);
        return new TicketSnapshot(
            found.Ticket,
            new TicketCustomer(
                found.Customer.Id,
                found.Customer.Name,
                found.Customer.Email,
                found.Customer.IsVerified,
                found.Total,
                found.Total - found.Closed),
            thread,
            history,
            found.AssigneeName,
            found.TeamName,
            found.Previous)
        { Workflows = runs };
    }

    private sealed record BadgeQuestion(Guid ProjectId);

    private sealed record TitlesQuestion(Guid ProjectId);

    private sealed record DetailQuestion(Guid TicketId);
}
