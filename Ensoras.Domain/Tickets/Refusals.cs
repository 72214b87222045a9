namespace Ensoras.Domain.Tickets;

/// <summary>The sentences with which the lifecycle refuses.</summary>
internal static class Refusals
{
    public static string For(TicketAction action, TicketStatus status) => (action, status) switch
    {
        (TicketAction.Reopen, _) => $"Only a closed or resolved ticket can be reopened; this one is {status.Label()}.",
        (_, TicketStatus.Closed) => "This ticket is closed. Reopen it first.",
        (TicketAction.RequestDraft, TicketStatus.AwaitingApproval) => "A draft is already waiting for review. Regenerate it to get another one.",
        (TicketAction.Approve or TicketAction.Reject or TicketAction.Regenerate or TicketAction.EditDraft
            or TicketAction.ExecuteAndReview or TicketAction.RunAll, _) =>
            $"There is no draft to review: the ticket is {status.Label()}.",
        (TicketAction.AutoClose, _) => $"A ticket that is {status.Label()} does not close by itself.",
        _ => $"This cannot be done while the ticket is {status.Label()}.",
    };

    /// <summary>Why a draft can no longer be reviewed, and who or what came first.</summary>
    public static string DraftGone(Message? draft, Ticket ticket) => draft switch
    {
        null => "This draft is no longer there. Look at the conversation again.",
        { Status: MessageStatus.Rejected, Rejection: Rejection.Superseded } =>
            "The customer wrote again before you decided, so this draft was not sent. "
            + (ticket.IsPreparing ? "Ensoras is preparing a new one." : "Read the new message, or ask Ensoras for a new draft."),
        { Status: MessageStatus.Rejected, Rejection: Rejection.AgentReplied } => "An agent replied in the meantime, so this draft was set aside.",
        { Status: MessageStatus.Rejected, Rejection: Rejection.Escalated } => "The ticket was escalated to a person in the meantime, so this draft was set aside.",
        { Status: MessageStatus.Rejected, Rejection: Rejection.TakenOver } => $"{draft.ReviewedBy ?? "Someone"} took the ticket over in the meantime, so this draft was set aside.",
        { Status: MessageStatus.Rejected, Rejection: Rejection.StatusChanged } => $"{draft.ReviewedBy ?? "Someone"} changed the ticket's status in the meantime, so this draft was set aside.",
        { Status: MessageStatus.Rejected, Rejection: Rejection.Closed } => "The ticket was closed in the meantime, so this draft was set aside.",
        { Status: MessageStatus.Rejected, Rejection: Rejection.Regenerated } => $"{draft.ReviewedBy ?? "Someone"} asked for a new draft in the meantime.",
        { Status: MessageStatus.Rejected } => $"{draft.ReviewedBy ?? "Someone"} already rejected this draft.",
        { Status: MessageStatus.Queued or MessageStatus.Sending or MessageStatus.Sent or MessageStatus.Uncertain or MessageStatus.Failed } =>
            $"{draft.ReviewedBy ?? "Someone"} already approved this draft; nothing was sent twice.",
        { Status: MessageStatus.PendingTools } => "Its tools wait for your word first: Execute & Review, or Run All.",
        _ => "This draft changed in the meantime. Look at it again.",
    };
}
