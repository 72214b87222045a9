namespace Ensoras.Domain.Tickets;

/// <summary>
/// Replies for later. Each is sent or canceled, never both; one that is much too late is held for a person.
/// </summary>
public sealed partial class Ticket
{
    public static readonly TimeSpan SoonestSchedule = TimeSpan.FromMinutes(1);
    public static readonly TimeSpan LatestSchedule = TimeSpan.FromHours(48);

    /// <summary>
    /// Sent by the clock up to this long after its moment; later than that, what it says may no longer be true.
    /// </summary>
    public static readonly TimeSpan MaxLateness = TimeSpan.FromHours(1);

    /// <summary>A reply for later: at least one minute and at most 48 hours ahead.</summary>
    /// <param name="clientId">As for <see cref="Reply"/>.</param>
    /// <param name="attachmentIds">As for <see cref="Reply"/>.</param>
    /// <param name="seen">As for <see cref="Reply"/>.</param>
    public Message Schedule(
        Stamp stamp,
        string text,
        DateTimeOffset dueAt,
        bool cancelIfCustomerReplies,
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
        if (dueAt < stamp.At + SoonestSchedule)
        {
            throw new RuleBrokenException(Sentence.Of("Tickets.TooSoon"));
        }

        if (dueAt > stamp.At + LatestSchedule)
        {
            throw new RuleBrokenException(Sentence.Of("Tickets.TooLate"));
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

    /// <summary>Sends a scheduled message before its moment, or one that is held.</summary>
    public void SendNow(Stamp stamp, Guid messageId)
    {
        var message = Find(messageId);
        var from = Move(TicketAction.SendNow, stamp, message);
        SendScheduled(message, stamp, from);
    }

    /// <summary>
    /// The moment of a scheduled message has come: it is sent, or held when it is too late or what it quotes has
    /// changed.
    /// </summary>
    /// <returns>Whether it was sent.</returns>
    public bool ScheduledMomentCame(Stamp stamp, Guid messageId)
    {
        var message = Find(messageId);
        if (message is { Status: MessageStatus.Scheduled, DueAt: null })
        {
            // Another worker has held it for a person already.
            return false;
        }

        if (message is { Status: MessageStatus.Scheduled, DueAt: { } due } && due > stamp.At)
        {
            throw new RuleBrokenException(Sentence.Of("Tickets.NotDue"));
        }

        if (WhyHold(message, stamp) is { } why)
        {
            Hold(stamp, message, why);
            return false;
        }

        var from = Move(TicketAction.SendNow, stamp, message);
        SendScheduled(message, stamp, from);
        return true;
    }

    private void Hold(Stamp stamp, Message message, Sentence why)
    {
        var before = Move(
            TicketAction.HoldScheduled,
            stamp,
            message,
            Status is TicketStatus.AwaitingCustomer or TicketStatus.Resolved ? TicketStatus.AwaitingAgent : Status);
        message.DueAt = null;
        message.Reason = why;

        // A person has to look, so the ticket is in the Inbox at once.
        IsStale |= Status is TicketStatus.AwaitingEnsoras;
        AddSystemMessage(stamp, Sentence.Of("Tickets.HeldBecause", why));
        Record(TicketAction.HoldScheduled, stamp, before, why);
    }

    public void CancelScheduled(Stamp stamp, Guid messageId)
    {
        var message = Find(messageId);
        var from = Move(TicketAction.CancelScheduled, stamp, message);
        message.Reject(Rejection.Cancelled, stamp.By);
        ReleaseAttachments(message, stamp);
        Record(TicketAction.CancelScheduled, stamp, from);
    }

    private void SendScheduled(Message message, Stamp stamp, TicketStatus from)
    {
        TakeOverFromEnsoras(Rejection.AgentReplied, stamp);
        Send(message, from, stamp.At);
        Record(TicketAction.SendNow, stamp, from);
    }

    private Sentence? WhyHold(Message message, Stamp stamp)
    {
        if (message is not { Status: MessageStatus.Scheduled, DueAt: { } due })
        {
            return null;
        }

        if (stamp.At - due > MaxLateness)
        {
            return Sentence.Of("Tickets.WasDue", due.ToUniversalTime(), Late(stamp.At - due));
        }

        if (WhyHoldOfDeparted(message) is { } departed)
        {
            return departed;
        }

        return ChangedSources(message) is { Count: > 0 } changes
            ? Sentence.Of("Tickets.ChangedSince", Refusals.Describe(changes))
            : null;
    }

    private static Sentence Late(TimeSpan time) => time switch
    {
        { TotalDays: >= 2 } => Sentence.Of("Words.Days", (int)time.TotalDays),
        { TotalHours: >= 2 } => Sentence.Of("Words.Hours", (int)time.TotalHours),
        _ => Sentence.Of("Words.Minutes", (int)time.TotalMinutes),
    };

    private void CancelWhatWaitsForSilence(Stamp stamp)
    {
        foreach (var message in _messages.FindAll(message =>
            message.Status is MessageStatus.Scheduled && message.CancelIfCustomerReplies))
        {
            message.Reject(Rejection.Cancelled, stamp.By, Sentence.Of("Tickets.RepliedFirst"));
            AddSystemMessage(stamp, Sentence.Of("Tickets.CanceledBecauseReplied"));
        }
    }
}
