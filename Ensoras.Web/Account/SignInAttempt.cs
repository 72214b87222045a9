using Ensoras.Domain.People;
using Ensoras.Web.Localization;
using Ensoras.Web.Resources;
using Microsoft.AspNetCore.Identity;

namespace Ensoras.Web.Account;

/// <summary>What became of an attempt to sign in.</summary>
/// <param name="Refusal">A sentence for the person; null when they are signed in, or have to choose a password
/// first.</param>
/// <param name="NewPasswordToken">Opens the page on which a one-time password is replaced; null where none is.</param>
public sealed record SignInOutcome(string? Refusal, string? NewPasswordToken = null);

/// <summary>
/// Signing in with an email and a password, and what to say when it does not work. An account that does not exist
/// gets the same words after the same work as a wrong password.
/// </summary>
public sealed class SignInAttempt(
    SignInManager<Agent> signIn,
    UserManager<Agent> agents,
    Passwords passwords,
    OneTimePasswords oneTime,
    PasswordAttempts attempts,
    SecurityLog log,
    Preferences preferences,
    IHttpContextAccessor contexts,
    TimeProvider time)
{
    public static string Wrong => Texts<AccountText>.Of("WrongPassword");
    public static string Deactivated => Texts<AccountText>.Of("Deactivated");

    private HttpContext Http =>
        contexts.HttpContext ?? throw new InvalidOperationException("Passwords are only checked for a request.");

    public async Task<SignInOutcome> RunAsync(string email, string password, bool remember)
    {
        var network = ClientNetwork.Of(Http);
        if (attempts.Begin(network, email) is { } blocked)
        {
            return new SignInOutcome(await RefuseAsync(blocked, email));
        }

        var agent = await agents.FindByEmailAsync(email.Trim());
        if (agent is null || !await agents.CheckPasswordAsync(agent, password) || oneTime.IsOver(agent))
        {
            if (agent is null)
            {
                passwords.VerifyNobodys(password);
            }

            await NoteAsync(SecurityEventKind.SignInFailed, email, agent);
            return new SignInOutcome(Wrong);
        }

        attempts.Succeed(network, email);
        if (!agent.IsActive)
        {
            await NoteAsync(SecurityEventKind.SignInFailed, email, agent, "deactivated");
            return new SignInOutcome(Deactivated);
        }

        if (agent.OneTimePasswordUntil is not null)
        {
            return new SignInOutcome(null, oneTime.TokenFor(agent));
        }

        await signIn.SignInAsync(agent, remember);
        await RememberLanguageAsync(agent);
        return new SignInOutcome(null);
    }

    /// <summary>
    /// Checks the password of somebody who is signed in; guessing it here is limited as guessing it at the door is.
    /// </summary>
    /// <returns>Null when it is right.</returns>
    public async Task<string?> CheckAsync(Agent agent, string password)
    {
        var network = ClientNetwork.Of(Http);
        if (attempts.Begin(network, agent.Email ?? "") is { } blocked)
        {
            return await RefuseAsync(blocked, agent.Email ?? "");
        }

        if (!await agents.CheckPasswordAsync(agent, password))
        {
            await NoteAsync(SecurityEventKind.SignInFailed, agent.Email ?? "", agent);
            return Texts<AccountText>.Of("NotYourPassword");
        }

        attempts.Succeed(network, agent.Email ?? "");
        return null;
    }

    // The language that was chosen in another browser comes along.
    private async Task RememberLanguageAsync(Agent agent)
    {
        var chosen = await preferences.ReadAsync(agent.Id, Cultures.PreferenceKey, Http.RequestAborted);
        if (chosen is not null && Cultures.Shipped.Contains(chosen))
        {
            Cultures.Remember(Http, chosen);
        }
    }

    private async Task<string> RefuseAsync(PasswordAttempts.Blocked blocked, string email)
    {
        if (blocked.IsFirst)
        {
            await NoteAsync(SecurityEventKind.SignInBlocked, email, null);
        }

        var minutes = Math.Max(1, (int)Math.Ceiling(blocked.Wait.TotalMinutes));
        return Texts<AccountText>.Count("TooManyAttempts", minutes);
    }

    private Task NoteAsync(SecurityEventKind kind, string email, Agent? agent, string? detail = null) =>
        log.WriteAsync(
            new SecurityEvent(kind, email, time.GetUtcNow())
            {
                AgentId = agent?.Id,
                ProjectId = agent?.ProjectId,
                Address = Http.Connection.RemoteIpAddress?.ToString(),
                Detail = detail,
            },
            Http.RequestAborted);
}
