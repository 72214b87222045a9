namespace Ensoras.Domain.Channels.Email.Inbound;

/// <summary>An address that mail does not reach. Nothing is sent to it until a person says otherwise.</summary>
public sealed class UndeliverableAddress
{
    private UndeliverableAddress()
    {
    }

    internal UndeliverableAddress(Guid projectId, string address, string why, DateTimeOffset now)
    {
        ProjectId = projectId;
        NormalizedAddress = address.Trim().ToUpperInvariant();
        Address = address.Trim();
        Why = why;
        Since = now;
    }

    public Guid ProjectId { get; private set; }

    public string NormalizedAddress { get; private set; } = "";

    public string Address { get; private set; } = "";

    /// <summary>The other server's own words.</summary>
    public string Why { get; private set; } = "";

    public DateTimeOffset Since { get; private set; }
}
