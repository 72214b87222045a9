using System.Data;
using System.Data.Common;
using Ensoras.Domain.Live;
using Ensoras.Domain.People;
using Ensoras.Domain.Storage;
using Microsoft.EntityFrameworkCore;

namespace Ensoras.Domain.Projects;

/// <summary>
/// Everything that changes a project, its people and its teams comes through here; what the rules forbid throws <see
/// cref="RuleBrokenException"/>.
/// </summary>
public sealed partial class ProjectAdmin(
    IDbContextFactory<EnsorasDb> databases,
    LiveUpdates live,
    SecurityLog log,
    TimeProvider time)
{
    public const int MaxNameLength = 80;
    private static readonly Sentence ChangedElsewhere = Sentence.Of("People.ChangedElsewhere");

    /// <summary>
    /// A project without people, for an import that comes before the set-up. Gives back the one that is there
    /// already.
    /// </summary>
    public async Task<Project> EnsureAsync(string name, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var turn = await db.TakeWriteTurnAsync(cancellationToken).ConfigureAwait(false);
        if (await FirstAsync(db, cancellationToken).ConfigureAwait(false) is { } existing)
        {
            return existing;
        }

        var called = NameOf(name, "People.ProjectNameMissing", "People.ProjectNameTooLong");
        var project = new Project(called, time.GetUtcNow());
        db.Add(project);
        await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        return project;
    }

    /// <summary>
    /// Names the project (the one that an import made, or a new one) and creates its owner, both or neither.
    /// </summary>
    public async Task<Agent> SetUpAsync(string projectName, NewPerson owner, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var turn = await db.TakeWriteTurnAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // Two first visitors at the same moment make one desk.
            await using var transaction = await db
                .Database.BeginTransactionAsync(IsolationLevel.Serializable, cancellationToken)
                .ConfigureAwait(false);
            if (await db.Agents.AnyAsync(agent => agent.Role == Role.Admin, cancellationToken).ConfigureAwait(false))
            {
                throw new RuleBrokenException(Sentence.Of("People.AlreadySetUp"));
            }

            var name = NameOf(projectName, "People.ProjectNameMissing", "People.ProjectNameTooLong");
            var project = await FirstAsync(db, cancellationToken).ConfigureAwait(false);
            if (project is null)
            {
                project = new Project(name, time.GetUtcNow());
                db.Add(project);
            }

            project.Name = name;
            var agent = AgentOf(project.Id, owner, Role.Admin);
            db.Add(agent);
            db.Add(new SecurityEvent(SecurityEventKind.DeskSetUp, agent, time.GetUtcNow()));
            await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            log.ReportAll(db);
            live.Publish(LiveScope.Project(project.Id));
            return agent;
        }
        catch (Exception error) when (error.GetBaseException() is DbException { IsTransient: true })
        {
            throw new RuleBrokenException(Sentence.Of("People.SetUpMeanwhile"));
        }
    }

    /// <summary>
    /// Changes some of the project's settings; what <paramref name="change"/> leaves alone stays as it is now.
    /// </summary>
    public Task ChangeSettingsAsync(
        Actor by,
        Func<ProjectSettings, ProjectSettings> change,
        CancellationToken cancellationToken) =>
        ChangeAsync(
            by,
            async (db, admin) =>
            {
                var project = await db
                    .Projects.SingleAsync(row => row.Id == admin.ProjectId, cancellationToken)
                    .ConfigureAwait(false);
                change(ProjectSettings.Of(project)).ApplyTo(project);
                return LiveScope.Tickets(admin.ProjectId);
            },
            cancellationToken);

    /// <summary>
    /// A new identity secret, when the old one has become known. Signatures made with the old one end at once.
    /// </summary>
    public Task RenewIdentitySecretAsync(Actor by, CancellationToken cancellationToken) =>
        ChangeAsync(
            by,
            async (db, admin) =>
            {
                var project = await db
                    .Projects.SingleAsync(row => row.Id == admin.ProjectId, cancellationToken)
                    .ConfigureAwait(false);
                project.RenewIdentitySecret();
                db.Add(Event(SecurityEventKind.IdentitySecretRenewed, admin, admin));
                return project;
            },
            cancellationToken);

    /// <summary>
    /// Checks that an admin asks, applies one change, saves it and announces it with whatever the change names beside
    /// the project.
    /// </summary>
    private async Task<T> ChangeAsync<T>(
        Actor by,
        Func<EnsorasDb, Agent, Task<T>> change,
        CancellationToken cancellationToken,
        Sentence? duplicate = null)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var turn = await db.TakeWriteTurnAsync(cancellationToken).ConfigureAwait(false);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);

        var admin = await AdminAsync(db, by, cancellationToken).ConfigureAwait(false);
        await OneAtATimeAsync(db, admin.ProjectId, cancellationToken).ConfigureAwait(false);
        T result;
        try
        {
            result = await change(db, admin).ConfigureAwait(false);
            await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (DbUpdateConcurrencyException)
        {
            throw new RuleBrokenException(ChangedElsewhere);
        }
        catch (DbUpdateException error) when (duplicate is not null && db.IsDuplicate(error))
        {
            throw new RuleBrokenException(duplicate) { Field = "Name" };
        }

        log.ReportAll(db);
        var project = LiveScope.Project(admin.ProjectId);
        live.Publish(result switch
        {
            LiveScope also => [project, also],
            Agent person => [project, LiveScope.Agent(person.Id)],
            _ => [project],
        });
        return result;
    }

    /// <summary>
    /// Holds the project's row until the end of the transaction, so that no two admins can each remove the other.
    /// </summary>
    private static Task OneAtATimeAsync(EnsorasDb db, Guid projectId, CancellationToken cancellationToken) =>
        db
            .Projects.Where(project => project.Id == projectId)
            .ExecuteUpdateAsync(
                set => set.SetProperty(project => project.Name, project => project.Name),
                cancellationToken);

    private static Task<Project?> FirstAsync(EnsorasDb db, CancellationToken cancellationToken) =>
        db.Projects.OrderBy(project => project.CreatedAt).FirstOrDefaultAsync(cancellationToken);

    private static string NameOf(string? name, string missing, string tooLong) =>
        name?.Storable().Trim() switch
        {
            var none when !none.SaysSomething() => throw new RuleBrokenException(Sentence.Of(missing))
            {
                Field = "Name",
            },
            { Length: > MaxNameLength } => throw new RuleBrokenException(Sentence.Of(tooLong, MaxNameLength))
            {
                Field = "Name",
            },
            var trimmed => trimmed!,
        };
}
