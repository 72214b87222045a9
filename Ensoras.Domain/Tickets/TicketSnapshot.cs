namespace Ensoras.Domain.Tickets;

/// <summary>All that the ticket page shows.</summary>
/// <param name="Ticket">Read without tracking, with the thread: it says what may be done, and nothing changes
/// it.</param>
/// <param name="Thread">The newest <see cref="TicketReads.MaxMessages"/> messages, in the thread's order.</param>
public sealed record TicketSnapshot(
    Ticket Ticket,
    TicketCustomer Customer,
    IReadOnlyList<Message> Thread,
    IReadOnlyList<TicketEvent> History,
    string? AssigneeName,
    string? TeamName,
    int? PreviousTicketNumber)
{
    /// <summary>What workflows made of the customer's messages, newest message first.</summary>
    public IReadOnlyList<WorkflowRun> Workflows { get; init; } = [];
}

/// <summary>The customer beside the conversation.</summary>
public sealed record TicketCustomer(
    Guid Id,
    string Name,
    string? Email,
    bool IsVerified,
    int TotalTickets,
    int OpenTickets);
