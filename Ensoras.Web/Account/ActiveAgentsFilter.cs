using Ensoras.Domain.People;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Ensoras.Web.Account;

/// <summary>Sign-in that refuses people who were switched off.</summary>
public sealed class ActiveAgentsFilter(
    UserManager<Agent> agents,
    IHttpContextAccessor context,
    IUserClaimsPrincipalFactory<Agent> claims,
    IOptions<IdentityOptions> options,
    ILogger<SignInManager<Agent>> logger,
    IAuthenticationSchemeProvider schemes,
    IUserConfirmation<Agent> confirmation)
    : SignInManager<Agent>(agents, context, claims, options, logger, schemes, confirmation)
{
    public override async Task<bool> CanSignInAsync(Agent user) => user.IsActive && await base.CanSignInAsync(user);
}
