namespace Ensoras.Domain.Tickets;

/// <summary>What customers and agents write.</summary>
public sealed partial class Ticket
{
    private DateTimeOffset? _customerWaitsSince;

    /// <summary>Where the ticket stood before what is on its way to the customer, for taking it back.</summary>
    internal TicketStatus StatusBeforeReply { get; private set; }

    /// <summary>The customer wrote. <paramref name="externalId"/> is what a second delivery is recognised by.</summary>
    /// <param name="attachmentIds">Files that the customer uploaded before; with any, the text may be empty.</param>
    public Message CustomerWrote(
        Stamp stamp,
        string text,
        string? externalId,
        IReadOnlyCollection<Guid>? attachmentIds = null)
    {
        var attachments = Chosen(stamp, attachmentIds);
        var body = Required(text, attachments.Count > 0);
        var from = Move(TicketAction.CustomerWrites, stamp, to: WhoseTurn);
        BeforeClose = null;
        RejectPendingDrafts(Rejection.Superseded, stamp);
        CancelWhatWaitsForSilence(stamp);
        var message = Append(Sender.Customer, MessageStatus.Received, body, stamp);
        message.ExternalId = externalId;
        Attach(message, attachments);
        CustomerMessages++;
        LastCustomerNumber = message.Number;
        WorkflowsFrom ??= message.Number;
        IsUnread = true;
        _customerWaitsSince ??= stamp.At;
        Show(message, stamp);
        if (Type is TicketType.Ensoras || IsPreparing)
        {
            WantDraft(stamp);
        }

        Record(TicketAction.CustomerWrites, stamp, from);
        return message;
    }

    /// <summary>
    /// The customer said no more than thanks after the matter was done: it is noted, and nobody gets work from it.
    /// </summary>
    /// <param name="externalId">As for <see cref="CustomerWrote"/>.</param>
    public Message CustomerThanked(Stamp stamp, string text, string? externalId)
    {
        var body = Required(text);
        var from = Move(TicketAction.CustomerThanks, stamp);
        BeforeClose = null;
        CancelWhatWaitsForSilence(stamp);
        var message = Append(Sender.Customer, MessageStatus.Received, body, stamp);
        message.ExternalId = externalId;
        CustomerMessages++;
        LastCustomerNumber = message.Number;
        Show(message, stamp);
        Record(TicketAction.CustomerThanks, stamp, from);
        return message;
    }

    /// <summary>An agent's reply. It rests for <paramref name="grace"/>, in which sending can be undone.</summary>
    /// <param name="clientId">Made where the text was written: the same one again is the same reply, which is then
    /// already there.</param>
    /// <param name="attachmentIds">Files that its author uploaded before; with any, the text may be empty.</param>
    /// <param name="seen">What its author had on screen when they began; if the conversation went on since, it is
    /// <see cref="StaleReplyException"/>.</param>
    public Message Reply(
        Stamp stamp,
        string text,
        TimeSpan grace,
        Guid? clientId = null,
        IReadOnlyCollection<Guid>? attachmentIds = null,
        Seen? seen = null)
    {
        if (WrittenBefore(clientId) is { } earlier)
        {
            return earlier;
        }

        var attachments = Chosen(stamp, attachmentIds);
        var body = Required(text, attachments.Count > 0);
        HoldIfOthersSpoke(stamp, seen);
        var from = Move(TicketAction.Reply, stamp);
        var pending = RememberPending(draft => draft.IsPendingDraft);
        TakeOverFromEnsoras(Rejection.AgentReplied, stamp);
        var message = Append(Sender.Agent, MessageStatus.Queued, body, stamp);
        message.ExternalId = ExternalIdFor(clientId);
        Attach(message, attachments);
        BeforeReply = pending is { Request: null, Messages.Count: 0 }
            ? null
            : new RepliedState(message.Id, LastCustomerNumber, pending).ToJson();
        Send(message, from, stamp.At + grace);
        Record(TicketAction.Reply, stamp, from);
        return message;
    }

    /// <summary>
    /// Undoes a reply that has not gone out yet; only its author can; returns its text for the composer.
    /// </summary>
    public string UndoReply(Stamp stamp, Guid messageId)
    {
        var message = Find(messageId);
        var pending = SetAsideBy(message);
        var to = pending is null ? StatusWithout(message) : StatusBeforeReply;
        var from = Move(TicketAction.UndoReply, stamp, message, to);
        message.Reject(Rejection.Undone, stamp.By);
        ReleaseAttachments(message, stamp);
        BeforeReply = null;
        if (pending is not null)
        {
            Restore(pending, Rejection.AgentReplied, stamp);
        }
        else
        {
            NoLongerAnswered(message);
        }

        Record(TicketAction.UndoReply, stamp, from);
        return message.Body;
    }

    /// <summary>An internal note, which the customer never sees.</summary>
    /// <param name="clientId">As for <see cref="Reply"/>.</param>
    /// <param name="attachmentIds">As for <see cref="Reply"/>.</param>
    public Message WriteNote(
        Stamp stamp,
        string text,
        Guid? clientId = null,
        IReadOnlyCollection<Guid>? attachmentIds = null)
    {
        if (WrittenBefore(clientId) is { } earlier)
        {
            return earlier;
        }

        var attachments = Chosen(stamp, attachmentIds);
        var body = Required(text, attachments.Count > 0);
        var from = Move(TicketAction.WriteNote, stamp);
        var note = Append(Sender.Agent, MessageStatus.Sent, body, stamp, isNote: true);
        note.ExternalId = ExternalIdFor(clientId);
        Attach(note, attachments);
        note.SentAt = stamp.At;
        Record(TicketAction.WriteNote, stamp, from);
        return note;
    }

    /// <summary>A System line about something that happened elsewhere; for imports.</summary>
    internal void Remark(Stamp stamp, Sentence what)
    {
        AddSystemMessage(stamp, what);
        UpdateDerivedFields(stamp);
    }

    /// <summary>The customer who began it unknown has signed in: it goes on as this customer's.</summary>
    /// <returns>False when it has ended or is another customer's.</returns>
    public bool Identify(Stamp stamp, Guid unknownId, Guid customerId)
    {
        if (CustomerId == customerId || CustomerId != unknownId || !IsOpen)
        {
            return CustomerId == customerId;
        }

        var from = Move(TicketAction.Identify, stamp);
        CustomerId = customerId;

        // Who wrote the ended conversation before this one, nobody knows.
        PreviousTicketId = null;
        Record(TicketAction.Identify, stamp, from);
        return true;
    }

    /// <summary>Somebody on the team has opened the ticket; the dot goes for everyone. No history line.</summary>
    public void MarkRead(Stamp stamp)
    {
        Move(TicketAction.MarkRead, stamp);
        IsUnread = false;
    }
}
