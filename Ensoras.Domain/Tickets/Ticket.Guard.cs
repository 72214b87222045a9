namespace Ensoras.Domain.Tickets;

/// <summary>What may be done now, and by whom. Screens, the API and the operations themselves all ask here.</summary>
public sealed partial class Ticket
{
    private static readonly TicketAction[] AboutMessages =
    [
        TicketAction.Approve,
        TicketAction.UndoApprove,
        TicketAction.Reject,
        TicketAction.Regenerate,
        TicketAction.KeepDraft,
        TicketAction.ConfirmSources,
        TicketAction.EditDraft,
        TicketAction.EditArguments,
        TicketAction.ExecuteAndReview,
        TicketAction.RunAll,
        TicketAction.UndoReply,
        TicketAction.SendNow,
        TicketAction.CancelScheduled,
        TicketAction.HoldScheduled,
        TicketAction.UseAgain,
        TicketAction.Retry,
        TicketAction.MarkAsSent,
    ];

    /// <summary>Whether this actor may do this now.</summary>
    /// <param name="messageId">The message it is about; null for any message of the ticket that it could be
    /// about.</param>
    public bool Can(TicketAction action, Actor by, Guid? messageId = null)
    {
        if (!IsAboutMessage(action))
        {
            return WhyNot(action, by, null) is null;
        }

        return messageId is { } id
            ? _messages.Find(message => message.Id == id) is { } about && WhyNot(action, by, about) is null
            : _messages.Exists(message => WhyNot(action, by, message) is null);
    }

    /// <summary>What this actor may do with a message of this ticket now.</summary>
    public IReadOnlyList<TicketAction> ActionsOn(Message message, Actor by) =>
        message.Status is MessageStatus.Received or MessageStatus.Sent
            ? []
            :
            [
                .. AboutMessages.Where(action =>
                    TicketTransitions.LeastRole(action) is not null && WhyNot(action, by, message) is null),
            ];

    /// <summary>
    /// The statuses that this actor can choose from, the present one among them; empty when there is no choice.
    /// </summary>
    public IReadOnlyList<TicketStatus> StatusChoices(Actor by)
    {
        var choices = Enum.GetValues<TicketStatus>()
            .Where(status => status == Status || CanBecome(status, by))
            .ToList();
        return choices.Count > 1 ? choices : [];
    }

    /// <summary>The step that every operation begins with: asks whether it is allowed and sets the status.</summary>
    /// <param name="about">The message that it is about, where there is one.</param>
    /// <param name="to">Where it leads; null for the only place there is, or to stay.</param>
    /// <returns>Where the ticket stood before.</returns>
    private TicketStatus Move(TicketAction action, Stamp stamp, Message? about = null, TicketStatus? to = null)
    {
        if (WhyNot(action, stamp.By, about) is { } refusal)
        {
            throw new RuleBrokenException(refusal);
        }

        var from = Status;
        Status = TicketTransitions.Next(action, from, to);
        if (Status != from)
        {
            StatusSince = stamp.At;
            IsStale = false;
            StatusBeforeAutoClose = action is TicketAction.AutoClose ? from : null;
        }

        return from;
    }

    /// <summary>Why not, as a sentence for the person; null when it is allowed.</summary>
    private string? WhyNot(TicketAction action, Actor by, Message? about)
    {
        if (TicketTransitions.LeastRole(action) is { } least && !by.IsAtLeast(least))
        {
            return Refusals.Role(least, by);
        }

        return (IsAboutMessage(action) ? WhyNotMessage(action, by, about) : null)
            ?? (TicketTransitions.Allows(action, Status) ? WhyNotTicket(action, by) : Refusals.For(action, Status));
    }

    private string? WhyNotTicket(TicketAction action, Actor by) =>
        action switch
        {
            TicketAction.RequestDraft when _messages.Exists(message => message.IsPendingDraft) =>
                "A draft is already waiting for review. Regenerate it to get another one.",
            TicketAction.RequestDraft when IsPreparing => "Ensoras is already preparing a response.",
            TicketAction.Escalate when Type is TicketType.Human && Status is TicketStatus.AwaitingAgent =>
                "This ticket is already with a person.",
            TicketAction.TakeOwnership when AssigneeId == by.Id && Type is TicketType.Human =>
                "This ticket is already yours.",
            TicketAction.Assign when !by.IsAtLeast(Role.Lead) && AssigneeId is { } owner && owner != by.Id =>
                "This ticket is a colleague's. Only they or a lead can assign it.",
            TicketAction.CustomerWrites when Status is TicketStatus.Closed && Channel is Channel.Widget =>
                "This conversation has ended. A new message starts a new one.",
            TicketAction.UndoAutoClose when StatusBeforeAutoClose is null =>
                "This ticket was not closed by its waiting period.",
            TicketAction.UndoClose when BeforeClose is null =>
                "What this ticket was like before it was closed is not known.",
            _ => null,
        };

