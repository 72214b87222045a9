using MudBlazor;

namespace Ensoras.Web.Components;

/// <summary>The one place that shows toasts, so that they look, last and are announced alike on every screen.</summary>
public sealed class Toasts(ISnackbar snackbar)
{
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(8);

    /// <summary>Says that something was done.</summary>
    public void Confirm(string sentence) => Show(sentence, Severity.Success, Short);

    /// <summary>Says what was skipped or needs a look.</summary>
    public void Warn(string sentence) => Show(sentence, Severity.Warning, Long);

    /// <summary>Says why something was not done.</summary>
    public void Refuse(string sentence) => Show(sentence, Severity.Error, Long);

    /// <summary>
    /// Says that something was done and offers one action on it, such as Undo, while the toast lasts.
    /// </summary>
    public void Offer(string sentence, string action, Func<Task> chosen, TimeSpan? lasts = null) =>
        snackbar.Add(sentence, Severity.Success, options =>
        {
            Last(options, lasts ?? Long);
            options.Action = action;
            options.ActionColor = Color.Inherit;
            options.OnClick = _ => chosen();
        });

    private void Show(string sentence, Severity severity, TimeSpan lasts) =>
        snackbar.Add(sentence, severity, options => Last(options, lasts));

    private static void Last(SnackbarOptions options, TimeSpan lasts)
    {
        options.VisibleStateDuration = (int)lasts.TotalMilliseconds;
        options.ShowTransitionDuration = 120;
        options.HideTransitionDuration = 120;
    }
}
