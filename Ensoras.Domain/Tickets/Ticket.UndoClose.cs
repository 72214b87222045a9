using System.Text.Json;

namespace Ensoras.Domain.Tickets;

/// <summary>
/// Closing can be undone: what it set aside is remembered, and reopening soon afterwards brings it back.
/// </summary>
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
        BeforeClose is { } json
        && ClosedState.From(json).ClosedById == stamp.By.Id
        && stamp.At - StatusSince <= UndoClosePeriod;

    private ClosedState Remember(Stamp stamp) => new(
        stamp.By.Id,
        Status,
        Type,
        StatusSince,
        _customerWaitsSince,
        IsStale,
        IsUnread,
        RememberPending(message => message.IsPendingDraft || message.Status is MessageStatus.Scheduled));

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
        Restore(before.Pending, Rejection.Closed, stamp);
        Record(TicketAction.UndoClose, stamp, from);
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
    PendingState Pending)
{
    public string ToJson() => JsonSerializer.Serialize(this, JsonSerializerOptions.Default);

    public static ClosedState From(string json) =>
        JsonSerializer.Deserialize<ClosedState>(json, JsonSerializerOptions.Default)!;
}
