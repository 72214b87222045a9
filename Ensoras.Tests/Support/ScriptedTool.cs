using System.Collections.Concurrent;
using System.Text.Json;
using Ensoras.Domain.Tools;

namespace Ensoras.Tests.Support;

/// <summary>
/// A tool that does what a test told it to, and remembers with what it was run. It is its own source.
/// </summary>
public sealed class ScriptedTool(string name, bool isRepeatable = false) : ITool, IToolSource
{
    private readonly ConcurrentQueue<Func<CancellationToken, Task<string>>> _script = new();

    public string Name => name;

    public string Description => "What a test needs.";

    public JsonElement ArgumentSchema { get; } =
        JsonSerializer.Deserialize<JsonElement>(
            """{"type":"object","properties":{"order":{"type":"string"},"amount":{"type":"number"}}}""");

    public bool IsRepeatable => isRepeatable;

    /// <summary>The arguments and keys that it was run with, in order.</summary>
    public ConcurrentQueue<(string Arguments, Guid Key)> Runs { get; } = new();

    /// <summary>What the next run does; with nothing told, it answers "done".</summary>
    public ScriptedTool Then(Func<CancellationToken, Task<string>> run)
    {
        _script.Enqueue(run);
        return this;
    }

    public ScriptedTool Fails(string why) => Then(_ => throw new ToolFailedException(why));

    public IReadOnlyList<ITool> ToolsFor(Guid projectId) => [this];

    public Task<string> RunAsync(JsonElement arguments, Guid idempotencyKey, CancellationToken cancellationToken)
    {
        Runs.Enqueue((arguments.GetRawText(), idempotencyKey));
        return _script.TryDequeue(out var run) ? run(cancellationToken) : Task.FromResult("done");
    }
}
