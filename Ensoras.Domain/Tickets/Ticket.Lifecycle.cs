namespace Ensoras.Domain.Tickets;

/// <summary>Closing, reopening and moving by hand.</summary>
public sealed partial class Ticket
{
    public void Close(Stamp stamp)
    {
        if (Status is TicketStatus.Closed && stamp.By.Id is not null && IsOwnClose(stamp))
        {
            return;
        }

        var before = Remember(stamp);
        var from = Move(TicketAction.Close, stamp);
        CleanUpOnClose(stamp, before);
        Record(TicketAction.Close, stamp, from);
    }

    /// <summary>The waiting period is over. Refuses when it is not, or when a message is still to go out.</summary>
    public void AutoClose(Stamp stamp, TimeSpan after)
    {
        if (StatusSince + after > stamp.At)
        {
            throw new RuleBrokenException(Sentence.Of("Tickets.PeriodNotOver"));
        }

        if (
            _messages.Exists(message =>
                message.Status is MessageStatus.Scheduled or MessageStatus.Queued or MessageStatus.Sending))
        {
            throw new RuleBrokenException(Sentence.Of("Tickets.MessageUnsent"));
        }

        var before = Remember(stamp);
        var from = Move(TicketAction.AutoClose, stamp);
        CleanUpOnClose(stamp, before);
        AddSystemMessage(stamp, Sentence.Of("Tickets.AutoClosed", after.TotalHours, from));
        Record(TicketAction.AutoClose, stamp, from);
    }

    /// <summary>
    /// Gives it back to the person who handles it. Soon after it was closed, everything is as it was before instead.
    /// </summary>
    public void Reopen(Stamp stamp)
    {
        if (CanUndoClose(stamp))
        {
            Restore(stamp);
            return;
        }

        var from = Move(TicketAction.Reopen, stamp, to: WhoseTurn);
        BeforeClose = null;
        if (Type is TicketType.Ensoras)
        {
            WantDraft(stamp);
        }

        Record(TicketAction.Reopen, stamp, from);
    }

    /// <summary>
    /// Whatever status a person chooses: closing and reopening by their own rules, any other as it is.
    /// </summary>
    public void ChooseStatus(Stamp stamp, TicketStatus status)
    {
        if (status is TicketStatus.Closed)
        {
            Close(stamp);
        }
        else if (!IsOpen && status == WhoseTurn)
        {
            Reopen(stamp);
        }
        else
        {
            ChangeStatus(stamp, status);
        }
    }

    /// <summary>
    /// Any open status but Awaiting Approval. Awaiting Ensoras hands the ticket to Ensoras and asks for a draft.
    /// </summary>
    public void ChangeStatus(Stamp stamp, TicketStatus status)
    {
        if (status == Status)
        {
            throw new RuleBrokenException(Sentence.Of("Tickets.StatusAlready", status));
        }

        if (status is TicketStatus.AwaitingApproval)
        {
            throw new RuleBrokenException(Sentence.Of("Tickets.NoDraftToApprove"));
        }

        var from = Move(TicketAction.ChangeStatus, stamp, to: status);
        TakeOverFromEnsoras(Rejection.StatusChanged, stamp);
        if (status is TicketStatus.AwaitingEnsoras)
        {
            Type = TicketType.Ensoras;
            WantDraft(stamp);
        }

        AddSystemMessage(stamp, Sentence.Of("Tickets.StatusChanged", stamp.By.Name, from, Status));
        Record(TicketAction.ChangeStatus, stamp, from);
    }

    /// <summary>
    /// It has awaited Ensoras for longer than <paramref name="after"/> and enters the Inbox. False when it has not, or
    /// is there already.
    /// </summary>
    public bool GoStale(Stamp stamp, TimeSpan after)
    {
        if (Status is not TicketStatus.AwaitingEnsoras || IsStale || StatusSince + after > stamp.At)
        {
            return false;
        }

        var from = Move(TicketAction.GoStale, stamp);
        IsStale = true;
        Record(TicketAction.GoStale, stamp, from);
        return true;
    }

    private void CleanUpOnClose(Stamp stamp, ClosedState before)
    {
        TakeOverFromEnsoras(Rejection.Closed, stamp);
        foreach (var message in _messages.Where(message => message.Status is MessageStatus.Scheduled))
        {
            message.Reject(Rejection.Closed, stamp.By);
        }

        _customerWaitsSince = null;
        IsUnread = false;
        BeforeClose = before.ToJson();
    }
}
