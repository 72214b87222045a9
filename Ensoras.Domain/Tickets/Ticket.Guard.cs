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
    private Sentence? WhyNot(TicketAction action, Actor by, Message? about)
    {
        if (TicketTransitions.LeastRole(action) is { } least && !by.IsAtLeast(least))
        {
            return Refusals.Role(least, by);
        }

        return (IsAboutMessage(action) ? WhyNotMessage(action, by, about) : null)
            ?? (TicketTransitions.Allows(action, Status) ? WhyNotTicket(action, by) : Refusals.For(action, Status));
    }

    private Sentence? WhyNotTicket(TicketAction action, Actor by) =>
        action switch
        {
            TicketAction.RequestDraft when _messages.Exists(message => message.IsPendingDraft) =>
                Sentence.Of("Tickets.DraftWaits"),
            TicketAction.RequestDraft when IsPreparing => Sentence.Of("Tickets.IsPreparing"),
            TicketAction.Escalate when Type is TicketType.Human && Status is TicketStatus.AwaitingAgent =>
                Sentence.Of("Tickets.WithAPerson"),
            TicketAction.TakeOwnership when AssigneeId == by.Id && Type is TicketType.Human =>
                Sentence.Of("Tickets.AlreadyYours"),
            TicketAction.Assign when !by.IsAtLeast(Role.Lead) && AssigneeId is { } owner && owner != by.Id =>
                Sentence.Of("Tickets.AColleagues"),
            TicketAction.CustomerWrites when Status is TicketStatus.Closed && Channel is Channel.Widget =>
                Sentence.Of("Tickets.ConversationEnded"),
            TicketAction.UndoAutoClose when StatusBeforeAutoClose is null => Sentence.Of("Tickets.NotAutoClosed"),
            TicketAction.UndoClose when BeforeClose is null => Sentence.Of("Tickets.BeforeCloseUnknown"),
            _ => null,
        };

    private Sentence? WhyNotMessage(TicketAction action, Actor by, Message? about) =>
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
                Sentence.Of("Tickets.NotSetAside"),
            TicketAction.UseAgain when about.AuthorId != by.Id =>
                Sentence.Of("Tickets.OnlyAuthorUsesAgain", about.AuthorName),
            TicketAction.Retry when about.Status is not (MessageStatus.Failed or MessageStatus.Uncertain) =>
                Sentence.Of("Tickets.NoRetryWanted"),
            TicketAction.MarkAsSent when about.Status is not MessageStatus.Uncertain =>
                Sentence.Of("Tickets.NotUncertain"),
            _ => null,
        };

    /// <summary>What a draft that waits must be like, whatever is to be done with it.</summary>
    private Sentence? WhyNotPending(TicketAction action, Actor by, Message? draft)
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
            return Sentence.Of("Tickets.CustomerWroteAgain");
        }

        return action switch
        {
            TicketAction.Reject => null,
            TicketAction.KeepDraft => IsPreparing ? null : Sentence.Of("Tickets.NoOtherDraft"),
            _ when IsPreparing => Refusals.AnotherIsWritten(draft, by),
            TicketAction.Regenerate when draft.AreToolsRunning => Sentence.Of("Tickets.ToolsRunning"),
            _ => null,
        };
    }

    private Sentence? WhyNotDraft(TicketAction action, Actor by, Message? draft) =>
        WhyNotPending(action, by, draft)
        ?? action switch
        {
            TicketAction.ConfirmSources => ChangedSources(draft!).Count > 0
                ? null
                : Sentence.Of("Tickets.NothingChanged"),
            _ when draft!.Status is not MessageStatus.Draft => Refusals.DraftGone(draft, this),
            TicketAction.Approve when draft.Body.Length == 0 => Sentence.Of("Tickets.DraftEmpty"),
            TicketAction.Approve when draft.Body.Length > Vocabulary.MaxMessageLength => Refusals.TooLong(
                draft.Body.Length),
            TicketAction.Approve when ChangedSources(draft) is { Count: > 0 } changes => Refusals.SourcesChanged(
                changes),
            _ => null,
        };

    private Sentence? WhyNotTools(TicketAction action, Actor by, Message? draft) =>
        WhyNotPending(action, by, draft)
        ?? draft! switch
        {
            { Status: not MessageStatus.PendingTools } => Sentence.Of("Tickets.ToolsOver"),
            { AfterTools: not null } when action is TicketAction.EditArguments => Sentence.Of("Tickets.ToolsStarted"),
            { AfterTools: not null } => Sentence.Of("Tickets.ToolsStartedBy", draft!.ReviewedBy),
            { Body.Length: > 0 }
                when action is TicketAction.RunAll && ChangedSources(draft!) is { Count: > 0 } changes =>
                Refusals.SourcesChanged(changes),
            _ => null,
        };

    // What somebody sent is theirs to undo, whatever anybody's role.
    private static Sentence? WhyNotUndo(TicketAction action, Actor by, Message reply) =>
        (action, reply) switch
        {
            (_, { Status: not MessageStatus.Queued }) => Sentence.Of("Tickets.OnItsWay"),
            (TicketAction.UndoReply, { Sender: not Sender.Agent }) => Sentence.Of("Tickets.EnsorasWrote"),
            (TicketAction.UndoReply, _) when reply.AuthorId != by.Id =>
                Sentence.Of("Tickets.OnlyAuthorUndoes", reply.AuthorName),
            (TicketAction.UndoApprove, { Sender: not Sender.Ensoras }) => Sentence.Of("Tickets.NotAnApproval"),
            (TicketAction.UndoApprove, _) when reply.ReviewedById != by.Id =>
                Sentence.Of("Tickets.OnlyApproverUndoes", Sentence.Called(reply.ReviewedBy)),
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
