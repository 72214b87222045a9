namespace Ensoras.Domain.Tickets;

/// <summary>One line of a ticket's history: who did what, when.</summary>
public sealed class TicketEvent
{
    private TicketEvent()
    {
    }

    /// <param name="place">How many lines the same change has written before it: what happens at one moment keeps its
    /// order.</param>
    internal TicketEvent(
        Guid ticketId,
        TicketAction action,
        Stamp stamp,
        TicketStatus from,
        TicketStatus to,
        Sentence? detail,
        int place)
    {
        Id = Guid.CreateVersion7(stamp.At.AddMilliseconds(place));
        TicketId = ticketId;
        Action = action;
        At = stamp.At;
        ActorKind = stamp.By.Kind;
        ActorId = stamp.By.Id;
        ActorName = stamp.By.Name;
        From = from;
        To = to;
        Detail = detail;
    }

    public Guid Id { get; private set; }

    public Guid TicketId { get; private set; }

    public TicketAction Action { get; private set; }

    public DateTimeOffset At { get; private set; }

    public Sender ActorKind { get; private set; }

    public Guid? ActorId { get; private set; }

    public string ActorName { get; private set; } = "";

    public TicketStatus From { get; private set; }

    public TicketStatus To { get; private set; }

    /// <summary>What the action was about, such as the new priority; null where the action says it all.</summary>
    public Sentence? Detail { get; private set; }
}
