using Ensoras.Domain.People;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Ensoras.Web.Account;

/// <summary>The accounts of the desk's people, with lockouts by the desk's clock rather than the machine's.</summary>
public sealed class AgentAccounts(
    IUserStore<Agent> store,
    IOptions<IdentityOptions> options,
    IPasswordHasher<Agent> hasher,
    IEnumerable<IUserValidator<Agent>> userValidators,
    IEnumerable<IPasswordValidator<Agent>> passwordValidators,
    ILookupNormalizer normalizer,
    IdentityErrorDescriber errors,
    IServiceProvider services,
    ILogger<UserManager<Agent>> logger,
    TimeProvider time)
    : UserManager<Agent>(store, options, hasher, userValidators, passwordValidators, normalizer, errors, services, logger)
{
    public override async Task<bool> IsLockedOutAsync(Agent user) => await GetLockoutEndDateAsync(user) > time.GetUtcNow();

    public override async Task<IdentityResult> AccessFailedAsync(Agent user)
    {
        var before = user.LockoutEnd;
        var result = await base.AccessFailedAsync(user);
        return result.Succeeded && user.LockoutEnd != before
            ? await SetLockoutEndDateAsync(user, time.GetUtcNow() + Options.Lockout.DefaultLockoutTimeSpan)
            : result;
    }
}
