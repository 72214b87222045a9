namespace Ensoras.Web.TicketLists;

/// <summary>When a search that is on screen is made again: once for all changes of two seconds.</summary>
public sealed class SearchPace(TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private bool _isPlanned;

    /// <summary>Whether the next read is to search again.</summary>
    public bool IsDue { get; private set; }

    /// <summary>It has been searched just now.</summary>
    public void Searched() => IsDue = false;

    /// <summary>
    /// Something changed that the search may find: reads again after the pause, unless that is planned already.
    /// </summary>
    /// <param name="leaving">Cancelled when the screen is closed.</param>
    public async Task PlanAsync(Func<Task> readAgain, CancellationToken leaving)
    {
        if (_isPlanned)
        {
            return;
        }

        _isPlanned = true;
        try
        {
            await Task.Delay(Pause, time, leaving);
            (_isPlanned, IsDue) = (false, true);
            await readAgain();
        }
        catch (OperationCanceledException)
        {
            // The screen was closed meanwhile.
        }
    }
}
