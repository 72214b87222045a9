using MudBlazor;

namespace Ensoras.Web.Components;

/// <summary>
/// How a form is stored: its fields are checked, of two clicks one counts, and what the desk refuses stands beside
/// the field it is about until that is changed. Nothing that was typed is touched.
/// </summary>
public sealed class FormSubmission(TimeProvider time, ILogger logger)
{
    private readonly SingleClick _click = new(time);
    private RuleBrokenException? _refused;
    private (object? Value, bool IsKnown) _refusedInput;

    /// <summary>Why it was not stored, when that is about no single field; null otherwise.</summary>
    public string? Refusal { get; private set; }

    public bool IsBusy => _click.IsBusy;

    /// <returns>Whether the change was made.</returns>
    public async Task<bool> SubmitAsync(MudForm form, Func<Task> change)
    {
        var isDone = false;
        await _click.RunAsync(async () =>
        {
            Forget();
            await form.ValidateAsync();
            if (form.Errors.Length > 0)
            {
                return;
            }

            Refusal = await Attempt.MakeAsync(() => NoteFieldAsync(change), logger);
            isDone = Refusal is null && _refused is null;
            if (_refused is not null)
            {
                await form.ValidateAsync();
                Refusal = form.Errors.Length > 0 ? null : _refused.Message;
            }
        });
        return isDone;
    }

    /// <summary>
    /// For a field's Validation: what the desk said about the field that it calls <paramref name="field"/>.
    /// </summary>
    public Func<T, string?> Check<T>(string field) => value =>
    {
        if (_refused?.Field != field)
        {
            return null;
        }

        // The first check after the refusal is of what was refused.
        _refusedInput = _refusedInput.IsKnown ? _refusedInput : (value, true);
        return Equals(_refusedInput.Value, value) ? _refused.Message : null;
    };

    /// <summary>Another form was opened: nothing of the one before holds for it.</summary>
    public void Begin()
    {
        Forget();
        _click.Rearm();
    }

    /// <summary>Clears the refusal when the form is closed.</summary>
    public void Forget() => (Refusal, _refused, _refusedInput) = (null, null, default);

    private async Task NoteFieldAsync(Func<Task> change)
    {
        try
        {
            await change();
        }
        catch (RuleBrokenException refusal) when (refusal.Field is not null)
        {
            _refused = refusal;
        }
    }
}
