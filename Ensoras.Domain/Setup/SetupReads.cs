using Ensoras.Domain.Channels.Email;
using Ensoras.Domain.Live;
using Ensoras.Domain.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Ensoras.Domain.Setup;

/// <summary>The checklist of a new desk, read once per change for everybody who looks at it.</summary>
public sealed class SetupReads(
    IDbContextFactory<EnsorasDb> databases, SharedReads shared, LiveUpdates live, IOptionsMonitor<EmailSettings> email)
{
    public Task<SetupProgress> ReadAsync(Guid projectId, CancellationToken cancellationToken) =>
        shared.ReadAsync(
            LiveScope.Tickets(projectId),
            CacheKey(projectId),
            async cancel =>
            {
                await using var db = await databases.CreateDbContextAsync(cancel).ConfigureAwait(false);
                return new SetupProgress(
                    await db
                        .WidgetSessions.AnyAsync(session => session.ProjectId == projectId, cancel)
                        .ConfigureAwait(false),
                    await db
                        .Articles.AnyAsync(article => article.ProjectId == projectId, cancel)
                        .ConfigureAwait(false),
                    email.CurrentValue is { Host: not null } or { Folder: not null },
                    await db
                        .Agents.Where(agent => agent.ProjectId == projectId)
                        .Take(2)
                        .CountAsync(cancel)
                        .ConfigureAwait(false) > 1
                        || await db
                            .Invitations.AnyAsync(invitation => invitation.ProjectId == projectId, cancel)
                            .ConfigureAwait(false),
                    await RepliedAsync(db, projectId, cancel).ConfigureAwait(false));
            },
            cancellationToken);

    // A ticket that a customer was answered on has no longer only the customer's messages.
    private static Task<bool> RepliedAsync(EnsorasDb db, Guid projectId, CancellationToken cancellationToken) =>
        db.Tickets.Where(ticket => ticket.ProjectId == projectId)
            .AnyAsync(ticket => ticket.EnsorasMessages > 0 || ticket.AgentMessages > 0, cancellationToken);

    private SetupCacheKey CacheKey(Guid projectId) => new(
        projectId,
        live.ChangeNumber(LiveScope.Project(projectId)),
        live.ChangeNumber(LiveScope.Knowledge(projectId)),
        live.ChangeNumber(LiveScope.Visitors));

    /// <summary>The change numbers of what the answer depends on beside the tickets.</summary>
    private sealed record SetupCacheKey(Guid ProjectId, long Project, long Knowledge, long Visitors);
}
