using System.Net.Mail;
using Ensoras.Domain.Live;
using Ensoras.Domain.People;
using Ensoras.Domain.Storage;
using Ensoras.Domain.Tickets;
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
            agent =>
            {
                agent.Name = NameOf(name, "person");
                agent.CountChange();
            },
            cancellationToken);

    /// <summary>Sets a new password and ends the person's other sessions. Whoever calls has checked the old one.</summary>
    public Task<Agent> ChangePasswordAsync(Guid agentId, string passwordHash, CancellationToken cancellationToken) =>
        ChangeOneselfAsync(
            agentId,
            agent =>
            {
                agent.PasswordHash = passwordHash;
                agent.EndSessions();
            },
            cancellationToken);

    /// <summary>Gives a person another role; their open screens end within a minute and sign in anew.</summary>
    public Task ChangeRoleAsync(Actor by, Guid agentId, Role role, CancellationToken cancellationToken) =>
        ChangeAsync(by, async (db, admin) =>
        {
            var agent = await PersonAsync(db, admin, agentId, cancellationToken).ConfigureAwait(false);
            if (agent.Role == role)
            {
                return agent;
            }

            if (role is not Role.Admin)
            {
                await DemandAnotherAdminAsync(db, agent, cancellationToken).ConfigureAwait(false);
            }

            agent.Role = role;
            agent.EndSessions();
            return agent;
        }, cancellationToken);

    /// <summary>Switches a person off or on again. Whoever is off is signed out and cannot sign in; what they wrote stays.</summary>
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
            agent.EndSessions();
            return agent;
        }, cancellationToken);

    /// <summary>Throws unless <paramref name="by"/> is an admin now; for what is done beside the project, such as an import.</summary>
    public async Task DemandAdminAsync(Actor by, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await AdminAsync(db, by, cancellationToken).ConfigureAwait(false);
    }

    private async Task<Agent> ChangeOneselfAsync(Guid agentId, Action<Agent> change, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var turn = await db.TakeWriteTurnAsync(cancellationToken).ConfigureAwait(false);
        var agent = await db.Agents.SingleAsync(row => row.Id == agentId, cancellationToken).ConfigureAwait(false);
        change(agent);
        try
        {
            await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (DbUpdateConcurrencyException)
        {
            throw new RuleBrokenException(ChangedElsewhere);
        }

        live.Publish(LiveScope.Project(agent.ProjectId), LiveScope.Tickets(agent.ProjectId));
        return agent;
    }

    private Agent AgentOf(Guid projectId, NewPerson person, Role role) =>
        new(projectId, NameOf(person.Name, "person"), EmailOf(person.Email), role, time.GetUtcNow()) { PasswordHash = person.PasswordHash };

    // What the role was when the screen opened does not count; what it is now does.
    private static async Task<Agent> AdminAsync(EnsorasDb db, Actor by, CancellationToken cancellationToken) =>
        await db.Agents.SingleOrDefaultAsync(agent => agent.Id == by.Id, cancellationToken).ConfigureAwait(false) is { IsActive: true, Role: Role.Admin } admin
            ? admin
            : throw new RuleBrokenException("Only an admin of the project can change this.");

    private static async Task<Agent> PersonAsync(EnsorasDb db, Agent admin, Guid agentId, CancellationToken cancellationToken) =>
        await db.Agents.SingleOrDefaultAsync(agent => agent.Id == agentId && agent.ProjectId == admin.ProjectId, cancellationToken).ConfigureAwait(false)
        ?? throw new RuleBrokenException("This person is not part of the project.");

    private static async Task DemandAnotherAdminAsync(EnsorasDb db, Agent agent, CancellationToken cancellationToken)
    {
        if (agent.Role is Role.Admin
            && !await db.Agents.AnyAsync(other => other.ProjectId == agent.ProjectId && other.Id != agent.Id && other.Role == Role.Admin && other.IsActive, cancellationToken).ConfigureAwait(false))
        {
            throw new RuleBrokenException($"{agent.Name} is the only admin. Make somebody else an admin first.");
        }
    }

    private static string EmailOf(string? email)
    {
        var trimmed = email?.Trim() ?? "";
        return trimmed.Length <= MaxEmailLength && MailAddress.TryCreate(trimmed, out var address) && address.Address == trimmed
            ? trimmed
            : throw new RuleBrokenException(trimmed.Length == 0 ? "Enter an e-mail address." : $"“{trimmed}” is not a whole e-mail address.");
    }
}