    private string? WhyNotMessage(TicketAction action, Actor by, Message? about) =>
        action switch
        {
            TicketAction.Approve or TicketAction.EditDraft or TicketAction.ConfirmSources => WhyNotDraft(
                action,
                by,
                about),
            TicketAction.ExecuteAndReview or TicketAction.RunAll or TicketAction.EditArguments => WhyNotTools(
                action,
                by,
                about),
            TicketAction.Reject or TicketAction.Regenerate or TicketAction.KeepDraft => WhyNotPending(
                action,
                by,
                about),
            _ when about is null => Refusals.MessageGone,
            TicketAction.UndoApprove or TicketAction.UndoReply => WhyNotUndo(action, by, about),
            TicketAction.SendNow or TicketAction.CancelScheduled or TicketAction.HoldScheduled => about.Status
            is MessageStatus.Scheduled
                ? null
                : Refusals.NoLongerScheduled,
            TicketAction.UseAgain when about.Status is not MessageStatus.Rejected =>
                "This reply was not set aside; its files stay with it.",
            TicketAction.UseAgain when about.AuthorId != by.Id =>
                $"{about.AuthorName} wrote this; only they can use it again.",
            TicketAction.Retry when about.Status is not (MessageStatus.Failed or MessageStatus.Uncertain) =>
                "This message isn't waiting for a retry anymore.",
            TicketAction.MarkAsSent when about.Status is not MessageStatus.Uncertain =>
                "It is no longer uncertain whether this message was sent.",
            _ => null,
        };

    /// <summary>What a draft that waits must be like, whatever is to be done with it.</summary>
    private string? WhyNotPending(TicketAction action, Actor by, Message? draft)
    {
        if (draft is null && !TicketTransitions.Allows(action, Status))
        {
            return Refusals.For(action, Status);
        }

        if (draft is null || !draft.IsPendingDraft)
        {
            return Refusals.DraftGone(draft, this);
        }

        if (draft.AnswersNumber != LastCustomerNumber)
        {
            return "The customer wrote again after this draft was written, so nothing was sent. Read the new message, or regenerate.";
        }

        return action switch
        {
            TicketAction.Reject => null,
            TicketAction.KeepDraft => IsPreparing ? null : "No other draft is being written.",
            _ when IsPreparing => Refusals.AnotherIsWritten(draft, by),
            TicketAction.Regenerate when draft.AreToolsRunning =>
                "Its tools are running. Wait until they have finished.",
            _ => null,
        };
    }

    private string? WhyNotDraft(TicketAction action, Actor by, Message? draft) =>
        WhyNotPending(action, by, draft)
        ?? action switch
        {
            TicketAction.ConfirmSources => ChangedSources(draft!).Count > 0
                ? null
                : "Nothing that this draft quotes has changed.",
            _ when draft!.Status is not MessageStatus.Draft => Refusals.DraftGone(draft, this),
            TicketAction.Approve when draft.Body.Length == 0 => "This draft has no text. Edit it, or regenerate.",
            TicketAction.Approve when draft.Body.Length > Vocabulary.MaxMessageLength => Refusals.TooLong(
                draft.Body.Length),
            TicketAction.Approve when ChangedSources(draft) is { Count: > 0 } changes => Refusals.SourcesChanged(
                changes),
            _ => null,
        };

    private string? WhyNotTools(TicketAction action, Actor by, Message? draft) =>
        WhyNotPending(action, by, draft)
        ?? draft! switch
        {
            { Status: not MessageStatus.PendingTools } => "The tools of this draft have been run or dropped already.",
            { AfterTools: not null } when action is TicketAction.EditArguments =>
                "These tools were already started; their arguments can no longer be changed.",
            { AfterTools: not null } => $"{draft!.ReviewedBy} already started these tools.",
            { Body.Length: > 0 }
                when action is TicketAction.RunAll && ChangedSources(draft!) is { Count: > 0 } changes =>
                Refusals.SourcesChanged(changes),
            _ => null,
        };

    // What somebody sent is theirs to undo, whatever anybody's role.
    private static string? WhyNotUndo(TicketAction action, Actor by, Message reply) =>
        (action, reply) switch
        {
            (_, { Status: not MessageStatus.Queued }) => "This reply is already on its way and cannot be undone.",
            (TicketAction.UndoReply, { Sender: not Sender.Agent }) =>
                "Ensoras wrote this reply; whoever approved it can undo the approval.",
            (TicketAction.UndoReply, _) when reply.AuthorId != by.Id =>
                $"{reply.AuthorName} wrote this reply; only they can undo it.",
            (TicketAction.UndoApprove, { Sender: not Sender.Ensoras }) =>
                "This is not an approved draft; its author can undo it.",
            (TicketAction.UndoApprove, _) when reply.ReviewedById != by.Id =>
                $"{reply.ReviewedBy ?? "Somebody else"} approved this reply; only they can undo it.",
            _ => null,
        };

    private bool CanBecome(TicketStatus status, Actor by) => status switch
    {
        TicketStatus.AwaitingApproval => false,
        TicketStatus.Closed => Can(TicketAction.Close, by),
        _ when !IsOpen => status == WhoseTurn && Can(TicketAction.Reopen, by),
        _ => Can(TicketAction.ChangeStatus, by),
    };

    private static bool IsAboutMessage(TicketAction action) => Array.IndexOf(AboutMessages, action) >= 0;
}
