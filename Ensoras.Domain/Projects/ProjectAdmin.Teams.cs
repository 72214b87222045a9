using Ensoras.Domain.People;
using Ensoras.Domain.Storage;
using Microsoft.EntityFrameworkCore;

namespace Ensoras.Domain.Projects;

/// <summary>Teams: the groups that tickets are assigned to.</summary>
public sealed partial class ProjectAdmin
{
    private static readonly Sentence TeamNameTaken = Sentence.Of("People.TeamNameTaken");

    public Task<Team> CreateTeamAsync(
        Actor by,
        string name,
        IReadOnlyCollection<Guid> members,
        CancellationToken cancellationToken) =>
        ChangeAsync(
            by,
            async (db, admin) =>
            {
                var called = NameOf(name, "People.TeamNameMissing", "People.TeamNameTooLong");
                var team = new Team(admin.ProjectId, called, time.GetUtcNow());
                await DemandNewNameAsync(db, team, cancellationToken).ConfigureAwait(false);
                await SetMembersAsync(db, team, members, cancellationToken).ConfigureAwait(false);
                db.Add(team);
                return team;
            },
            cancellationToken,
            TeamNameTaken);

    /// <summary>Renames a team and says who belongs to it.</summary>
    public Task ChangeTeamAsync(
        Actor by,
        Guid teamId,
        string name,
        IReadOnlyCollection<Guid> members,
        CancellationToken cancellationToken) =>
        ChangeAsync(
            by,
            async (db, admin) =>
            {
                var team = await TeamAsync(db, admin, teamId, cancellationToken).ConfigureAwait(false);
                team.Name = NameOf(name, "People.TeamNameMissing", "People.TeamNameTooLong");
                await DemandNewNameAsync(db, team, cancellationToken).ConfigureAwait(false);
                await SetMembersAsync(db, team, members, cancellationToken).ConfigureAwait(false);
                return team;
            },
            cancellationToken,
            TeamNameTaken);

    /// <summary>Deletes a team that no open ticket is assigned to.</summary>
    public Task DeleteTeamAsync(Actor by, Guid teamId, CancellationToken cancellationToken) =>
        ChangeAsync(
            by,
            async (db, admin) =>
            {
                var team = await TeamAsync(db, admin, teamId, cancellationToken).ConfigureAwait(false);
                var open = await db.CountOpenOfTeamAsync(admin.ProjectId, teamId, cancellationToken)
                    .ConfigureAwait(false);
                if (open > 0)
                {
                    throw new RuleBrokenException(Sentence.Of("People.TeamHasTickets", open, team.Name));
                }

                db.Remove(team);
                return team;
            }, cancellationToken);

    private static async Task<Team> TeamAsync(
        EnsorasDb db,
        Agent admin,
        Guid teamId,
        CancellationToken cancellationToken) =>
        await db
            .Teams.Include(team => team.Members)
            .SingleOrDefaultAsync(team => team.Id == teamId && team.ProjectId == admin.ProjectId, cancellationToken)
            .ConfigureAwait(false)
        ?? throw new RuleBrokenException(Sentence.Of("People.TeamGone"));

    private static async Task DemandNewNameAsync(EnsorasDb db, Team team, CancellationToken cancellationToken)
    {
        var others = await db
            .Teams.Where(other => other.ProjectId == team.ProjectId && other.Id != team.Id)
            .Select(other => other.Name)
            .ToListAsync(cancellationToken)
            .ConfigureAwait(false);
        if (others.Contains(team.Name, StringComparer.OrdinalIgnoreCase))
        {
            throw new RuleBrokenException(TeamNameTaken) { Field = "Name" };
        }
    }

    private static async Task SetMembersAsync(
        EnsorasDb db,
        Team team,
        IReadOnlyCollection<Guid> members,
        CancellationToken cancellationToken)
    {
        var known = await db
            .Agents.Where(agent => agent.ProjectId == team.ProjectId && members.Contains(agent.Id))
            .Select(agent => agent.Id)
            .ToListAsync(cancellationToken)
            .ConfigureAwait(false);
        foreach (var gone in team.Members.Select(member => member.AgentId).Except(known).ToList())
        {
            team.Leave(gone);
        }

        foreach (var agentId in known)
        {
            team.Join(agentId);
        }
    }
}
