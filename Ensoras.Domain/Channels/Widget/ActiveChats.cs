using Ensoras.Domain.Live;
using Ensoras.Domain.Storage;
using Ensoras.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Ensoras.Domain.Channels.Widget;

/// <summary>A widget conversation that is going on.</summary>
/// <param name="WaitingSince">Since when the visitor waits for an answer; null when it is the visitor's turn.</param>
/// <param name="PageAddress">The page that the visitor has open, as their browser told it.</param>
public sealed record ActiveChat(
    Guid TicketId,
    int Number,
    string Title,
    string VisitorName,
    bool IsVerified,
    TicketStatus Status,
    Guid? AssigneeId,
    string? AssigneeName,
    DateTimeOffset? WaitingSince,
    DateTimeOffset LastMessageAt,
    string? PageTitle,
    string? PageAddress);

/// <summary>The widget conversations of now: not closed, and the visitor was there within the last half hour. Longest
/// waiting first.</summary>
public sealed class ActiveChats(
    IDbContextFactory<EnsorasDb> databases, SharedReads shared, LiveUpdates live, TimeProvider time)
{
    private const int Most = 200;
    private static readonly TimeSpan StillThere = TimeSpan.FromMinutes(30);

    public Task<IReadOnlyList<ActiveChat>> ReadAsync(Guid projectId, CancellationToken cancellationToken) =>
        shared.ReadAsync<IReadOnlyList<ActiveChat>>(LiveScope.Tickets(projectId), CacheKey(projectId), async cancel =>
        {
            var since = time.GetUtcNow() - StillThere;
            await using var db = await databases.CreateDbContextAsync(cancel).ConfigureAwait(false);
            var found = await (
                from session in db.WidgetSessions
                where session.ProjectId == projectId && session.LastSeenAt > since
                join ticket in db.Tickets on session.TicketId equals ticket.Id
                where ticket.Status != TicketStatus.Closed
                join customer in db.Customers on ticket.CustomerId equals customer.Id
                join agent in db.Agents on ticket.AssigneeId equals agent.Id into agents
                from assignee in agents.DefaultIfEmpty()
                orderby session.LastSeenAt descending
                select new
                {
                    Chat = new ActiveChat(
                        ticket.Id, ticket.Number, ticket.Title, customer.Name, customer.IsVerified,
                        ticket.Status, ticket.AssigneeId, assignee.Name,
                        ticket.Status == TicketStatus.AwaitingCustomer || ticket.Status == TicketStatus.Resolved
                            ? null
                            : ticket.WaitingSince,
                        ticket.LastMessageAt, session.PageTitle, session.PageAddress),
                    session.LastSeenAt,
                }).Take(Most).ToListAsync(cancel).ConfigureAwait(false);

            // A visitor with two tabs has two sessions on one ticket: the newest says where they are.
            return [.. found.Select(row => row.Chat).DistinctBy(chat => chat.TicketId)
                .OrderBy(chat => chat.WaitingSince ?? DateTimeOffset.MaxValue)
                .ThenByDescending(chat => chat.LastMessageAt)];
        }, cancellationToken);

    private ActiveChatsCacheKey CacheKey(Guid projectId) =>
        new(projectId, live.ChangeNumber(LiveScope.Visitors), time.GetUtcNow().UtcTicks / TimeSpan.TicksPerMinute);

    /// <param name="Visitors">The change number of who is here and where, which the answer depends on beside the
    /// tickets.</param>
    /// <param name="Minute">Which minute it is: who has been away for long leaves the list by the clock.</param>
    private sealed record ActiveChatsCacheKey(Guid ProjectId, long Visitors, long Minute);
}
