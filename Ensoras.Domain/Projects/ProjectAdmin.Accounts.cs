using Ensoras.Domain.Live;
using Ensoras.Domain.People;
using Ensoras.Domain.Storage;
using Microsoft.EntityFrameworkCore;

namespace Ensoras.Domain.Projects;

/// <summary>What people do with their own account, and the operator with any.</summary>
public sealed partial class ProjectAdmin
{
    /// <summary>Changes what a person is called; everybody may do that for themselves.</summary>
    public Task<Agent> RenamePersonAsync(Guid agentId, string name, CancellationToken cancellationToken) =>
        ChangeOneselfAsync(
            agentId,
            (_, agent) =>
            {
                agent.Name = NameOf(name, "People.PersonNameMissing", "People.PersonNameTooLong");
                agent.CountChange();
                return Task.CompletedTask;
            },
            cancellationToken);

    /// <summary>
    /// Sets a new password and ends the person's other sessions. The caller has checked the old one.
    /// </summary>
    /// <param name="sessionId">The session that goes on; null for none.</param>
    public Task<Agent> ChangePasswordAsync(
        Guid agentId,
        string passwordHash,
        Guid? sessionId,
        CancellationToken cancellationToken) =>
        ChangeOneselfAsync(
            agentId,
            (db, agent) =>
            {
                (agent.PasswordHash, agent.OneTimePasswordUntil) = (passwordHash, null);
                db.Add(new SecurityEvent(SecurityEventKind.PasswordChanged, agent, time.GetUtcNow()));
                return EndSessionsAsync(db, agent, sessionId, cancellationToken);
            },
            cancellationToken);

    /// <summary>Signs a person out everywhere but where they ask for it.</summary>
    public Task<Agent> EndOtherSessionsAsync(Guid agentId, Guid? sessionId, CancellationToken cancellationToken) =>
        ChangeOneselfAsync(
            agentId,
            (db, agent) =>
            {
                db.Add(new SecurityEvent(SecurityEventKind.SessionsEnded, agent, time.GetUtcNow()));
                return EndSessionsAsync(db, agent, sessionId, cancellationToken);
            },
            cancellationToken);

    /// <summary>
    /// Gives an account a password that is good once, until <paramref name="until"/>, and ends its sessions; for the
    /// operator at the server.
    /// </summary>
    /// <returns>Null when there is no such account.</returns>
    public async Task<Agent?> ResetPasswordAsync(
        string email,
        string passwordHash,
        DateTimeOffset until,
        CancellationToken cancellationToken)
    {
        var normalized = Agent.Normalize(email);
        Guid? agentId;
        await using (var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false))
        {
            agentId = await db
                .Agents.Where(agent => agent.NormalizedEmail == normalized)
                .Select(agent => (Guid?)agent.Id)
                .FirstOrDefaultAsync(cancellationToken)
                .ConfigureAwait(false);
        }

        return agentId is not { } id
            ? null
            : await ChangeOneselfAsync(
                    id,
                    (db, agent) =>
                    {
                        if (!agent.IsActive)
                        {
                            throw new RuleBrokenException(Sentence.Of("People.AccountDeactivated", agent.Name));
                        }

                        (agent.PasswordHash, agent.OneTimePasswordUntil) = (passwordHash, until);
                        db.Add(
                            new SecurityEvent(SecurityEventKind.PasswordReset, agent, time.GetUtcNow())
                            {
                                ByName = SecurityEvent.Operator,
                            });
                        return EndSessionsAsync(db, agent, null, cancellationToken);
                    },
                    cancellationToken)
                .ConfigureAwait(false);
    }

    private async Task<Agent> ChangeOneselfAsync(
        Guid agentId,
        Func<EnsorasDb, Agent, Task> change,
        CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var turn = await db.TakeWriteTurnAsync(cancellationToken).ConfigureAwait(false);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        var agent = await db.Agents.SingleAsync(row => row.Id == agentId, cancellationToken).ConfigureAwait(false);
        try
        {
            await change(db, agent).ConfigureAwait(false);
            await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (DbUpdateConcurrencyException)
        {
            throw new RuleBrokenException(ChangedElsewhere);
        }

        log.ReportAll(db);
        live.Publish(LiveScope.Project(agent.ProjectId), LiveScope.Tickets(agent.ProjectId), LiveScope.Agent(agent.Id));
        return agent;
    }

    /// <summary>Signs a person out everywhere, but in one session if that is named.</summary>
    private static async Task EndSessionsAsync(
        EnsorasDb db,
        Agent agent,
        Guid? but,
        CancellationToken cancellationToken)
    {
        agent.RenewStamp();
        await db
            .AgentSessions.Where(session => session.AgentId == agent.Id && session.Id != but)
            .ExecuteDeleteAsync(cancellationToken)
            .ConfigureAwait(false);
    }
}
