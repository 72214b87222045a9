using Ensoras.Domain.People;
using Microsoft.AspNetCore.Identity;

namespace Ensoras.Web.Account;

/// <summary>Signing in with an e-mail and a password, and what to say when it does not work.</summary>
public sealed class SignInAttempt(SignInManager<Agent> signIn, UserManager<Agent> agents, IPasswordHasher<Agent> hasher, TimeProvider time)
{
    public const string Wrong = "That e-mail and password do not belong together.";
    public const string SwitchedOff = "This account is switched off. Ask an admin of your project to switch it on again.";

    // Checked when there is no such account, so that the answer takes as long as for one that exists.
    private static readonly Agent Nobody = new();
    private static string? _nobodysHash;

    /// <returns>Null when the person is signed in now, else a sentence for them.</returns>
    public async Task<string?> RunAsync(string email, string password, bool remember)
    {
        if (await agents.FindByEmailAsync(email.Trim()) is not { } agent)
        {
            hasher.VerifyHashedPassword(Nobody, _nobodysHash ??= hasher.HashPassword(Nobody, "nobody's password"), password);
            return Wrong;
        }

        if (!agent.IsActive)
        {
            return await agents.CheckPasswordAsync(agent, password) ? SwitchedOff : Wrong;
        }

        var result = await signIn.PasswordSignInAsync(agent, password, remember, lockoutOnFailure: true);
        return result switch
        {
            { Succeeded: true } => null,
            { IsLockedOut: true } => await LockedOutAsync(agent),
            _ => Wrong,
        };
    }

    private async Task<string> LockedOutAsync(Agent agent)
    {
        var left = await agents.GetLockoutEndDateAsync(agent) - time.GetUtcNow() ?? TimeSpan.Zero;
        var minutes = Math.Max(1, (int)Math.Ceiling(left.TotalMinutes));
        return $"Too many wrong passwords. Try again in {(minutes == 1 ? "a minute" : $"{minutes} minutes")}.";
    }
}
