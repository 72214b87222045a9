namespace Ensoras.Domain.Servers;

/// <summary>
/// Compares the machine's clock with the time that really passed, and so notices when somebody or something set it.
/// </summary>
public sealed class ClockWatch
{
    /// <summary>Smaller steps are a time server at work.</summary>
    public static readonly TimeSpan MinJump = TimeSpan.FromSeconds(20);

    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private DateTimeOffset _wall;
    private long _timestamp;

    public ClockWatch(TimeProvider time)
    {
        _time = time;
        (_wall, _timestamp) = (time.GetUtcNow(), time.GetTimestamp());
    }

    /// <summary>
    /// By how much the clock was moved since the last look, negative when it was set back; null when it was not.
    /// </summary>
    public TimeSpan? Look()
    {
        lock (_gate)
        {
            var (wall, timestamp) = (_time.GetUtcNow(), _time.GetTimestamp());
            var jump = wall - _wall - _time.GetElapsedTime(_timestamp, timestamp);
            (_wall, _timestamp) = (wall, timestamp);
            return jump.Duration() >= MinJump ? jump : null;
        }
    }
}
