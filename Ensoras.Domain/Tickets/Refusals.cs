namespace Ensoras.Domain.Tickets;

/// <summary>The sentences with which the lifecycle refuses.</summary>
internal static class Refusals
{
    public static readonly Sentence MessageGone = Sentence.Of("Tickets.MessageGone");
    public static readonly Sentence NoLongerScheduled = Sentence.Of("Tickets.NoLongerScheduled");

    public static Sentence For(TicketAction action, TicketStatus status) =>
        (action, status) switch
        {
            (TicketAction.Reopen, _) => Sentence.Of("Tickets.NotReopenable", status),
            (_, TicketStatus.Closed) => Sentence.Of("Tickets.IsClosed"),
            (TicketAction.RequestDraft, TicketStatus.AwaitingApproval) => Sentence.Of("Tickets.DraftWaits"),
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
                _) => Sentence.Of("Tickets.NoDraftToReview", status),
            (TicketAction.AutoClose, _) => Sentence.Of("Tickets.NoAutoClose", status),
            _ => Sentence.Of("Tickets.NotInThisStatus", status),
        };

    public static Sentence Role(Role least, Actor by) => Sentence.Of(NeedsRole(least), by.Role);

    public static Sentence TooLong(int length) => Sentence.Of("Tickets.TooLong", length, Vocabulary.MaxMessageLength);

    /// <summary>A colleague's wish is not overridden unseen; one's own is withdrawn with "Keep this draft".</summary>
    public static Sentence AnotherIsWritten(Message draft, Actor by) =>
        draft.ReviewedById == by.Id && by.Id is not null
        ? Sentence.Of("Tickets.YouWantAnother")
        : Sentence.Of("Tickets.AnotherIsWritten", Sentence.Called(draft.ReviewedBy));

    public static Sentence SourcesChanged(IReadOnlyList<SourceChange> changes) =>
        Sentence.Of("Tickets.SourcesChanged", Describe(changes));

    /// <summary>Such as "“Shipping” was changed and “Returns” was deleted".</summary>
    public static Sentence Describe(IReadOnlyList<SourceChange> changes) =>
        Sentence.Joined("Words.And", [.. changes.Select(change => change.IsDeleted
            ? Sentence.Of("Tickets.ArticleDeleted", change.Title)
            : Sentence.Of("Tickets.ArticleChanged", change.Title))]);

    private static string NeedsRole(Role least) => least switch
    {
        Core.Role.Admin => "Tickets.NeedsAdmin",
        Core.Role.Lead => "Tickets.NeedsLead",
        Core.Role.Reviewer => "Tickets.NeedsReviewer",
        _ => "Tickets.NeedsAgent",
    };

    /// <summary>Why a draft can no longer be reviewed, and who or what came first.</summary>
    public static Sentence DraftGone(Message? draft, Ticket ticket) =>
        draft switch
        {
            null => Sentence.Of("Tickets.DraftMissing"),
            { Status: MessageStatus.Rejected, Rejection: Rejection.Superseded } =>
                ticket.IsPreparing
                    ? Sentence.Of("Tickets.DraftSupersededPreparing")
                    : Sentence.Of("Tickets.DraftSuperseded"),
            { Status: MessageStatus.Rejected, Rejection: Rejection.AgentReplied } =>
                Sentence.Of("Tickets.DraftAgentReplied"),
            { Status: MessageStatus.Rejected, Rejection: Rejection.Escalated } =>
                Sentence.Of("Tickets.DraftEscalated"),
            { Status: MessageStatus.Rejected, Rejection: Rejection.TakenOver } =>
                Sentence.Of("Tickets.DraftTakenOver", Sentence.Called(draft.ReviewedBy)),
            { Status: MessageStatus.Rejected, Rejection: Rejection.StatusChanged } =>
                Sentence.Of("Tickets.DraftStatusChanged", Sentence.Called(draft.ReviewedBy)),
            { Status: MessageStatus.Rejected, Rejection: Rejection.Closed } => Sentence.Of("Tickets.DraftClosed"),
            { Status: MessageStatus.Rejected, Rejection: Rejection.Regenerated } =>
                Sentence.Of("Tickets.DraftRegenerated", Sentence.Called(draft.ReviewedBy)),
            { Status: MessageStatus.Rejected, Rejection: Rejection.ToolsRun } =>
                Sentence.Of("Tickets.DraftToolsRun", Sentence.Called(draft.ReviewedBy)),
            { Status: MessageStatus.Rejected } =>
                Sentence.Of("Tickets.DraftRejected", Sentence.Called(draft.ReviewedBy)),
            {
                Status: MessageStatus.Queued
                    or MessageStatus.Sending
                    or MessageStatus.Sent
                    or MessageStatus.Uncertain
                    or MessageStatus.Failed
            } => Sentence.Of("Tickets.DraftApproved", Sentence.Called(draft.ReviewedBy)),
            { Status: MessageStatus.PendingTools } => Sentence.Of("Tickets.ToolsFirst"),
            _ => Sentence.Of("Tickets.DraftChanged"),
        };
}
