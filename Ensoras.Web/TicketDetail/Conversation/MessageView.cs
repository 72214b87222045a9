using Ensoras.Domain.Tickets;

namespace Ensoras.Web.TicketDetail.Conversation;

/// <summary>
/// What a bubble shows of a message. Equal views look equal, so a bubble renders only when its own message changed.
/// </summary>
/// <param name="Name">Who wrote it.</param>
/// <param name="At">When the customer got it, else when it was written.</param>
/// <param name="Before">What Ensoras wrote before it was edited, or the draft that this one took the place of; null
/// where there is none.</param>
/// <param name="Actions">What the viewer may do with it now.</param>
/// <param name="SourceChanges">What it quotes and was changed or deleted since.</param>
public sealed record MessageView(
    Guid Id,
    int Number,
    Sender Sender,
    MessageStatus Status,
    string Name,
    string CustomerName,
    string Body,
    string? Before,
    bool IsNote,
    Guid? AuthorId,
    DateTimeOffset At,
    DateTimeOffset? DueAt,
    bool CancelIfCustomerReplies,
    string? Instruction,
    Rejection? Rejection,
    string? Reason,
    Guid? ReviewedById,
    string? ReviewedBy,
    AfterTools? AfterTools,
    EqualList<DraftSource> Sources,
    EqualList<ToolCallView> ToolCalls,
    EqualList<AttachedFile> Attachments,
    EqualList<TicketAction> Actions,
    EqualList<SourceChange> SourceChanges)
{
    public bool IsPendingDraft => Status is MessageStatus.Draft or MessageStatus.PendingTools;

    public bool AreToolsRunning => Status is MessageStatus.PendingTools && AfterTools is not null;

    public bool Can(TicketAction action) => Actions.Contains(action);

    /// <summary>The views of a thread, in its order.</summary>
    public static IReadOnlyList<MessageView> Of(TicketSnapshot detail, Actor viewer)
    {
        var views = new List<MessageView>(detail.Thread.Count);
        Message? lastDraft = null;
        foreach (var message in detail.Thread)
        {
            views.Add(Of(message, detail, lastDraft, viewer));
            lastDraft = message switch
            {
                { Sender: Sender.Ensoras, Status: MessageStatus.Rejected, Body.Length: > 0 } => message,

                // A draft that the customer's message superseded is what the next one is written instead of; any
                // other answered something else.
                { Sender: Sender.Customer } when lastDraft?.Rejection is not Domain.Tickets.Rejection.Superseded =>
                    null,
                { ShownNumber: not null, Sender: not Sender.Customer } => null,
                _ => lastDraft,
            };
        }

        return views;
    }

    private static MessageView Of(Message message, TicketSnapshot detail, Message? draftBefore, Actor viewer) =>
        new(
            message.Id,
            message.Number,
            message.Sender,
            message.Status,
            message.Sender switch
            {
                // Others of the conversation write under their own names.
                Sender.Customer when detail.Ticket is { Channel: Channel.Email, Participants.Count: > 0 } =>
                    message.AuthorName ?? detail.Customer.Name,
                Sender.Customer => detail.Customer.Name,
                Sender.Ensoras => "Ensoras",
                _ => message.AuthorName ?? message.Sender.ToString(),
            },
            detail.Customer.Name,
            message.Text,
            message.OriginalBody
                ?? (
                    message
                        is { Sender: Sender.Ensoras, IsPendingDraft: true }
                            or { Sender: Sender.Ensoras, Status: MessageStatus.Rejected }
                        ? draftBefore?.Body
                        : null),
            message.IsNote,
            message.AuthorId,
            message.SentAt ?? message.CreatedAt,
            message.DueAt,
            message.CancelIfCustomerReplies,
            message.Instruction,
            message.Rejection,
            message.Reason?.ToString(),
            message.ReviewedById,
            message.ReviewedBy,
            message.AfterTools,
            new EqualList<DraftSource>(message.Sources),
            new EqualList<ToolCallView>(message.ToolCalls.Select(ToolCallView.Of)),
            new EqualList<AttachedFile>(message.Attachments.Select(AttachedFile.Of)),
            new EqualList<TicketAction>(detail.Ticket.ActionsOn(message, viewer)),
            new EqualList<SourceChange>(detail.Ticket.ChangedSources(message)));
}

/// <summary>What is shown of a tool call.</summary>
public sealed record ToolCallView(
    Guid Id,
    string Name,
    string Arguments,
    ToolCallStatus Status,
    string? Result,
    TimeSpan? Took)
{
    public static ToolCallView Of(ToolCall call) =>
        new(call.Id, call.Name, call.Arguments, call.Status, call.Result?.ToString(), call.FinishedAt - call.StartedAt);
}
