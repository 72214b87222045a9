namespace Ensoras.Domain.Tickets;

/// <summary>The way of a queued message to the customer. A worker claims first; nothing is ever sent twice.</summary>
public sealed partial class Ticket
{
    /// <summary>
    /// A worker takes a message that is due. False when it is not due, another has it, or one before it is still
    /// being sent.
    /// </summary>
    /// <param name="serverId">Which server it is with; without it only <paramref name="until"/> ends the claim.</param>
    /// <param name="mailId">Its Message-ID as an e-mail; the one of an earlier attempt stays.</param>
    public bool ClaimForSending(
        Stamp stamp,
        Guid messageId,
        DateTimeOffset until,
        Guid? serverId = null,
        string? mailId = null)
    {
        var message = Find(messageId);
        if (message.Status is not MessageStatus.Queued
            || message.DueAt > stamp.At
            || _messages.Exists(other => other.Status is MessageStatus.Sending))
        {
            return false;
        }

        Move(TicketAction.DeliveryStep, stamp);
        message.Status = MessageStatus.Sending;
        message.ClaimedUntil = until;
        message.ClaimedBy = serverId;
        message.MailId ??= mailId;
        message.Attempts++;
        return true;
    }

    /// <summary>The channel took the message: from now on the customer has it.</summary>
    public void Delivered(Stamp stamp, Guid messageId)
    {
        var message = Unsent(messageId, MessageStatus.Sending, Sentence.Of("Tickets.NotBeingSent"));
        var from = Move(TicketAction.DeliveryStep, stamp);
        CountAsSent(message, stamp);
        Record(TicketAction.DeliveryStep, stamp, from, Sentence.Of("Words.Sent"));
    }

    /// <summary>
    /// It certainly did not go out and is tried again at <paramref name="retryAt"/>; what follows it waits with it, so
    /// that the order stays.
    /// </summary>
    public void Postponed(Stamp stamp, Guid messageId, Sentence why, DateTimeOffset retryAt)
    {
        var message = Unsent(messageId, MessageStatus.Sending, Sentence.Of("Tickets.NotBeingSent"));
        Move(TicketAction.DeliveryStep, stamp);
        message.Queue(retryAt);
        message.Reason = why;
        foreach (var later in _messages.Where(other =>
            other != message && other.Status is MessageStatus.Queued && other.DueAt < retryAt))
        {
            later.DueAt = retryAt;
        }
    }

    /// <summary>
    /// The server that was sending it is gone, and whether it went out nobody knows. False when the claim still holds
    /// or was settled.
    /// </summary>
    /// <param name="living">The servers that live; a claim of one of them holds whatever a clock says.</param>
    public bool ClaimLost(Stamp stamp, Guid messageId, IReadOnlyList<Guid>? living = null)
    {
        var message = Find(messageId);
        var holds =
            message.ClaimedBy is { } server && living is not null
                ? living.Contains(server)
                : message.ClaimedUntil >= stamp.At;
        if (message.Status is not MessageStatus.Sending || holds)
        {
            return false;
        }

        GiveUpSending(message, stamp, Sentence.Of("Tickets.ServerStopped"), mayHaveBeenSent: true);
        return true;
    }

    /// <summary>
    /// It did not go out and is not tried again by itself (Failed), or it may have gone out (Uncertain). A person
    /// decides.
    /// </summary>
    public void DeliveryFailed(Stamp stamp, Guid messageId, Sentence why, bool mayHaveBeenSent)
    {
        var message = Unsent(messageId, MessageStatus.Sending, Sentence.Of("Tickets.NotBeingSent"));
        GiveUpSending(message, stamp, why, mayHaveBeenSent);
    }

    private void GiveUpSending(Message message, Stamp stamp, Sentence why, bool mayHaveBeenSent)
    {
        var from = Move(TicketAction.DeliveryFailed, stamp, to: BackAtTheDesk);
        message.Status = mayHaveBeenSent ? MessageStatus.Uncertain : MessageStatus.Failed;
        message.Reason = why;
        message.DueAt = null;
        message.ClaimedUntil = null;
        message.ClaimedBy = null;
        NoLongerAnswered(message);
        AddSystemMessage(stamp, mayHaveBeenSent
            ? Sentence.Of("Tickets.MaybeSent", why)
            : Sentence.Of("Tickets.NotSent", why));
        Record(TicketAction.DeliveryFailed, stamp, from, why);
    }

    /// <summary>
    /// Retry (Failed) or Resend (Uncertain), at a person's request; like a reply, it sets pending drafts aside.
    /// </summary>
    public void Retry(Stamp stamp, Guid messageId)
    {
        var message = Find(messageId);
        var from = Move(TicketAction.Retry, stamp, message);
        TakeOverFromEnsoras(Rejection.AgentReplied, stamp);
        message.Attempts = 0;
        Send(message, from, stamp.At);
        Record(TicketAction.Retry, stamp, from);
    }

    /// <summary>
    /// A person knows that an uncertain message did reach the customer. Then the customer is awaited, unless the
    /// ticket went on meanwhile: a newer question or a draft for it is not answered by this.
    /// </summary>
    public void MarkAsSent(Stamp stamp, Guid messageId)
    {
        var message = Find(messageId);
        var endsWaiting = Status is TicketStatus.AwaitingAgent && message.Number > LastCustomerNumber;
        var from = Move(TicketAction.MarkAsSent, stamp, message, endsWaiting ? TicketStatus.AwaitingCustomer : Status);
        CountAsSent(message, stamp);
        Record(TicketAction.MarkAsSent, stamp, from);
    }

    private void CountAsSent(Message message, Stamp stamp)
    {
        message.Status = MessageStatus.Sent;
        message.SentAt = stamp.At;
        message.DueAt = null;
        message.ClaimedUntil = null;
        message.ClaimedBy = null;
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
        if (message.Number > LastCustomerNumber || Status is TicketStatus.AwaitingCustomer)
        {
            _customerWaitsSince = null;
            IsUnread = false;
        }

        if (Status is TicketStatus.AwaitingCustomer)
        {
            // The waiting period counts from the moment the customer has the answer.
            StatusSince = stamp.At;
            StatusBeforeReply = Status;
        }
    }
}
