using System.Net.Mail;
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
    /// Deactivates or reactivates a person. Deactivated, they are signed out and cannot sign in; what they wrote
    /// stays.
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

    private Agent AgentOf(Guid projectId, NewPerson person, Role role) =>
        new(
            projectId,
            NameOf(person.Name, "People.PersonNameMissing", "People.PersonNameTooLong"),
            EmailOf(person.Email),
            role,
            time.GetUtcNow())
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
