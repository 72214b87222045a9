using System.Net.Mail;
using Ensoras.Domain.Live;
using Ensoras.Domain.People;
using Ensoras.Domain.Storage;
using Microsoft.EntityFrameworkCore;

namespace Ensoras.Domain.Projects;

/// <summary>Somebody who gets an account.</summary>
/// <param name="PasswordHash">As the sign-in makes it; the domain never sees a password.</param>
public sealed record NewPerson(string Name, string Email, string PasswordHash);

/// <summary>People: what they are called, what they may do, whether they may sign in.</summary>
public sealed partial class ProjectAdmin
{
    private const int MaxEmailLength = 254;

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
                            throw new RuleBrokenException(
                                Sentence.Of("People.AccountDeactivated", agent.Name));
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

    /// <summary>Gives a person another role; they are signed out everywhere and sign in again.</summary>
    public Task ChangeRoleAsync(Actor by, Guid agentId, Role role, CancellationToken cancellationToken) =>
        ChangeAsync(by, async (db, admin) =>
        {
            var agent = await PersonAsync(db, admin, agentId, cancellationToken).ConfigureAwait(false);
            DemandRole(role);
            if (agent.Role == role)
            {
                return agent;
            }

            if (role is not Role.Admin)
            {
                await DemandAnotherAdminAsync(db, agent, cancellationToken).ConfigureAwait(false);
            }

            db.Add(Event(SecurityEventKind.RoleChanged, agent, admin, $"{agent.Role} → {role}"));
            agent.Role = role;
            await EndSessionsAsync(db, agent, null, cancellationToken).ConfigureAwait(false);
            return agent;
        }, cancellationToken);

    /// <summary>
    /// Deactivates or reactivates a person. A deactivated person is signed out and cannot sign in; what they wrote stays.
    /// </summary>
    public Task SwitchAsync(Actor by, Guid agentId, bool on, CancellationToken cancellationToken) =>
        ChangeAsync(by, async (db, admin) =>
        {
            var agent = await PersonAsync(db, admin, agentId, cancellationToken).ConfigureAwait(false);
            if (agent.IsActive == on)
            {
                return agent;
            }

            if (!on)
            {
                await DemandAnotherAdminAsync(db, agent, cancellationToken).ConfigureAwait(false);
            }

            agent.IsActive = on;
            db.Add(Event(on ? SecurityEventKind.Reactivated : SecurityEventKind.Deactivated, agent, admin));
            await EndSessionsAsync(db, agent, null, cancellationToken).ConfigureAwait(false);
            return agent;
        }, cancellationToken);

    /// <summary>
    /// Throws unless <paramref name="by"/> is an admin now; for what is done beside the project, such as an import.
    /// </summary>
    public async Task DemandAdminAsync(Actor by, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await AdminAsync(db, by, cancellationToken).ConfigureAwait(false);
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

    private Agent AgentOf(Guid projectId, NewPerson person, Role role) =>
        new(projectId, NameOf(person.Name, "People.PersonNameMissing", "People.PersonNameTooLong"), EmailOf(person.Email), role, time.GetUtcNow())
        {
            PasswordHash = person.PasswordHash,
        };

    // What the role was when the screen opened does not count; what it is now does.
    private static async Task<Agent> AdminAsync(EnsorasDb db, Actor by, CancellationToken cancellationToken)
    {
        var now = await db.AsOfNowAsync(by, cancellationToken).ConfigureAwait(false);
        return now.Kind is Sender.Agent && now.IsAtLeast(Role.Admin)
            ? await db.Agents.SingleAsync(agent => agent.Id == now.Id, cancellationToken).ConfigureAwait(false)
            : throw new RuleBrokenException(Sentence.Of("People.AdminsOnly"));
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

    private SecurityEvent Event(SecurityEventKind kind, Agent agent, Agent admin, string? detail = null) =>
        new(kind, agent, time.GetUtcNow()) { ById = admin.Id, ByName = admin.Name, Detail = detail };

    private static void DemandRole(Role role)
    {
        if (!Enum.IsDefined(role))
        {
            throw new RuleBrokenException(Sentence.Of("People.NoSuchRole"));
        }
    }

    private static async Task<Agent> PersonAsync(
        EnsorasDb db,
        Agent admin,
        Guid agentId,
        CancellationToken cancellationToken) =>
        await db
            .Agents.SingleOrDefaultAsync(
                agent => agent.Id == agentId && agent.ProjectId == admin.ProjectId,
                cancellationToken)
            .ConfigureAwait(false)
        ?? throw new RuleBrokenException(Sentence.Of("People.NotInProject"));

    private static async Task DemandAnotherAdminAsync(EnsorasDb db, Agent agent, CancellationToken cancellationToken)
    {
        if (
            agent.Role is Role.Admin
            && !await db
                .Agents.AnyAsync(
                    other =>
                        other.ProjectId == agent.ProjectId
                        && other.Id != agent.Id
                        && other.Role == Role.Admin
                        && other.IsActive,
                    cancellationToken)
                .ConfigureAwait(false))
        {
            throw new RuleBrokenException(Sentence.Of("People.OnlyAdmin", agent.Name));
        }
    }

    private static string EmailOf(string? email)
    {
        var trimmed = email?.Trim() ?? "";
        return
            trimmed.Length <= MaxEmailLength
            && MailAddress.TryCreate(trimmed, out var address)
            && address.Address == trimmed
            ? trimmed
            : throw new RuleBrokenException(
                trimmed.Length == 0 ? Sentence.Of("People.EnterAddress") : Sentence.Of("People.NotAnAddress", trimmed))
            {
                Field = "Email",
            };
    }
}
