namespace Ensoras.Tests.Support;

/// <summary>
/// The real clock, set forward by as much as a test wants: for the whole program, whose timers must go on.
/// </summary>
public sealed class ShiftedTime : TimeProvider
{
    private long _shift;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _shift));

    public void Advance(TimeSpan by) => Interlocked.Add(ref _shift, by.Ticks);
}
