using System.Globalization;
using Ensoras.Domain.Live;
using Microsoft.AspNetCore.Components;

namespace Ensoras.Web.Live;

/// <summary>
/// The one base class of live screens: it subscribes first and reads second, reads again when something it watches
/// changed, and hands errors to the error boundary. While the database is away it keeps what it shows and tries again
/// by itself. While prerendering it reads without subscribing.
/// </summary>
public abstract class LiveComponent : ComponentBase, IDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(30);
    private readonly CancellationTokenSource _leaving = new();

    // A signal comes on the publisher's thread, in the publisher's language.
    private readonly CultureInfo _culture = CultureInfo.CurrentUICulture;
    private IReadOnlyCollection<LiveScope> _watched = [];
    private IDisposable? _subscription;
    private object? _shown;
    private ITimer? _again;
    private int _failures;

    [Inject]
    protected LiveUpdates Live { get; set; } = null!;

    [Inject]
    private ILogger<LiveComponent> Logger { get; set; } = null!;

    [Inject]
    private TimeProvider Clock { get; set; } = null!;

    [CascadingParameter]
    public Viewer Viewer { get; set; } = null!;

    /// <summary>Cancelled when the screen is closed.</summary>
    protected CancellationToken Leaving => _leaving.Token;

    /// <summary>What this screen follows; asked again whenever its parameters change.</summary>
    protected abstract IReadOnlyCollection<LiveScope> Watch();

    /// <summary>Reads what the screen shows into its fields. Reads are shared between screens.</summary>
    protected abstract Task ReadAsync(CancellationToken cancellationToken);

    /// <summary>All that the markup depends on, as one comparable value, so that a read which changed none of it
    /// renders and sends nothing; null when that cannot be said.</summary>
    protected virtual object? Shows => null;

    /// <summary>Whether the last read gave anything to draw; a screen that can say so cheaply is not even asked to
    /// draw.</summary>
    protected virtual bool HasNews => true;

    protected override bool ShouldRender()
    {
        var (before, now) = (_shown, Shows);
        _shown = now;
        return now is null || !now.Equals(before);
    }

    protected override async Task OnParametersSetAsync()
    {
        Follow();
        await TryReadAsync();

        // What a screen follows may only be known once it has read; what changed in between is read again.
        if (Follow())
        {
            await TryReadAsync();
        }
    }

    public void Dispose()
    {
        _leaving.Cancel();
        _subscription?.Dispose();
        _again?.Dispose();
        _leaving.Dispose();
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
    }

    /// <returns>Whether it follows something else than before.</returns>
    private bool Follow()
    {
        var scopes = Watch();
        if (_leaving.IsCancellationRequested || !RendererInfo.IsInteractive || scopes.SequenceEqual(_watched))
        {
            return false;
        }

        _subscription?.Dispose();
        _watched = scopes;
        _subscription = Live.Subscribe(scopes, () => InvokeAsync(ReadOnSignalAsync), Viewer?.AgentId);
        return true;
    }

    /// <summary>
    /// The same in this screen's language, for callers from outside its circuit, such as a timer.
    /// </summary>
    protected async Task ReadOnSignalAsync()
    {
        UseOwnLanguage();
        await ReadAgainAsync();
    }

    /// <summary>
    /// For what enters the circuit from outside and renders: a thread from there speaks another language.
    /// </summary>
    protected void UseOwnLanguage() => CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = _culture;

    /// <summary>Reads and renders; errors go to the error boundary.</summary>
    protected async Task ReadAgainAsync()
    {
        if (_leaving.IsCancellationRequested)
        {
            return;
        }

        try
        {
            if (await TryReadAsync() && HasNews)
            {
                StateHasChanged();
            }
        }
        catch (OperationCanceledException) when (_leaving.IsCancellationRequested)
        {
            // The screen was closed while it was reading.
        }
#pragma warning disable CA1031 // The error boundary is where errors of a screen are shown.
        catch (Exception error)
#pragma warning restore CA1031
        {
            Logger.LogError(error, "A screen could not read again.");
            await DispatchExceptionAsync(error);
        }
    }

    /// <returns>False when the database could not be read; what is shown stays, and it is read again before
    /// long.</returns>
    private async Task<bool> TryReadAsync()
    {
        try
        {
            await ReadAsync(Leaving);
        }
        catch (Exception error)
            when (RendererInfo.IsInteractive && !_leaving.IsCancellationRequested && StorageFailure.Is(error))
        {
            ReadLater(error);
            return false;
        }

        if (_failures > 0 && !_leaving.IsCancellationRequested)
        {
            _failures = 0;
            _again?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

            // What it follows may only be known now.
            Follow();
        }

        return true;
    }

    private void ReadLater(Exception error)
    {
        if (_failures++ == 0)
        {
            Logger.LogError(error, "A screen could not read; it shows what it has and tries again.");
        }

        var pause = FirstPause * Math.Pow(2, Math.Min(_failures - 1, 5));
        _again ??= Clock.CreateTimer(
            _ => _ = InvokeAsync(ReadOnSignalAsync),
            null,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan);
        _again.Change(pause < MaxPause ? pause : MaxPause, Timeout.InfiniteTimeSpan);
    }
}
