using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;

namespace Ensoras.Domain.People;

/// <summary>
/// A signed-in person of a project. The inherited members are what sign-in needs; the e-mail is the user name.
/// </summary>
public sealed class Agent : IdentityUser<Guid>
{
    /// <summary>For storage and sign-in only; use the other constructor.</summary>
    public Agent()
    {
    }

    public Agent(Guid projectId, string name, string email, Role role, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        ProjectId = projectId;
        Name = name.Trim();
        Email = UserName = email.Trim();
        NormalizedEmail = NormalizedUserName = Normalize(email);
        EmailConfirmed = true;
        LockoutEnabled = true;
        Role = role;
        CreatedAt = now;
        RenewStamp();
    }

    public Guid ProjectId { get; private set; }

    public string Name { get; set; } = "";

    public Role Role { get; set; }

    /// <summary>
    /// False once an admin has switched the person off: the history keeps the name, sign-in is refused.
    /// </summary>
    public bool IsActive { get; set; } = true;

    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>The form in which sign-in compares addresses.</summary>
    public static string Normalize(string email) => email.Trim().Normalize().ToUpperInvariant();

    /// <summary>
    /// Until when the one-time password is good that the operator made; it must be replaced at the next sign-in. Null
    /// for an ordinary password.
    /// </summary>
    public DateTimeOffset? OneTimePasswordUntil { get; set; }

    /// <summary>
    /// Makes links and tokens that were given out for this account worthless. Its sessions are rows of their own.
    /// </summary>
    public void RenewStamp()
    {
        SecurityStamp = Convert.ToHexString(RandomNumberGenerator.GetBytes(20));
        CountChange();
    }

    /// <summary>
    /// Sign-in writes whole rows: with a new stamp it cannot write over what was changed here meanwhile.
    /// </summary>
    public void CountChange() => ConcurrencyStamp = Guid.CreateVersion7().ToString();
}
