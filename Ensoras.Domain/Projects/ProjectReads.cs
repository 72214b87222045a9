using Ensoras.Domain.Live;
using Ensoras.Domain.People;
using Ensoras.Domain.Storage;
using Microsoft.EntityFrameworkCore;

namespace Ensoras.Domain.Projects;

/// <summary>A project with its people: what nearly every screen needs.</summary>
/// <param name="Agents">Everybody, also those who were switched off, by name.</param>
public sealed record Roster(Project Project, IReadOnlyList<Agent> Agents, IReadOnlyList<Team> Teams);

/// <summary>What screens read of a project, shared by all who ask the same.</summary>
public sealed class ProjectReads(IDbContextFactory<EnsorasDb> databases, SharedReads shared)
{
    private volatile bool _exists;

    /// <summary>Whether the desk has been set up.</summary>
    public async ValueTask<bool> ExistsAsync(CancellationToken cancellationToken)
    {
        if (!_exists)
        {
            await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
            _exists = await db.Projects.AnyAsync(cancellationToken).ConfigureAwait(false);
        }

        return _exists;
    }

    /// <summary>The project, its people and its teams, as they are now.</summary>
    public Task<Roster> ReadAsync(Guid projectId, CancellationToken cancellationToken) =>
        shared.ReadAsync(LiveScope.Project(projectId), new Question(projectId), async cancel =>
        {
            await using var db = await databases.CreateDbContextAsync(cancel).ConfigureAwait(false);
            db.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
            return new Roster(
                await db.Projects.SingleAsync(project => project.Id == projectId, cancel).ConfigureAwait(false),
                await db.Agents.Where(agent => agent.ProjectId == projectId).OrderBy(agent => agent.Name).ToListAsync(cancel).ConfigureAwait(false),
                await db.Teams.Where(team => team.ProjectId == projectId).Include(team => team.Members).OrderBy(team => team.Name).ToListAsync(cancel).ConfigureAwait(false));
        }, cancellationToken);

    private sealed record Question(Guid ProjectId);
}
