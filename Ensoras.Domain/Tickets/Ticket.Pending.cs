using System.Text.Json;

namespace Ensoras.Domain.Tickets;

/// <summary>
/// Drafts and scheduled replies that a person's step sets aside are remembered, so that undoing the step brings them
/// back.
/// </summary>
public sealed partial class Ticket
{
    /// <summary>What the newest reply set aside, as JSON; null when it set nothing aside.</summary>
    internal string? BeforeReply { get; private set; }

    private PendingState RememberPending(Predicate<Message> which) => new(
        DraftRequestId is null ? null : new PendingRequest(DraftInstruction, DraftIsOnDemand, SendWhenWritten),
        [.. _messages.FindAll(which).Select(message => new PendingMessage(
            message.Id, message.Status, message.DueAt, message.Reason, message.ReviewedById, message.ReviewedBy,
            message.ToolCalls.ToDictionary(call => call.Id, call => call.Status)))]);

    /// <summary>
    /// What comes back when this reply, still resting, is undone; null when the ticket went on meanwhile.
    /// </summary>
    private PendingState? SetAsideBy(Message reply)
    {
        if (BeforeReply is null || Status is not TicketStatus.AwaitingCustomer || IsPreparing
            || SomethingElseIsOnItsWay(reply))
        {
            return null;
        }

        var before = RepliedState.From(BeforeReply);
        return before.ReplyId == reply.Id
            && before.CustomerNumber == LastCustomerNumber
            && before.Pending.Messages.All(one => _messages.Exists(message => message.Id == one.Id))
            ? before.Pending
            : null;
    }

    private void Restore(PendingState pending, Rejection why, Stamp stamp)
    {
        foreach (var one in pending.Messages)
        {
            if (_messages.Find(message => message.Id == one.Id && message.Rejection == why) is { } message)
            {
                Restore(message, one);
            }
        }

        if (pending.Request is { } request)
        {
            WantDraft(stamp, request.Instruction, request.IsOnDemand, request.SendWhenWritten);
        }
    }

    private static void Restore(Message message, PendingMessage before)
    {
        message.Status = before.Status;
        message.Rejection = null;
        message.DueAt = before.DueAt;
        message.Reason = before.Reason;
        message.ReviewedById = before.ReviewedById;
        message.ReviewedBy = before.ReviewedBy;
        foreach (var call in message.ToolCalls.Where(call =>
            call.Status is ToolCallStatus.Dropped && before.Calls.ContainsKey(call.Id)))
        {
            call.Status = before.Calls[call.Id];
        }

        if (message.AreToolsRunning
            && !message.ToolCalls.Any(call => call.Status is ToolCallStatus.Approved or ToolCallStatus.Running))
        {
            // They ended meanwhile, when nothing could follow from it.
            message.Status = MessageStatus.Draft;
            message.Reason = Sentence.Of("Tickets.ToolsRanMeanwhile");
        }
    }
}

/// <summary>What was pending on a ticket.</summary>
internal sealed record PendingState(PendingRequest? Request, IReadOnlyList<PendingMessage> Messages);

/// <summary>A draft that was being written.</summary>
internal sealed record PendingRequest(string? Instruction, bool IsOnDemand, bool SendWhenWritten);

/// <summary>A draft or a scheduled reply.</summary>
internal sealed record PendingMessage(
    Guid Id,
    MessageStatus Status,
    DateTimeOffset? DueAt,
    Sentence? Reason,
    Guid? ReviewedById,
    string? ReviewedBy,
    IReadOnlyDictionary<Guid, ToolCallStatus> Calls);

/// <summary>What a reply set aside.</summary>
/// <param name="CustomerNumber">The customer's newest message then.</param>
internal sealed record RepliedState(Guid ReplyId, int CustomerNumber, PendingState Pending)
{
    public string ToJson() => JsonSerializer.Serialize(this, JsonSerializerOptions.Default);

    public static RepliedState From(string json) =>
        JsonSerializer.Deserialize<RepliedState>(json, JsonSerializerOptions.Default)!;
}
