namespace Ensoras.Domain.Channels.Email.Inbound;

/// <summary>Some of an email's bytes as they came.</summary>
public sealed class InboundMailPart
{
    private InboundMailPart() { }

    internal InboundMailPart(Guid mailId, int number, byte[] bytes)
    {
        InboundMailId = mailId;
        Number = number;
        Bytes = bytes;
    }

    public Guid InboundMailId { get; private set; }

    /// <summary>The place in the email, from 0.</summary>
    public int Number { get; private set; }

    public byte[] Bytes { get; private set; } = [];
}
