namespace Ensoras.Domain.Tickets;

/// <summary>The sentences with which the lifecycle refuses.</summary>
internal static class Refusals
{
    public const string MessageGone = "This message is no longer there. Look at the conversation again.";
    public const string NoLongerScheduled =
        "This message is no longer scheduled: it was sent or canceled in the meantime.";

    public static string For(TicketAction action, TicketStatus status) =>
        (action, status) switch
        {
            (TicketAction.Reopen, _) =>
                $"Only a closed or resolved ticket can be reopened; this one is {status.Label()}.",
            (_, TicketStatus.Closed) => "This ticket is closed. Reopen it first.",
            (TicketAction.RequestDraft, TicketStatus.AwaitingApproval) =>
                "A draft is already waiting for review. Regenerate it to get another one.",
            (
                TicketAction.Approve
                    or TicketAction.Reject
                    or TicketAction.Regenerate
                    or TicketAction.KeepDraft
                    or TicketAction.EditDraft
                    or TicketAction.ConfirmSources
                    or TicketAction.EditArguments
                    or TicketAction.ExecuteAndReview
                    or TicketAction.RunAll,
                _) => $"There is no draft to review: the ticket is {status.Label()}.",
            (TicketAction.AutoClose, _) => $"A ticket that is {status.Label()} does not close by itself.",
            _ => $"This cannot be done while the ticket is {status.Label()}.",
        };

    public static string Role(Role least, Actor by) =>
        $"This needs the role {least}; you are signed in as {by.Role}. Ask a {least.ToString().ToLowerInvariant()} to do it.";

    public static string TooLong(int length) =>
        $"The message has {length:N0} characters; at most {Vocabulary.MaxMessageLength:N0} can be sent. Shorten it or split it in two.";

    /// <summary>A colleague's wish is not overridden unseen; one's own is withdrawn with "Keep this draft".</summary>
    public static string AnotherIsWritten(Message draft, Actor by) => draft.ReviewedById == by.Id && by.Id is not null
        ? "A new draft is being written, as you asked. Keep this draft first to use it instead."
        : $"{draft.ReviewedBy ?? "Someone"} asked for a new draft in the meantime; it is being written.";

    public static string SourcesChanged(IReadOnlyList<SourceChange> changes) =>
        $"{Describe(changes)} after this draft was written, so nothing was sent. Check the draft against it, then confirm or regenerate.";

    /// <summary>Such as "“Shipping” was changed and “Returns” was deleted".</summary>
    public static string Describe(IReadOnlyList<SourceChange> changes) =>
        string.Join(
            " and ",
            changes.Select(change => $"“{change.Title}” was {(change.IsDeleted ? "deleted" : "changed")}"));

    /// <summary>Why a draft can no longer be reviewed, and who or what came first.</summary>
    public static string DraftGone(Message? draft, Ticket ticket) =>
        draft switch
        {
            null => "This draft is no longer there. Look at the conversation again.",
            { Status: MessageStatus.Rejected, Rejection: Rejection.Superseded } =>
                "The customer wrote again before you decided, so this draft was not sent. "
                    + (
                        ticket.IsPreparing
                            ? "Ensoras is preparing a new one."
                            : "Read the new message, or ask Ensoras for a new draft."),
            { Status: MessageStatus.Rejected, Rejection: Rejection.AgentReplied } =>
                "An agent replied in the meantime, so this draft was set aside.",
            { Status: MessageStatus.Rejected, Rejection: Rejection.Escalated } =>
                "The ticket was escalated to a person in the meantime, so this draft was set aside.",
            { Status: MessageStatus.Rejected, Rejection: Rejection.TakenOver } =>
                $"{draft.ReviewedBy ?? "Someone"} took the ticket over in the meantime, so this draft was set aside.",
            { Status: MessageStatus.Rejected, Rejection: Rejection.StatusChanged } =>
                $"{draft.ReviewedBy ?? "Someone"} changed the ticket's status in the meantime, so this draft was set aside.",
            { Status: MessageStatus.Rejected, Rejection: Rejection.Closed } =>
                "The ticket was closed in the meantime, so this draft was set aside.",
            { Status: MessageStatus.Rejected, Rejection: Rejection.Regenerated } =>
                $"{draft.ReviewedBy ?? "Someone"} asked for a new draft, which took this one's place.",
            { Status: MessageStatus.Rejected, Rejection: Rejection.ToolsRun } =>
                $"{draft.ReviewedBy ?? "Someone"} had the tools run, and a new draft took this one's place.",
            { Status: MessageStatus.Rejected } => $"{draft.ReviewedBy ?? "Someone"} already rejected this draft.",
            {
                Status: MessageStatus.Queued
                    or MessageStatus.Sending
                    or MessageStatus.Sent
                    or MessageStatus.Uncertain
                    or MessageStatus.Failed
            } => $"{draft.ReviewedBy ?? "Someone"} already approved this draft; nothing was sent twice.",
            { Status: MessageStatus.PendingTools } => "Run this draft's tools first: Execute & Review, or Run All.",
            _ => "This draft changed in the meantime. Look at it again.",
        };
}
