namespace Ensoras.Domain.People;

/// <summary>One browser in which a person is signed in. Its cookie is accepted as long as this row is there.</summary>
public sealed class AgentSession
{
    /// <summary>A session that nobody used for so long is over, like its cookie.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(14);

    private AgentSession()
    {
    }

    public AgentSession(Guid agentId, string? address, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        AgentId = agentId;
        Address = address;
        StartedAt = SeenAt = now;
    }

    public Guid Id { get; private set; }

    public Guid AgentId { get; private set; }

    /// <summary>The network address from which it was started.</summary>
    public string? Address { get; private set; }

    public DateTimeOffset StartedAt { get; private set; }

    /// <summary>When it was last used, to the day.</summary>
    public DateTimeOffset SeenAt { get; set; }
}
