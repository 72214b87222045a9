using Ensoras.Domain.Live;
using Ensoras.Domain.People;
using Microsoft.EntityFrameworkCore;

namespace Ensoras.Domain.Projects;

/// <summary>Invitations: a link that works for 72 hours and once.</summary>
public sealed partial class ProjectAdmin
{
    private static readonly Sentence NotOpen = Sentence.Of("People.InvitationNotOpen");

    /// <summary>Invites a person. An earlier open invitation to the same address no longer works.</summary>
    /// <returns>The token for the link; it is shown once and only its hash is kept.</returns>
    public Task<string> InviteAsync(Actor by, string email, Role role, CancellationToken cancellationToken) =>
        ChangeAsync(
            by,
            async (db, admin) =>
            {
                DemandRole(role);
                var address = EmailOf(email);
                var normalized = Agent.Normalize(address);
                if (
                    await db
                        .Agents.Where(agent => agent.NormalizedEmail == normalized)
                        .Select(agent => agent.Name)
                        .FirstOrDefaultAsync(cancellationToken)
                        .ConfigureAwait(false) is
                    { } name)
                {
                    throw new RuleBrokenException(Sentence.Of("People.HasAccount", address, name)) { Field = "Email" };
                }

                var now = time.GetUtcNow();
                var open = await db
                    .Invitations.Where(row => row.ProjectId == admin.ProjectId && row.AcceptedAt == null)
                    .ToListAsync(cancellationToken)
                    .ConfigureAwait(false);
                db.RemoveRange(open.Where(row => !row.IsOpen(now) || Agent.Normalize(row.Email) == normalized));
                var (invitation, token) = Invitation.Create(admin.ProjectId, address, role, admin.Name, now);
                db.Add(invitation);
                db.Add(
                    new SecurityEvent(SecurityEventKind.Invited, address, now)
                    {
                        ProjectId = admin.ProjectId,
                        ById = admin.Id,
                        ByName = admin.Name,
                        Detail = role.ToString(),
                    });
                return token;
            },
            cancellationToken);

    /// <summary>Takes an invitation back; one that is gone already is no error.</summary>
    public Task RevokeAsync(Actor by, Guid invitationId, CancellationToken cancellationToken) =>
        ChangeAsync(
            by,
            async (db, admin) =>
            {
                var invitation = await db
                    .Invitations.SingleOrDefaultAsync(
                        row => row.Id == invitationId && row.ProjectId == admin.ProjectId && row.AcceptedAt == null,
                        cancellationToken)
                    .ConfigureAwait(false);
                if (invitation is not null)
                {
                    db.Remove(invitation);
                    db.Add(
                        new SecurityEvent(SecurityEventKind.InvitationRevoked, invitation.Email, time.GetUtcNow())
                        {
                            ProjectId = admin.ProjectId,
                            ById = admin.Id,
                            ByName = admin.Name,
                        });
                }

                return invitation;
            }, cancellationToken);

    /// <summary>What an invitation's link leads to.</summary>
    /// <exception cref="RuleBrokenException">It is not open any more.</exception>
    public async Task<OpenInvitation> FindInvitationAsync(string token, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var hash = Invitation.Hash(token);
        var found = await db
            .Invitations.AsNoTracking()
            .SingleOrDefaultAsync(row => row.TokenHash == hash, cancellationToken)
            .ConfigureAwait(false);
        if (found?.IsOpen(time.GetUtcNow()) is not true)
        {
            throw new RuleBrokenException(NotOpen);
        }

        var project = await db
            .Projects.AsNoTracking()
            .SingleAsync(row => row.Id == found.ProjectId, cancellationToken)
            .ConfigureAwait(false);
        return new OpenInvitation(found.Email, found.Role, found.InvitedBy, project.Name);
    }

    /// <summary>Creates the account of an invited person and closes the invitation, both or neither.</summary>
    public async Task<Agent> AcceptAsync(
        string token,
        string name,
        string passwordHash,
        CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var turn = await db.TakeWriteTurnAsync(cancellationToken).ConfigureAwait(false);
        var hash = Invitation.Hash(token);
        var now = time.GetUtcNow();
        var invitation = await db
            .Invitations.SingleOrDefaultAsync(row => row.TokenHash == hash, cancellationToken)
            .ConfigureAwait(false);
        if (invitation?.IsOpen(now) is not true)
        {
            throw new RuleBrokenException(NotOpen);
        }

        var agent = AgentOf(invitation.ProjectId, new NewPerson(name, invitation.Email, passwordHash), invitation.Role);
        invitation.Accept(now);
        db.Add(agent);
        db.Add(new SecurityEvent(SecurityEventKind.InvitationAccepted, agent, now) { Detail = agent.Role.ToString() });
        try
        {
            await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (DbUpdateException error) when (db.IsDuplicate(error))
        {
            // The address is unique, so a link that is followed twice at once makes one account.
            throw new RuleBrokenException(Sentence.Of("People.HasAccountSignIn", invitation.Email));
        }

        log.ReportAll(db);
        live.Publish(LiveScope.Project(invitation.ProjectId));
        return agent;
    }
}

/// <summary>An invitation as the invited person sees it.</summary>
public sealed record OpenInvitation(string Email, Role Role, string InvitedBy, string ProjectName);
