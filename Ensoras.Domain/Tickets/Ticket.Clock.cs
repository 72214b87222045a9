namespace Ensoras.Domain.Tickets;

/// <summary>What a ticket does about a machine's clock that jumped.</summary>
public sealed partial class Ticket
{
    /// <summary>Where the ticket stood when its waiting period closed it; null in any other status.</summary>
    private TicketStatus? StatusBeforeAutoClose { get; set; }

    /// <summary>
    /// The clock was set back: a draft, a queued reply and a claim wait no longer than they would have.
    /// </summary>
    public void BringForward(Stamp stamp, TimeSpan by)
    {
        if (DraftDueAt > stamp.At)
        {
            DraftDueAt -= by;
        }

        foreach (
            var message in _messages.Where(message =>
                message.DueAt > stamp.At && message.Status is MessageStatus.Queued or MessageStatus.Sending))
        {
            message.DueAt -= by;
            message.ClaimedUntil -= by;
        }
    }

    /// <summary>Puts back what a waiting period closed that was not over; the period begins again.</summary>
    public void UndoAutoClose(Stamp stamp)
    {
        var from = Move(TicketAction.UndoAutoClose, stamp, to: StatusBeforeAutoClose);
        AddSystemMessage(
            stamp,
            Sentence.Of("Tickets.ReopenedAfterJump", stamp.By.Name));
        Record(TicketAction.UndoAutoClose, stamp, from);
    }
}
