namespace Ensoras.Domain.Tickets;

/// <summary>What a new ticket starts from.</summary>
/// <param name="First">What happens to it before it is stored, such as the customer's first message.</param>
/// <param name="At">When it was opened, for imports; null for now.</param>
public sealed record NewTicket(
    Guid ProjectId,
    Guid CustomerId,
    Channel Channel,
    string Title,
    Actor By,
    Action<Ticket, Stamp> First)
{
    public DateTimeOffset? At { get; init; }

    /// <summary>Files that the first message takes.</summary>
    public IReadOnlyCollection<Guid> AttachmentIds { get; init; } = [];

    /// <summary>The ended conversation that this one follows.</summary>
    public Guid? PreviousTicketId { get; init; }

    /// <summary>What an import knows it by, so that importing twice adds nothing.</summary>
    public string? ImportKey { get; init; }
}
