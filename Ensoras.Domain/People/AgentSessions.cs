using System.Collections.Concurrent;
using Ensoras.Domain.Live;
using Ensoras.Domain.Storage;
using Microsoft.EntityFrameworkCore;

namespace Ensoras.Domain.People;

/// <summary>What a person is allowed to be at this moment.</summary>
/// <param name="Sessions">Their open sessions, each with the moment at which it was last noted as used.</param>
public sealed record AgentStanding(bool IsActive, Role Role, IReadOnlyDictionary<Guid, DateTimeOffset> Sessions);

/// <summary>
/// Who is signed in, in which browsers. Asked for every request and whenever something about a person changes, so
/// answers are kept until <see cref="LiveScope.Agent"/> is announced; a change by another process is noticed within
/// seconds.
/// </summary>
public sealed class AgentSessions(
    IDbContextFactory<EnsorasDb> databases,
    LiveUpdates live,
    SecurityLog log,
    TimeProvider time)
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan SeenInterval = TimeSpan.FromDays(1);
    private readonly ConcurrentDictionary<Guid, Known> _known = new();

    /// <summary>
    /// Whether this session may go on: the person is active, has this role and has not been signed out.
    /// </summary>
    public async ValueTask<bool> IsOpenAsync(
        Guid agentId,
        Guid sessionId,
        Role role,
        CancellationToken cancellationToken)
    {
        if (await FindAsync(agentId, cancellationToken).ConfigureAwait(false) is not { IsActive: true } standing
            || standing.Role != role
            || !standing.Sessions.TryGetValue(sessionId, out var seenAt))
        {
            return false;
        }

        var now = time.GetUtcNow();
        if (now - seenAt >= AgentSession.Lifetime)
        {
            return false;
        }

        if (now - seenAt >= SeenInterval)
        {
            await NoteUseAsync(agentId, sessionId, now, cancellationToken).ConfigureAwait(false);
        }

        return true;
    }

    /// <summary>Signs a person in in one more browser.</summary>
    public async Task<AgentSession> StartAsync(Agent agent, string? address, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var turn = await db.TakeWriteTurnAsync(cancellationToken).ConfigureAwait(false);
        var now = time.GetUtcNow();
        var tooOld = now - AgentSession.Lifetime;
        await db
            .AgentSessions.Where(row => row.AgentId == agent.Id && row.SeenAt < tooOld)
            .ExecuteDeleteAsync(cancellationToken)
            .ConfigureAwait(false);
        var session = new AgentSession(agent.Id, address, now);
        db.Add(session);
        var entry = new SecurityEvent(SecurityEventKind.SignedIn, agent, now) { Address = address };
        db.Add(entry);
        await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        log.Report(entry);
        live.Publish(LiveScope.Agent(agent.Id));
        return session;
    }

    /// <summary>Signs a person out in one browser; every open screen of it ends.</summary>
    public async Task EndAsync(Guid sessionId, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var turn = await db.TakeWriteTurnAsync(cancellationToken).ConfigureAwait(false);
        if (
            await db
                .AgentSessions.SingleOrDefaultAsync(row => row.Id == sessionId, cancellationToken)
                .ConfigureAwait(false)
            is not { } session)
        {
            return;
        }

        db.Remove(session);
        var agent = await db
            .Agents.AsNoTracking()
            .SingleAsync(row => row.Id == session.AgentId, cancellationToken)
            .ConfigureAwait(false);
        var entry = new SecurityEvent(SecurityEventKind.SignedOut, agent, time.GetUtcNow())
        {
            Address = session.Address,
        };
        db.Add(entry);
        try
        {
            await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (DbUpdateConcurrencyException)
        {
            // It was ended in the same moment.
            return;
        }

        log.Report(entry);
        live.Publish(LiveScope.Agent(session.AgentId));
    }

    private async ValueTask<AgentStanding?> FindAsync(Guid agentId, CancellationToken cancellationToken)
    {
        var number = live.ChangeNumber(LiveScope.Agent(agentId));
        if (
            _known.TryGetValue(agentId, out var known)
            && known.Number == number
            && time.GetElapsedTime(known.ReadAt) < MaxAge)
        {
            return known.Standing;
        }

        var readAt = time.GetTimestamp();
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var agent = await db
            .Agents.Where(row => row.Id == agentId)
            .Select(row => new { row.IsActive, row.Role })
            .SingleOrDefaultAsync(cancellationToken)
            .ConfigureAwait(false);
        var standing = agent is null
            ? null
            : new AgentStanding(
                agent.IsActive,
                agent.Role,
                await db
                    .AgentSessions.Where(row => row.AgentId == agentId)
                    .ToDictionaryAsync(row => row.Id, row => row.SeenAt, cancellationToken)
                    .ConfigureAwait(false));
        if (standing is not null)
        {
            _known[agentId] = new Known(standing, number, readAt);
        }

        return standing;
    }

    private async Task NoteUseAsync(
        Guid agentId,
        Guid sessionId,
        DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var turn = await db.TakeWriteTurnAsync(cancellationToken).ConfigureAwait(false);
        await db
            .AgentSessions.Where(row => row.Id == sessionId)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.SeenAt, now), cancellationToken)
            .ConfigureAwait(false);
        _known.TryRemove(agentId, out _);
    }

    private sealed record Known(AgentStanding Standing, long Number, long ReadAt);
}
