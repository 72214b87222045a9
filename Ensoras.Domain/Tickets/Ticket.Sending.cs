namespace Ensoras.Domain.Tickets;

/// <summary>How replies are put on their way, in turn, and where the ticket stands without them.</summary>
public sealed partial class Ticket
{
    // Shaped like what Message.Queue gives, because it becomes the e-mail's Message-ID. What was undone keeps its
    // own.
    private string? ExternalIdFor(Guid? clientId) =>
        clientId is { } id && !_messages.Exists(message => message.ExternalId == $"{id:N}@ensoras")
            ? $"{id:N}@ensoras"
            : null;

    /// <summary>
    /// The same text sent twice is there already, unless it was undone or canceled and is now meant again.
    /// </summary>
    private Message? WrittenBefore(Guid? clientId) =>
        clientId is { } id
            ? _messages.Find(message =>
                message.ExternalId == $"{id:N}@ensoras" && message.Status is not MessageStatus.Rejected)
            : null;

    private Message Unsent(Guid messageId, MessageStatus expected, Sentence refusal)
    {
        var message = Find(messageId);
        return message.Status == expected ? message : throw new RuleBrokenException(refusal);
    }

    /// <summary>Puts a reply on its way. It goes out in turn: what is being retried goes first.</summary>
    private void Send(Message message, TicketStatus from, DateTimeOffset dueAt)
    {
        if (from is not TicketStatus.AwaitingCustomer || !SomethingElseIsOnItsWay(message))
        {
            StatusBeforeReply = from;
        }

        message.Queue(
            _messages
                .Where(other => other != message && other is { Status: MessageStatus.Queued, Attempts: > 0 })
                .Aggregate(dueAt, (latest, other) => other.DueAt > latest ? other.DueAt.Value : latest));
    }

    private bool SomethingElseIsOnItsWay(Message than) =>
        _messages.Exists(other => other != than && other.Status is MessageStatus.Queued or MessageStatus.Sending);

    /// <summary>
    /// Where the ticket stands if this reply, still resting, does not go out. What Ensoras had begun is gone by then,
    /// so a person goes on.
    /// </summary>
    private TicketStatus StatusWithout(Message reply)
    {
        if (Status is not TicketStatus.AwaitingCustomer || SomethingElseIsOnItsWay(reply))
        {
            return Status;
        }

        return StatusBeforeReply is TicketStatus.AwaitingEnsoras or TicketStatus.AwaitingApproval
            ? TicketStatus.AwaitingAgent
            : StatusBeforeReply;
    }

    /// <summary>
    /// A reply did not go out after all: rejecting a draft must not lead back to waiting for an answer to it.
    /// </summary>
    private void NoLongerAnswered(Message reply)
    {
        if (Status is TicketStatus.AwaitingApproval
            && StatusBeforeDraft is TicketStatus.AwaitingCustomer
            && !SomethingElseIsOnItsWay(reply))
        {
            StatusBeforeDraft = TicketStatus.AwaitingAgent;
        }
    }

    /// <summary>The customer sees this message from now on.</summary>
    private void Show(Message message, Stamp stamp)
    {
        message.ShownNumber = ++LastShownNumber;
        MessageCount++;
        LastMessageAt = stamp.At;
        LastMessageBy = message.Sender;
    }
}
