using Ensoras.Domain.Storage;
using Microsoft.EntityFrameworkCore;

namespace Ensoras.Domain.People;

/// <summary>
/// Who a person is now. What a screen or a request believed when it began does not count: each write asks here, in
/// its own context, before it does anything. One row by its key costs next to nothing, and is right whichever server
/// or command changed it.
/// </summary>
internal static class ActorCheck
{
    private static readonly Sentence Deactivated = Sentence.Of("People.DeactivatedNothingDone");
    private static readonly Sentence SignedOut = Sentence.Of("People.SignedOutNothingDone");

    /// <summary>The same actor with the role and the name of this moment.</summary>
    /// <exception cref="SignedOutException">The person has no access any more, or their session has ended.</exception>
    public static async Task<Actor> AsOfNowAsync(this EnsorasDb db, Actor by, CancellationToken cancellationToken)
    {
        if (by is not { Kind: Sender.Agent, Id: { } agentId })
        {
            return by;
        }

        var sessionId = by.SessionId;
        var now = await db.Agents
            .Where(agent => agent.Id == agentId)
            .Select(agent => new
            {
                agent.Name,
                agent.Role,
                agent.IsActive,
                IsSignedIn = sessionId == null
                    || db.AgentSessions.Any(session => session.Id == sessionId && session.AgentId == agentId),
            })
            .SingleOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        return now switch
        {
            { IsActive: true, IsSignedIn: true } => by with { Name = now.Name, Role = now.Role },
            { IsActive: true } => throw new SignedOutException(SignedOut),
            _ => throw new SignedOutException(Deactivated),
        };
    }
}
