using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Ensoras.Web.Components;

/// <summary>Moves the focus, where the element may be gone by the time the browser hears of it.</summary>
public static class Focus
{
    public static async Task TakeFocusAsync(this ElementReference element)
    {
        try
        {
            await element.FocusAsync();
        }
        catch (Exception error) when (error is JSException or JSDisconnectedException
            or OperationCanceledException or InvalidOperationException)
        {
            // It was taken away meanwhile, or the page was left.
        }
    }

    /// <summary>Puts the focus into the menu that has just been opened, so that the keyboard works in it.</summary>
    public static async Task EnterMenuAsync(this IJSRuntime script)
    {
        await using var module = new ScriptModule(script, "./scripts/open-menu.js");
        await module.CallAsync("enterMenu");
    }

    /// <summary>Puts the focus into the first field of a panel that has just been opened.</summary>
    public static async Task EnterPanelAsync(this IJSRuntime script, ElementReference panel)
    {
        await using var module = new ScriptModule(script, "./scripts/open-menu.js");
        await module.CallAsync("enterPanel", panel);
    }

    /// <summary>Gives the focus of a menu that closes back to what opened it, unless the person has moved it.</summary>
    public static async Task ReturnFocusAsync(this IJSRuntime script, ElementReference opener)
    {
        await using var module = new ScriptModule(script, "./scripts/open-menu.js");
        await module.CallAsync("returnFocus", opener);
    }
}
