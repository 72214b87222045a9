using Microsoft.JSInterop;

namespace Ensoras.Web.Components;

/// <summary>
/// A script's module as a component uses it. A screen may be left while a call is on its way: from then on, calls are
/// nothing.
/// </summary>
public sealed class ScriptModule(IJSRuntime script, string path) : IAsyncDisposable
{
    private Task<IJSObjectReference>? _module;
    private bool _isDisposed;

    /// <summary>Calls a function of the module.</summary>
    public async Task CallAsync(string name, params object?[] arguments) => await AskAsync<object?>(name, arguments);

    /// <summary>Calls a function of the module for its answer; the default when the screen was left.</summary>
    public async Task<T?> AskAsync<T>(string name, params object?[] arguments)
    {
        try
        {
            _module ??= _isDisposed ? null : script.InvokeAsync<IJSObjectReference>("import", path).AsTask();
            return _module is null || await _module is not { } module || _isDisposed
                ? default
                : await module.InvokeAsync<T>(name, arguments);
        }
        catch (Exception error) when (_isDisposed || error is JSDisconnectedException)
        {
            return default;
        }
        catch (JSException) when (_module is { IsFaulted: true })
        {
            // Loaded again by the next call.
            _module = null;
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _isDisposed = true;
        if (_module is { IsCompletedSuccessfully: true } module)
        {
            try
            {
                await (await module).DisposeAsync();
            }
            catch (Exception error) when (error is JSDisconnectedException or OperationCanceledException)
            {
                // The page is gone, and the module with it.
            }
        }
    }
}
