using System.Text.Json;

namespace Ensoras.Domain.Tickets;

/// <summary>Closing can be undone: what it set aside is remembered, and reopening soon afterwards brings it back.</summary>
public sealed partial class Ticket
{
    /// <summary>Up to this long after closing, reopening undoes it.</summary>
    public static readonly TimeSpan UndoClosePeriod = TimeSpan.FromMinutes(5);

    /// <summary>What the ticket was like before it was closed, as JSON; null while it is open.</summary>
    internal string? BeforeClose { get; private set; }

    /// <summary>Undoes the closing, however long ago it was.</summary>
    public void UndoClose(Stamp stamp) => Restore(stamp);

    private bool CanUndoClose(Stamp stamp) =>
        Status is TicketStatus.Closed && BeforeClose is not null && stamp.At - StatusSince <= UndoClosePeriod;

    private bool IsOwnClose(Stamp stamp) =>
        BeforeClose is { } json && ClosedState.From(json).ClosedById == stamp.By.Id && stamp.At - StatusSince <= UndoClosePeriod;

    private ClosedState Remember(Stamp stamp) => new(
        stamp.By.Id,
        Status,
        Type,
        StatusSince,
        _customerWaitsSince,
        IsStale,
        IsUnread,
        DraftRequestId is null ? null : new(DraftDueAt!.Value, DraftInstruction, DraftIsOnDemand, SendWhenWritten),
        [.. _messages.Where(message => message.IsPendingDraft || message.Status is MessageStatus.Scheduled)
            .Select(message => new ClosedMessage(message.Id, message.Status, message.DueAt, message.Reason, message.ReviewedById, message.ReviewedBy,
                message.ToolCalls.ToDictionary(call => call.Id, call => call.Status)))]);

    private void Restore(Stamp stamp)
    {
        var before = BeforeClose is { } json ? ClosedState.From(json) : null;
        var from = Move(TicketAction.UndoClose, stamp, to: before?.Status);
        BeforeClose = null;
        Type = before!.Type;
        StatusSince = before.StatusSince;
        _customerWaitsSince = before.CustomerWaitsSince;
        IsStale = before.IsStale;
        IsUnread = before.IsUnread;
        foreach (var one in before.Messages)
        {
            if (_messages.Find(message => message.Id == one.Id && message.Rejection is Rejection.Closed) is { } message)
            {
                Restore(message, one);
            }
        }

        if (before.Request is { } request)
        {
            WantDraft(stamp, request.Instruction, request.IsOnDemand, request.SendWhenWritten);
        }

        Record(TicketAction.UndoClose, stamp, from);
    }

    private static void Restore(Message message, ClosedMessage before)
    {
        message.Status = before.Status;
        message.Rejection = null;
        message.DueAt = before.DueAt;
        message.Reason = before.Reason;
        message.ReviewedById = before.ReviewedById;
        message.ReviewedBy = before.ReviewedBy;
        foreach (var call in message.ToolCalls.Where(call => call.Status is ToolCallStatus.Dropped && before.Calls.ContainsKey(call.Id)))
        {
            call.Status = before.Calls[call.Id];
        }

        if (message.AreToolsRunning && !message.ToolCalls.Any(call => call.Status is ToolCallStatus.Approved or ToolCallStatus.Running))
        {
            // They ended while the ticket was closed, when nothing could follow from it.
            message.Status = MessageStatus.Draft;
            message.Reason = "Its tools ran while the ticket was closed. Read what they answered, then decide.";
        }
    }
}

/// <summary>What closing a ticket sets aside.</summary>
internal sealed record ClosedState(
    Guid? ClosedById,
    TicketStatus Status,
    TicketType Type,
    DateTimeOffset StatusSince,
    DateTimeOffset? CustomerWaitsSince,
    bool IsStale,
    bool IsUnread,
    ClosedRequest? Request,
    IReadOnlyList<ClosedMessage> Messages)
{
    public string ToJson() => JsonSerializer.Serialize(this, JsonSerializerOptions.Default);

    public static ClosedState From(string json) => JsonSerializer.Deserialize<ClosedState>(json, JsonSerializerOptions.Default)!;
}

/// <summary>A draft that was being written.</summary>
internal sealed record ClosedRequest(DateTimeOffset DueAt, string? Instruction, bool IsOnDemand, bool SendWhenWritten);

/// <summary>A draft or a scheduled reply that was pending.</summary>
internal sealed record ClosedMessage(
    Guid Id,
    MessageStatus Status,
    DateTimeOffset? DueAt,
    string? Reason,
    Guid? ReviewedById,
    string? ReviewedBy,
    IReadOnlyDictionary<Guid, ToolCallStatus> Calls);
