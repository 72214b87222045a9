using System.Security.Claims;
using Ensoras.Domain.People;
using Ensoras.Domain.Tickets;

namespace Ensoras.Web.Live;

/// <summary>Who looks at the screen. Cascades from the layout; changes of role reach it within a minute.</summary>
public sealed record Viewer(Guid AgentId, Guid ProjectId, string Name, Role Role)
{
    public const string ProjectClaim = "ensoras:project";
    public const string NameClaim = "ensoras:name";

    /// <summary>The same person as the domain knows them.</summary>
    public Actor Actor { get; } = new(Sender.Agent, AgentId, Name, Role);

    public bool IsAtLeast(Role role) => Role >= role;

    /// <summary>Reads the signed-in person's claims; null for nobody.</summary>
    public static Viewer? From(ClaimsPrincipal user) =>
        Guid.TryParse(user.FindFirstValue(ClaimTypes.NameIdentifier), out var agentId)
        && Guid.TryParse(user.FindFirstValue(ProjectClaim), out var projectId)
        && Enum.TryParse<Role>(user.FindFirstValue(ClaimTypes.Role), out var role)
            ? new Viewer(agentId, projectId, user.FindFirstValue(NameClaim) ?? "", role)
            : null;
}
