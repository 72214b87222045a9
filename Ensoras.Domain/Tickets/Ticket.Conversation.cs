namespace Ensoras.Domain.Tickets;

/// <summary>What customers and agents write.</summary>
public sealed partial class Ticket
{
    public static readonly TimeSpan SoonestSchedule = TimeSpan.FromMinutes(1);
    public static readonly TimeSpan LatestSchedule = TimeSpan.FromHours(48);

    private DateTimeOffset? _customerWaitsSince;

    /// <summary>Where the ticket stood before what is on its way to the customer, for taking it back.</summary>
    internal TicketStatus StatusBeforeReply { get; private set; }

    /// <summary>Where taking back the reply at hand leads.</summary>
    internal TicketStatus StatusAfterUndo { get; private set; }

    /// <summary>The customer wrote. <paramref name="externalId"/> is what a second delivery is recognised by.</summary>
    /// <param name="attachmentIds">Files that the customer uploaded before; with any, the text may be empty.</param>
    public Message CustomerWrote(Stamp stamp, string text, string? externalId, IReadOnlyCollection<Guid>? attachmentIds = null)
    {
        var attachments = Chosen(stamp, attachmentIds);
        var body = Required(text, attachments.Count > 0);
        if (Status is TicketStatus.Closed && Channel is Channel.Widget)
        {
            throw new RuleBrokenException("This conversation has ended. A new message starts a new one.");
        }

        var from = Move(TicketAction.CustomerWrites, stamp);
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

    /// <summary>An agent's reply. It rests for <paramref name="grace"/>, in which it can be taken back.</summary>
    /// <param name="clientId">Made where the text was written: the same one again is the same reply, which is then already there.</param>
    /// <param name="attachmentIds">Files that its author uploaded before; with any, the text may be empty.</param>
    /// <param name="seen">What its author had on screen when they began; if the conversation went on since, it is <see cref="StaleReplyException"/>.</param>
    public Message Reply(Stamp stamp, string text, TimeSpan grace, Guid? clientId = null, IReadOnlyCollection<Guid>? attachmentIds = null, Seen? seen = null)
    {
        if (WrittenBefore(clientId) is { } earlier)
        {
            return earlier;
        }

        var attachments = Chosen(stamp, attachmentIds);
        var body = Required(text, attachments.Count > 0);
        HoldIfOthersSpoke(stamp, seen);
        var from = Move(TicketAction.Reply, stamp);
        TakeOverFromEnsoras(Rejection.AgentReplied, stamp);
        var message = Append(Sender.Agent, MessageStatus.Queued, body, stamp);
        message.ExternalId = ExternalIdFor(clientId);
        Attach(message, attachments);
        Send(message, from, stamp.At + grace);
        Record(TicketAction.Reply, stamp, from);
        return message;
    }

    /// <summary>Its author takes back a reply that has not gone out yet; returns its text for the composer.</summary>
    public string UndoReply(Stamp stamp, Guid messageId)
    {
        var message = Unsent(messageId, MessageStatus.Queued, "This reply is already on its way and cannot be taken back.");
        if (message.Sender is not Sender.Agent)
        {
            throw new RuleBrokenException("Ensoras wrote this reply; a reviewer can take its approval back.");
        }

        if (message.AuthorId != stamp.By.Id)
        {
            throw new RuleBrokenException($"{message.AuthorName} wrote this reply; only they can take it back.");
        }

        StatusAfterUndo = StatusWithout(message);
        var from = Move(TicketAction.UndoReply, stamp);
        message.Reject(Rejection.Undone, stamp.By);
        ReleaseAttachments(message, stamp);
        NoLongerAnswered(message);
        Record(TicketAction.UndoReply, stamp, from);
        return message.Body;
    }

    /// <summary>A reply for later: at least one minute and at most 48 hours ahead.</summary>
    /// <param name="clientId">As for <see cref="Reply"/>.</param>
    /// <param name="attachmentIds">As for <see cref="Reply"/>.</param>
    /// <param name="seen">As for <see cref="Reply"/>.</param>
    public Message Schedule(Stamp stamp, string text, DateTimeOffset dueAt, bool cancelIfCustomerReplies, Guid? clientId = null, IReadOnlyCollection<Guid>? attachmentIds = null, Seen? seen = null)
    {
        if (WrittenBefore(clientId) is { } earlier)
        {
            return earlier;
        }

        var attachments = Chosen(stamp, attachmentIds);
        var body = Required(text, attachments.Count > 0);
        if (dueAt < stamp.At + SoonestSchedule)
        {
            throw new RuleBrokenException("A scheduled reply is at least one minute ahead. Choose a later time, or send it now.");
        }

        if (dueAt > stamp.At + LatestSchedule)
        {
            throw new RuleBrokenException("A reply can be scheduled up to 48 hours ahead. Choose an earlier time.");
        }

        HoldIfOthersSpoke(stamp, seen);
        var from = Move(TicketAction.Schedule, stamp);
        var message = Append(Sender.Agent, MessageStatus.Scheduled, body, stamp);
        message.ExternalId = ExternalIdFor(clientId);
        Attach(message, attachments);

        // In whole milliseconds like every stamp, or a trigger that fires at this moment would find it not yet due.
        message.DueAt = dueAt.AddTicks(-(dueAt.UtcTicks % TimeSpan.TicksPerMillisecond));
        message.CancelIfCustomerReplies = cancelIfCustomerReplies;
        Record(TicketAction.Schedule, stamp, from);
        return message;
    }

    /// <summary>Sends a scheduled message: on a person's word at any time, by the clock only once it is due.</summary>
    public void SendScheduled(Stamp stamp, Guid messageId)
    {
        var message = Unsent(messageId, MessageStatus.Scheduled, "This message is no longer scheduled: it was sent or cancelled in the meantime.");
        if (stamp.By.Kind is Sender.System && message.DueAt > stamp.At)
        {
            throw new RuleBrokenException("This message is not due yet.");
        }

        var from = Move(TicketAction.SendNow, stamp);
        TakeOverFromEnsoras(Rejection.AgentReplied, stamp);
        Send(message, from, stamp.At);
        Record(TicketAction.SendNow, stamp, from);
    }

    public void CancelScheduled(Stamp stamp, Guid messageId)
    {
        var message = Unsent(messageId, MessageStatus.Scheduled, "This message is no longer scheduled: it was sent or cancelled in the meantime.");
        var from = Move(TicketAction.CancelScheduled, stamp);
        message.Reject(Rejection.Cancelled, stamp.By);
        ReleaseAttachments(message, stamp);
        Record(TicketAction.CancelScheduled, stamp, from);
    }

    /// <summary>An internal note, which the customer never sees.</summary>
    /// <param name="clientId">As for <see cref="Reply"/>.</param>
    /// <param name="attachmentIds">As for <see cref="Reply"/>.</param>
    public Message WriteNote(Stamp stamp, string text, Guid? clientId = null, IReadOnlyCollection<Guid>? attachmentIds = null)
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
    internal void Remark(Stamp stamp, string text)
    {
        AddSystemMessage(stamp, Required(text));
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

    // Shaped like what Message.Queue gives, because it becomes the e-mail's Message-ID. What was taken back keeps its own.
    private string? ExternalIdFor(Guid? clientId) =>
        clientId is { } id && !_messages.Exists(message => message.ExternalId == $"{id:N}@ensoras") ? $"{id:N}@ensoras" : null;

    /// <summary>The same text sent twice is there already, unless it was taken back or cancelled and is now meant again.</summary>
    private Message? WrittenBefore(Guid? clientId) =>
        clientId is { } id ? _messages.Find(message => message.ExternalId == $"{id:N}@ensoras" && message.Status is not MessageStatus.Rejected) : null;

    private Message Unsent(Guid messageId, MessageStatus expected, string refusal)
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

        message.Queue(_messages.Where(other => other != message && other is { Status: MessageStatus.Queued, Attempts: > 0 })
            .Aggregate(dueAt, (latest, other) => other.DueAt > latest ? other.DueAt.Value : latest));
    }

    private bool SomethingElseIsOnItsWay(Message than) =>
        _messages.Exists(other => other != than && other.Status is MessageStatus.Queued or MessageStatus.Sending);

    /// <summary>Where the ticket stands if this reply, still resting, does not go out. What Ensoras had begun is gone by then, so a person goes on.</summary>
    private TicketStatus StatusWithout(Message reply)
    {
        if (Status is not TicketStatus.AwaitingCustomer || SomethingElseIsOnItsWay(reply))
        {
            return Status;
        }

        return StatusBeforeReply is TicketStatus.AwaitingEnsoras or TicketStatus.AwaitingApproval ? TicketStatus.AwaitingAgent : StatusBeforeReply;
    }

    /// <summary>A reply did not go out after all: rejecting a draft must not lead back to waiting for an answer to it.</summary>
    private void NoLongerAnswered(Message reply)
    {
        if (Status is TicketStatus.AwaitingApproval && StatusBeforeDraft is TicketStatus.AwaitingCustomer && !SomethingElseIsOnItsWay(reply))
        {
            StatusBeforeDraft = TicketStatus.AwaitingAgent;
        }
    }

    private void CancelWhatWaitsForSilence(Stamp stamp)
    {
        foreach (var message in _messages.Where(message => message.Status is MessageStatus.Scheduled && message.CancelIfCustomerReplies).ToList())
        {
            message.Reject(Rejection.Cancelled, stamp.By, "The customer replied first.");
            AddSystemMessage(stamp, "A scheduled reply was cancelled because the customer replied first.");
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
