using System.Security.Claims;

namespace Ensoras.Web.Live;

/// <summary>
/// Who looks at the screen, as the cookie says. Cascades from the layout. It decides what is offered; what is done,
/// the domain decides by who they are then.
/// </summary>
public sealed record Viewer(Guid AgentId, Guid ProjectId, string Name, Role Role, Guid? SessionId = null)
{
    public const string ProjectClaim = "ensoras:project";
    public const string NameClaim = "ensoras:name";
    public const string SessionClaim = "ensoras:session";

    /// <summary>The same person as the domain knows them.</summary>
    public Actor Actor { get; } = new(Sender.Agent, AgentId, Name, Role) { SessionId = SessionId };

    public bool IsAtLeast(Role role) => Role >= role;

    /// <summary>Reads the signed-in person's claims; null for nobody.</summary>
    public static Viewer? From(ClaimsPrincipal user) =>
        Guid.TryParse(user.FindFirstValue(ClaimTypes.NameIdentifier), out var agentId)
        && Guid.TryParse(user.FindFirstValue(ProjectClaim), out var projectId)
        && EnumName.Read<Role>(user.FindFirstValue(ClaimTypes.Role)) is { } role
            ? new Viewer(
                agentId,
                projectId,
                user.FindFirstValue(NameClaim) ?? "",
                role,
                Guid.TryParse(user.FindFirstValue(SessionClaim), out var sessionId) ? sessionId : null)
            : null;
}
