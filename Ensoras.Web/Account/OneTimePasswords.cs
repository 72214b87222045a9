using System.Security.Cryptography;
using Ensoras.Domain.People;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;

namespace Ensoras.Web.Account;

/// <summary>Passwords that the operator made: good for a day and for one thing, choosing another.</summary>
public sealed class OneTimePasswords(IDataProtectionProvider protection, IServiceScopeFactory scopes, TimeProvider time)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(1);

    private readonly IDataProtector _protector = protection.CreateProtector("Ensoras.OneTimePassword");

    /// <summary>Whether the account's password was a one-time one and its day is over.</summary>
    public bool IsOver(Agent agent) => agent.OneTimePasswordUntil <= time.GetUtcNow();

    /// <summary>Proves for as long as the one-time password is good that it was known.</summary>
    public string TokenFor(Agent agent) => _protector.Protect($"{agent.Id} {agent.SecurityStamp}");

    /// <returns>Whose token it is; null when it is none, or when the password has changed since.</returns>
    public async Task<Agent?> FindAsync(string? token)
    {
        try
        {
            if (_protector.Unprotect(token ?? "").Split(' ') is not [var id, var stamp])
            {
                return null;
            }

            await using var scope = scopes.CreateAsyncScope();
            var agent = await scope.ServiceProvider.GetRequiredService<UserManager<Agent>>().FindByIdAsync(id);
            return
                agent is { IsActive: true, OneTimePasswordUntil: not null }
                && !IsOver(agent)
                && agent.SecurityStamp == stamp
                ? agent
                : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
