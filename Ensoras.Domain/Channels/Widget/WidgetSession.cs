using System.Security.Cryptography;
using System.Text;

namespace Ensoras.Domain.Channels.Widget;

/// <summary>A visitor's chat: what the random token in the visitor's browser stands for. Only the token's hash is
/// kept. It ends when its ticket closes.</summary>
public sealed class WidgetSession
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    private WidgetSession()
    {
    }

    private WidgetSession(
        Guid projectId, Guid customerId, Guid? previousTicketId, string tokenHash, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        ProjectId = projectId;
        CustomerId = customerId;
        PreviousTicketId = previousTicketId;
        TokenHash = tokenHash;
        CreatedAt = now;
        LastSeenAt = now;
        ExpiresAt = now + Lifetime;
    }

    public Guid Id { get; private set; }

    public Guid ProjectId { get; private set; }

    public Guid CustomerId { get; private set; }

    /// <summary>The conversation; null until the visitor's first message.</summary>
    public Guid? TicketId { get; private set; }

    /// <summary>The ended conversation that this one goes on from.</summary>
    public Guid? PreviousTicketId { get; private set; }

    public string TokenHash { get; private set; } = "";

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset LastSeenAt { get; private set; }

    public DateTimeOffset ExpiresAt { get; private set; }

    /// <summary>The page that the visitor has open, as their browser told it.</summary>
    public string? PageAddress { get; private set; }

    public string? PageTitle { get; private set; }

    /// <summary>Hash of the first external id that signed in on this browser; nobody else ever takes the conversation
    /// over.</summary>
    public string? SignedInAs { get; private set; }

    /// <summary>A new session and its token, which is told once and never stored.</summary>
    public static (WidgetSession Session, string Token) Create(
        Guid projectId, Guid customerId, Guid? previousTicketId, DateTimeOffset now)
    {
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        return (new WidgetSession(projectId, customerId, previousTicketId, Hash(token), now), token);
    }

    /// <summary>The visitor's first message opened this ticket.</summary>
    public void Begin(Guid ticketId) => TicketId = ticketId;

    /// <summary>The browser is known from before, or the site says who uses it.</summary>
    public void SignIn(string? signedInAs) => SignedInAs ??= signedInAs;

    /// <summary>The visitor left before saying anything.</summary>
    public void End(DateTimeOffset now) => ExpiresAt = now;

    /// <summary>The visitor is there, on this page; what is null stays as it was.</summary>
    public void Seen(DateTimeOffset now, string? pageAddress = null, string? pageTitle = null)
    {
        LastSeenAt = now;
        PageAddress = pageAddress ?? PageAddress;
        PageTitle = pageTitle ?? PageTitle;
    }

    public static string Hash(
        string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
