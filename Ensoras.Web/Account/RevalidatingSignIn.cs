using Ensoras.Domain.People;
using Ensoras.Web.Live;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.Identity;

namespace Ensoras.Web.Account;

/// <summary>Asks once a minute whether the person at an open screen may still be there: password, role and being active can change.</summary>
public sealed class RevalidatingSignIn(ILoggerFactory loggers, IServiceScopeFactory scopes) : RevalidatingServerAuthenticationStateProvider(loggers)
{
    protected override TimeSpan RevalidationInterval => TimeSpan.FromMinutes(1);

    protected override async Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken)
    {
        if (authenticationState.User.Identity?.IsAuthenticated is not true)
        {
            return true;
        }

        await using var scope = scopes.CreateAsyncScope();
        var signIn = scope.ServiceProvider.GetRequiredService<SignInManager<Agent>>();
        var agent = await signIn.ValidateSecurityStampAsync(authenticationState.User);
        return agent is { IsActive: true } && agent.Role == Viewer.From(authenticationState.User)?.Role;
    }
}
