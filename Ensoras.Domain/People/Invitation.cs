using System.Security.Cryptography;
using System.Text;

namespace Ensoras.Domain.People;

/// <summary>A link that lets one person join a project with a role, for 72 hours and once.</summary>
public sealed class Invitation
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(72);

    private Invitation()
    {
    }

    private Invitation(Guid projectId, string email, Role role, string invitedBy, string tokenHash, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        ProjectId = projectId;
        Email = email.Trim();
        Role = role;
        InvitedBy = invitedBy;
        TokenHash = tokenHash;
        ExpiresAt = now + Lifetime;
    }

    public Guid Id { get; private set; }

    public Guid ProjectId { get; private set; }

    public string Email { get; private set; } = "";

    public Role Role { get; private set; }

    public string InvitedBy { get; private set; } = "";

    public string TokenHash { get; private set; } = "";

    public DateTimeOffset ExpiresAt { get; private set; }

    public DateTimeOffset? AcceptedAt { get; private set; }

    /// <summary>A new invitation and the token for its link; only the token's hash is kept.</summary>
    public static (Invitation Invitation, string Token) Create(
        Guid projectId,
        string email,
        Role role,
        string invitedBy,
        DateTimeOffset now)
    {
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        return (new Invitation(projectId, email, role, invitedBy, Hash(token), now), token);
    }

    public static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    public bool IsOpen(DateTimeOffset now) => AcceptedAt is null && now < ExpiresAt;

    public void Accept(DateTimeOffset now) => AcceptedAt = now;
}
