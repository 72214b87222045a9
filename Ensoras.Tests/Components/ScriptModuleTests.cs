using Ensoras.Web.Components;
using Microsoft.JSInterop;

namespace Ensoras.Tests.Components;

/// <summary>A screen that is left while its script is being called.</summary>
public sealed class ScriptModuleTests
{
    [Fact]
    public async Task Calls_after_disposal_are_nothing()
    {
        var script = new SlowScript();
        script.Loads.SetResult(new Module());
        var module = new ScriptModule(script, "./scripts/composer.js");
        Assert.Equal("read", await module.AskAsync<string>("read"));
        await module.DisposeAsync();

        Assert.Null(await module.AskAsync<string>("read"));
        await module.CallAsync("clear");
        Assert.Equal(["read", "dispose"], Module.Calls);
    }

    [Fact]
    public async Task A_module_that_arrives_when_the_screen_was_left_is_not_called()
    {
        var script = new SlowScript();
        var module = new ScriptModule(script, "./scripts/composer.js");
        var disposed = DotNetObjectReference.Create(this);
        var watching = module.CallAsync("watch", disposed);
        await module.DisposeAsync();
        disposed.Dispose();
        script.Loads.SetResult(new Module());

        await watching;

        Assert.DoesNotContain("watch", Module.Calls);
    }

    [Fact]
    public async Task A_broken_script_is_an_error_while_the_screen_is_there()
    {
        var script = new SlowScript();
        script.Loads.SetException(new JSException("not found"));

        await Assert.ThrowsAsync<JSException>(() => new ScriptModule(script, "./scripts/none.js").CallAsync("read"));
    }

    private sealed class SlowScript : IJSRuntime
    {
        public TaskCompletionSource<IJSObjectReference> Loads { get; } = new();

        public async ValueTask<TValue> InvokeAsync<TValue>(string identifier, object?[]? args) =>
            (TValue)(object)await Loads.Task;

        public ValueTask<TValue> InvokeAsync<TValue>(
            string identifier,
            CancellationToken cancellationToken,
            object?[]? args) => InvokeAsync<TValue>(identifier, args);
    }

    private sealed class Module : IJSObjectReference
    {
        public static readonly List<string> Calls = [];

        public Module() => Calls.Clear();

        public ValueTask<TValue> InvokeAsync<TValue>(string identifier, object?[]? args)
        {
            Calls.Add(identifier);
            return ValueTask.FromResult((TValue)(object)identifier);
        }

        public ValueTask<TValue> InvokeAsync<TValue>(
            string identifier,
            CancellationToken cancellationToken,
            object?[]? args) => InvokeAsync<TValue>(identifier, args);

        public ValueTask DisposeAsync()
        {
            Calls.Add("dispose");
            return ValueTask.CompletedTask;
        }
    }
}
