using Ensoras.Domain.Storage;
using Microsoft.EntityFrameworkCore;

namespace Ensoras.Domain.Tickets;

/// <summary>
/// Nobody who left has an open ticket: handing one to them, or to a team that was deleted, is refused (a choice on a
/// screen can be that old), and one that comes back to them goes to its team or to nobody.
/// </summary>
internal static class AssignmentCheck
{
    /// <exception cref="RuleBrokenException">The ticket was given to somebody who left.</exception>
    public static async Task DemandAsync(EnsorasDb db, Ticket ticket, Stamp stamp, CancellationToken cancellationToken)
    {
        if (
            (await FindRefusalsAsync(db, [ticket], stamp, cancellationToken).ConfigureAwait(false)).TryGetValue(
                ticket.Id,
                out var refusal))
        {
            throw new RuleBrokenException(refusal);
        }
    }

    /// <summary>Looks at tickets that were just changed and are not stored yet.</summary>
    /// <returns>Why not, for each ticket that was given to somebody who left.</returns>
    public static async Task<IReadOnlyDictionary<Guid, Sentence>> FindRefusalsAsync(
        EnsorasDb db,
        IReadOnlyCollection<Ticket> changed,
        Stamp stamp,
        CancellationToken cancellationToken)
    {
        var given = changed.Where(ticket => Did(ticket, TicketAction.Assign)).ToList();
        var returned = changed.Except(given).Where(ticket => ticket.IsOpen && ticket.NewEvents.Any(IsReturn)).ToList();
        var people = await PeopleAsync(db, Ids(given.Concat(returned), ticket => ticket.AssigneeId), cancellationToken)
            .ConfigureAwait(false);
        var teams = await TeamsAsync(db, Ids(given.Concat(returned), ticket => ticket.TeamId), cancellationToken)
            .ConfigureAwait(false);
        var refusals = new Dictionary<Guid, Sentence>();
        foreach (var ticket in given)
        {
            if (
                IsNew(db, ticket, nameof(Ticket.AssigneeId))
                && ticket.AssigneeId is { } agentId
                && !IsThere(people, agentId, ticket))
            {
                refusals[ticket.Id] =
                    Sentence.Of("Tickets.NoLongerHere", Sentence.Called(people.GetValueOrDefault(agentId)?.Name));
            }
            else if (
                IsNew(db, ticket, nameof(Ticket.TeamId))
                && ticket.TeamId is { } teamId
                && !IsThere(teams, teamId, ticket))
            {
                refusals[ticket.Id] = Sentence.Of("Tickets.TeamDeleted");
            }
        }

        foreach (var ticket in returned)
        {
            var agent = ticket.AssigneeId is { } agentId && IsThere(people, agentId, ticket) ? people[agentId] : null;
            var team = ticket.TeamId is { } teamId && IsThere(teams, teamId, ticket) ? teams[teamId] : null;
            if (agent?.Id != ticket.AssigneeId || team?.Id != ticket.TeamId)
            {
                var name = (agent ?? team)?.Name ?? Ticket.Nobody;
                ticket.Assign(stamp with { By = Actor.System }, agent?.Id, team?.Id, name);
            }
        }

        return refusals;
    }

    private static bool Did(Ticket ticket, TicketAction action) => ticket.NewEvents.Any(line => line.Action == action);

    /// <summary>Whether the customer wrote, or the ticket was reopened.</summary>
    private static bool IsReturn(TicketEvent line) =>
        line.Action is TicketAction.CustomerWrites or TicketAction.Reopen or TicketAction.UndoClose
        || line is { Action: TicketAction.ChangeStatus, From: TicketStatus.Resolved };

    private static List<Guid> Ids(IEnumerable<Ticket> tickets, Func<Ticket, Guid?> id) =>
        [.. tickets.Select(id).OfType<Guid>().Distinct()];

    private static bool IsNew(EnsorasDb db, Ticket ticket, string property) =>
        db.Entry(ticket).Property(property) is var value && !Equals(value.OriginalValue, value.CurrentValue);

    private static bool IsThere(Dictionary<Guid, Member> members, Guid id, Ticket ticket) =>
        members.TryGetValue(id, out var member) && member.IsActive && member.ProjectId == ticket.ProjectId;

    private static async Task<Dictionary<Guid, Member>> PeopleAsync(
        EnsorasDb db,
        List<Guid> ids,
        CancellationToken cancellationToken) =>
        ids.Count == 0
            ? []
            : await db
                .Agents.Where(agent => ids.Contains(agent.Id))
                .Select(agent => new Member(agent.Id, agent.ProjectId, agent.Name, agent.IsActive))
                .ToDictionaryAsync(member => member.Id, cancellationToken)
                .ConfigureAwait(false);

    private static async Task<Dictionary<Guid, Member>> TeamsAsync(
        EnsorasDb db,
        List<Guid> ids,
        CancellationToken cancellationToken) =>
        ids.Count == 0
            ? []
            : await db
                .Teams.Where(team => ids.Contains(team.Id))
                .Select(team => new Member(team.Id, team.ProjectId, team.Name, true))
                .ToDictionaryAsync(member => member.Id, cancellationToken)
                .ConfigureAwait(false);

    private sealed record Member(Guid Id, Guid ProjectId, string Name, bool IsActive);
}
