namespace Ensoras.Web.Components;

/// <summary>The one place that shows toasts, so that they look, last and are announced alike everywhere.</summary>
public sealed class Toasts(TimeProvider time) : IDisposable
{
    private const int MaxShown = 4;
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(8);

    // Timers end on threads of their own.
    private readonly Lock _gate = new();
    private List<Toast> _shown = [];

    /// <summary>Raised, on any thread, when a toast comes or goes.</summary>
    public event Action? Changed;

    /// <summary>What is shown, oldest first.</summary>
    public IReadOnlyList<Toast> Shown => _shown;

    /// <summary>Says that something was done.</summary>
    public void Confirm(string sentence) => Show(new Toast(sentence, ToastKind.Success) { Lasts = Short });

    /// <summary>Says what was skipped or needs a look.</summary>
    public void Warn(string sentence) => Show(new Toast(sentence, ToastKind.Warning) { Lasts = Long });

    /// <summary>Says why something was not done.</summary>
    public void Refuse(string sentence) => Show(new Toast(sentence, ToastKind.Error) { Lasts = Long });

    /// <summary>Says that something was done and offers one action on it, such as Undo, while it lasts.</summary>
    public void Offer(string sentence, string action, Func<Task> chosen, TimeSpan? lasts = null) =>
        Show(new Toast(sentence, ToastKind.Success)
        {
            Lasts = lasts ?? Long,
            EndsOnTime = lasts is not null,
            Actions = [new ToastAction(action, chosen)],
        });

    /// <summary>Shows it in the place of one that says the same; of too many the oldest goes.</summary>
    public void Show(Toast toast)
    {
        if (Shown.FirstOrDefault(other => (other.Sentence, other.Kind) == (toast.Sentence, toast.Kind)) is { } same)
        {
            Dismiss(same);
        }

        lock (_gate)
        {
            _shown = [.. _shown, toast];
        }

        Start(toast);
        if (Shown.Count > MaxShown)
        {
            Dismiss(Shown[0]);
        }
        else
        {
            Changed?.Invoke();
        }
    }

    /// <summary>Takes it away; false when it was gone already, as for the second half of a double click.</summary>
    public bool Dismiss(Toast toast)
    {
        lock (_gate)
        {
            if (!_shown.Contains(toast))
            {
                return false;
            }

            _shown = [.. _shown.Where(other => other != toast)];
        }

        toast.Timer?.Dispose();
        toast.Gone?.Invoke();
        Changed?.Invoke();
        return true;
    }

    /// <summary>Somebody points at it or is in it: it stays.</summary>
    public void Hold(Toast toast)
    {
        if (!toast.EndsOnTime)
        {
            toast.Timer?.Dispose();
        }
    }

    /// <summary>Nobody does any more: its time starts over, unless its details are open.</summary>
    public void Release(Toast toast)
    {
        if (!toast.EndsOnTime && !toast.IsOpen && Shown.Contains(toast))
        {
            Start(toast);
        }
    }

    public void Dispose()
    {
        foreach (var toast in _shown)
        {
            toast.Timer?.Dispose();
        }
    }

    private void Start(Toast toast)
    {
        toast.Timer?.Dispose();
        toast.Timer = toast.Lasts is { } lasts
            ? time.CreateTimer(_ => Dismiss(toast), null, lasts, Timeout.InfiniteTimeSpan)
            : null;
    }
}
