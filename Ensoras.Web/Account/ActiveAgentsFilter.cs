using System.Security.Claims;
using Ensoras.Domain.People;
using Ensoras.Web.Live;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Ensoras.Web.Account;

/// <summary>
/// Sign-in that refuses people who were deactivated, and whose every cookie belongs to a session on the server.
/// </summary>
public sealed class ActiveAgentsFilter(
    UserManager<Agent> agents,
    IHttpContextAccessor context,
    IUserClaimsPrincipalFactory<Agent> claims,
    IOptions<IdentityOptions> options,
    ILogger<SignInManager<Agent>> logger,
    IAuthenticationSchemeProvider schemes,
    IUserConfirmation<Agent> confirmation,
    AgentSessions sessions)
    : SignInManager<Agent>(agents, context, claims, options, logger, schemes, confirmation)
{
    public override async Task<bool> CanSignInAsync(Agent user) => user.IsActive && await base.CanSignInAsync(user);

    public override async Task SignInWithClaimsAsync(
        Agent user,
        AuthenticationProperties? authenticationProperties,
        IEnumerable<Claim> additionalClaims)
    {
        var here = Viewer.From(Context.User);
        if (here is not null && here.AgentId != user.Id)
        {
            await EndAsync(here);
            here = null;
        }

        var sessionId =
            here?.SessionId
            ?? (
                await sessions.StartAsync(user, Context.Connection.RemoteIpAddress?.ToString(), Context.RequestAborted)).Id;
        await base.SignInWithClaimsAsync(
            user,
            authenticationProperties,
            [.. additionalClaims, new Claim(Viewer.SessionClaim, sessionId.ToString())]);
    }

    public override async Task SignOutAsync()
    {
        await EndAsync(Viewer.From(Context.User));
        await base.SignOutAsync();
    }

    // Not given up half-way: a person who asked to be signed out is, also when the browser went away.
    private Task EndAsync(Viewer? viewer) =>
        viewer?.SessionId is { } sessionId ? sessions.EndAsync(sessionId, CancellationToken.None) : Task.CompletedTask;
}
