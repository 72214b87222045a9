namespace Ensoras.Domain.Tickets;

/// <summary>The way of a queued message to the customer. A worker claims first; nothing is ever sent twice.</summary>
public sealed partial class Ticket
{
    /// <summary>A worker takes a message that is due. False when it is not due or another has it.</summary>
    public bool ClaimForSending(Stamp stamp, Guid messageId, DateTimeOffset until)
    {
        var message = Find(messageId);
        if (message.Status is not MessageStatus.Queued || message.DueAt > stamp.At)
        {
            return false;
        }

        Move(TicketAction.DeliveryStep, stamp);
        message.Status = MessageStatus.Sending;
        message.ClaimedUntil = until;
        message.Attempts++;
        return true;
    }

    /// <summary>The channel took the message: from now on the customer has it.</summary>
    public void Delivered(Stamp stamp, Guid messageId)
    {
        var message = Unsent(messageId, MessageStatus.Sending, "This message is not being sent.");
        var from = Move(TicketAction.DeliveryStep, stamp);
        CountAsSent(message, stamp);
        Record(TicketAction.DeliveryStep, stamp, from, "Sent");
    }

    /// <summary>It certainly did not go out and is tried again at <paramref name="retryAt"/>.</summary>
    public void Postponed(Stamp stamp, Guid messageId, string why, DateTimeOffset retryAt)
    {
        var message = Unsent(messageId, MessageStatus.Sending, "This message is not being sent.");
        Move(TicketAction.DeliveryStep, stamp);
        message.Queue(retryAt);
        message.Reason = why;
    }

    /// <summary>It did not go out and is not tried again by itself (Failed), or it may have gone out (Uncertain). A person decides.</summary>
    public void DeliveryFailed(Stamp stamp, Guid messageId, string why, bool mayHaveBeenSent)
    {
        var message = Unsent(messageId, MessageStatus.Sending, "This message is not being sent.");
        var from = Move(TicketAction.DeliveryFailed, stamp);
        message.Status = mayHaveBeenSent ? MessageStatus.Uncertain : MessageStatus.Failed;
        message.Reason = why;
        message.ClaimedUntil = null;
        Say(stamp, mayHaveBeenSent
            ? $"It is not certain that a reply reached the customer: {why}"
            : $"A reply could not be sent: {why}");
        Record(TicketAction.DeliveryFailed, stamp, from, why);
    }

    /// <summary>Retry (Failed) or Resend (Uncertain), on a person's word.</summary>
    public void Retry(Stamp stamp, Guid messageId)
    {
        var message = Find(messageId);
        if (message.Status is not (MessageStatus.Failed or MessageStatus.Uncertain))
        {
            throw new RuleBroken("This message does not wait for a retry any more.");
        }

        StatusBeforeReply = Move(TicketAction.Retry, stamp);
        message.Attempts = 0;
        message.Queue(stamp.At);
        Record(TicketAction.Retry, stamp, StatusBeforeReply);
    }

    /// <summary>A person knows that an uncertain message did reach the customer.</summary>
    public void MarkAsSent(Stamp stamp, Guid messageId)
    {
        var message = Unsent(messageId, MessageStatus.Uncertain, "It is no longer uncertain whether this message was sent.");
        StatusBeforeReply = Move(TicketAction.Retry, stamp);
        CountAsSent(message, stamp);
        Record(TicketAction.Retry, stamp, StatusBeforeReply, "Marked as sent");
    }

    private void CountAsSent(Message message, Stamp stamp)
    {
        message.Status = MessageStatus.Sent;
        message.SentAt = stamp.At;
        message.ClaimedUntil = null;
        message.Reason = null;
        if (message.Sender is Sender.Ensoras)
        {
            EnsorasMessages++;
        }
        else
        {
            AgentMessages++;
        }

        Show(message, stamp);
        var answersEverything = message.AnswersNumber is null || message.AnswersNumber == LastCustomerNumber;
        if (answersEverything)
        {
            _customerWaitsSince = null;
            IsUnread = false;
        }

        if (Status is TicketStatus.AwaitingCustomer)
        {
            // The waiting period counts from the moment the customer has the answer.
            StatusSince = stamp.At;
        }
    }
}
