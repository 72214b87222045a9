using System.Security.Claims;
using Ensoras.Domain.People;
using Ensoras.Web.Live;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Ensoras.Web.Account;

/// <summary>What the sign-in cookie says of a person, beside what sign-in itself puts there.</summary>
public sealed class AgentClaims(UserManager<Agent> agents, IOptions<IdentityOptions> options)
    : UserClaimsPrincipalFactory<Agent>(agents, options)
{
    protected override async Task<ClaimsIdentity> GenerateClaimsAsync(Agent user)
    {
        var identity = await base.GenerateClaimsAsync(user);
        identity.AddClaim(new Claim(Viewer.ProjectClaim, user.ProjectId.ToString()));
        identity.AddClaim(new Claim(Viewer.NameClaim, user.Name));
        identity.AddClaim(new Claim(ClaimTypes.Role, user.Role.ToString()));
        return identity;
    }
}
