namespace Ensoras.Web.Components;

/// <summary>
/// Guards what a button does: of two clicks in quick succession one counts. Disabling the button is not enough,
/// because the second click may be on its way before the browser has drawn that.
/// </summary>
public sealed class SingleClick(TimeProvider time)
{
    /// <summary>What comes so soon after the action has ended was meant for it.</summary>
    public static readonly TimeSpan DoubleClick = TimeSpan.FromMilliseconds(400);

    private long? _endedAt;

    /// <summary>Whether the action is under way.</summary>
    public bool IsBusy { get; private set; }

    /// <summary>The next click counts however soon it comes, because it is about something else.</summary>
    public void Rearm() => _endedAt = null;

    /// <summary>Runs the action, or does nothing when this click is the second half of a double click.</summary>
    public async Task RunAsync(Func<Task> action)
    {
        if (IsBusy || (_endedAt is { } ended && time.GetElapsedTime(ended) < DoubleClick))
        {
            return;
        }

        IsBusy = true;
        try
        {
            await action();
        }
        finally
        {
            IsBusy = false;
            _endedAt = time.GetTimestamp();
        }
    }
}
