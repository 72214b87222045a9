using Ensoras.Domain.Storage;
using Microsoft.EntityFrameworkCore;

namespace Ensoras.Domain.Tickets;

/// <summary>
/// The Inbox by its assignees' names. Names are not on the tickets, where a renamed person would have to be followed;
/// each person's tickets are one range of an index, and the ranges are read in the order of the names, nobody's
/// first.
/// </summary>
internal static class InboxByAssignee
{
    /// <summary>At most so many rows, from the beginning or after a key.</summary>
    public static async Task<List<FoundTicket>> ReadAsync(
        EnsorasDb db,
        Guid projectId,
        IQueryable<Ticket> matching,
        TicketOrder order,
        PageKey? after,
        int most,
        CancellationToken cancellationToken)
    {
        Guid? from = after is null ? null : Guid.Parse(after.Value);
        var found = new List<FoundTicket>();
        foreach (
            var assignee in (
                await AssigneesAsync(db, projectId, order, from, cancellationToken).ConfigureAwait(false)).SkipWhile(id => from is not null && id != from))
        {
            var theirs = matching.Where(ticket => ticket.AssigneeKey == assignee);
            if (after is not null && assignee == from)
            {
                theirs = order.IsDescending
                    ? theirs.Where(ticket => ticket.Number < after.Number)
                    : theirs.Where(ticket => ticket.Number > after.Number);
            }

            theirs = order.IsDescending
                ? theirs.OrderByDescending(ticket => ticket.Number)
                : theirs.OrderBy(ticket => ticket.Number);
            found.AddRange(
                await db.Rows(theirs.Take(most - found.Count)).ToListAsync(cancellationToken).ConfigureAwait(false));
            if (found.Count == most)
            {
                break;
            }
        }

        return found;
    }

    /// <summary>Nobody, and everybody who has something in the Inbox or with whom the page begins.</summary>
    private static async Task<IEnumerable<Guid>> AssigneesAsync(
        EnsorasDb db,
        Guid projectId,
        TicketOrder order,
        Guid? from,
        CancellationToken cancellationToken)
    {
        var people = await db
            .Agents.Where(agent =>
                agent.ProjectId == projectId
                && (
                    agent.Id == from
                    || db.Tickets.Any(ticket =>
                        ticket.ProjectId == projectId && ticket.AssigneeKey == agent.Id && ticket.InboxRank != null)))
            .Select(agent => new { agent.Id, agent.Name })
            .ToListAsync(cancellationToken)
            .ConfigureAwait(false);
        var byName = people
            .OrderBy(agent => agent.Name, Alphabet.Comparer)
            .ThenBy(agent => agent.Id)
            .Select(agent => agent.Id)
            .Prepend(Guid.Empty);
        return order.IsDescending ? byName.Reverse() : byName;
    }
}
