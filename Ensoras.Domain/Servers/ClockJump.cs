namespace Ensoras.Domain.Servers;

/// <summary>
/// A server's clock was set, or its machine slept. Kept, because waiting periods are counted by the clock.
/// </summary>
public sealed class ClockJump
{
    private ClockJump()
    {
    }

    internal ClockJump(string machine, DateTimeOffset at, TimeSpan by) =>
        (Id, Machine, At, By) = (Guid.CreateVersion7(at), machine, at, by);

    public Guid Id { get; private set; }

    public string Machine { get; private set; } = "";

    /// <summary>What the clock showed after it.</summary>
    public DateTimeOffset At { get; private set; }

    /// <summary>Negative when the clock was set back.</summary>
    public TimeSpan By { get; private set; }

    /// <summary>When an admin took note of it; null while it is shown.</summary>
    public DateTimeOffset? DismissedAt { get; private set; }

    internal void Dismiss(DateTimeOffset at) => DismissedAt ??= at;
}

/// <summary>A ticket that was closed only because a clock had jumped.</summary>
public sealed record ClockJumpClosing(Guid JumpId, Guid TicketId);

/// <summary>A jump as admins see it.</summary>
/// <param name="ClosedTickets">How many of the project's tickets it closed that are still closed.</param>
public sealed record ClockJumpNotice(Guid Id, string Machine, DateTimeOffset At, TimeSpan By, int ClosedTickets);
