using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Ensoras.Web.Components;

/// <summary>Puts the focus on an element that may be gone by the time the browser hears of it.</summary>
public static class Focus
{
    public static async Task TakeFocusAsync(this ElementReference element)
    {
        try
        {
            await element.FocusAsync();
        }
        catch (Exception error) when (error is JSException or JSDisconnectedException or OperationCanceledException or InvalidOperationException)
        {
            // It was taken away meanwhile, or the page was left.
        }
    }
}
