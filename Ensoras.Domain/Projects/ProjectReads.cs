using Ensoras.Domain.Live;
using Ensoras.Domain.People;
using Ensoras.Domain.Storage;
using Microsoft.EntityFrameworkCore;

namespace Ensoras.Domain.Projects;

/// <summary>A project with its people: what nearly every screen needs.</summary>
/// <param name="Agents">Everybody, deactivated people too, by name.</param>
public sealed record Roster(Project Project, IReadOnlyList<Agent> Agents, IReadOnlyList<Team> Teams);

/// <summary>What screens read of a project, shared by all who ask the same.</summary>
public sealed class ProjectReads(IDbContextFactory<EnsorasDb> databases, SharedReads shared)
{
    private volatile bool _isSetUp;

    /// <summary>
    /// Whether the desk has been set up: an admin can sign in. A project alone may come from an import.
    /// </summary>
    public async ValueTask<bool> IsSetUpAsync(CancellationToken cancellationToken)
    {
        if (!_isSetUp)
        {
            await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
            _isSetUp = await db
                .Agents.AnyAsync(agent => agent.Role == Role.Admin, cancellationToken)
                .ConfigureAwait(false);
        }

        return _isSetUp;
    }

    /// <summary>
    /// The name of the desk's first project, for pages that nobody has signed in to; null before the set-up.
    /// </summary>
    public async Task<string?> FirstNameAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return await db
            .Projects.OrderBy(project => project.CreatedAt)
            .Select(project => project.Name)
            .FirstOrDefaultAsync(cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>
    /// Invitations that can still be accepted, newest first. Not shared: only an admin's one screen asks.
    /// </summary>
    public async Task<IReadOnlyList<Invitation>> OpenInvitationsAsync(
        Guid projectId,
        DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return await db
            .Invitations.AsNoTracking()
            .Where(invitation =>
                invitation.ProjectId == projectId && invitation.AcceptedAt == null && invitation.ExpiresAt > now)
            .OrderByDescending(invitation => invitation.Id)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The project, its people and its teams, as they are now.</summary>
    public Task<Roster> ReadAsync(Guid projectId, CancellationToken cancellationToken) =>
        shared.ReadAsync(
            LiveScope.Project(projectId),
            new ProjectCacheKey(projectId),
            async cancel =>
            {
                await using var db = await databases.CreateDbContextAsync(cancel).ConfigureAwait(false);
                db.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
                var agents = await db
                    .Agents.Where(agent => agent.ProjectId == projectId)
                    .ToListAsync(cancel)
                    .ConfigureAwait(false);
                var teams = await db
                    .Teams.Where(team => team.ProjectId == projectId)
                    .Include(team => team.Members)
                    .ToListAsync(cancel)
                    .ConfigureAwait(false);
                return new Roster(
                    await db.Projects.SingleAsync(project => project.Id == projectId, cancel).ConfigureAwait(false),
                    [.. agents.OrderBy(agent => agent.Name, Alphabet.Comparer).ThenBy(agent => agent.Id)],
                    [.. teams.OrderBy(team => team.Name, Alphabet.Comparer).ThenBy(team => team.Id)]);
            },
            cancellationToken);

    private sealed record ProjectCacheKey(Guid ProjectId);
}
