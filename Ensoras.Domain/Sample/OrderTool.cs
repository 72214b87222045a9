using System.Text.Json;

using Ensoras.Domain.Tools;

namespace Ensoras.Domain.Sample;

/// <summary>A tool of the sample shop that looks something up about one order.</summary>
public abstract class OrderTool(string name, string description) : ITool
{
    public string Name => name;

    public string Description => description;

    public virtual JsonElement ArgumentSchema { get; } =
        JsonSerializer.Deserialize<JsonElement>(
            """{"type":"object","properties":{"order":{"type":"string","description":"The order's number, such as NT-48377"}},"required":["order"]}""");

    /// <summary>The sample's shop forgets nothing and doubles nothing.</summary>
    public bool IsRepeatable => true;

    public async Task<string> RunAsync(JsonElement arguments, Guid idempotencyKey, CancellationToken cancellationToken)
    {
        // As long as a shop's server takes, so that a person sees it run.
        await Task.Delay(TimeSpan.FromMilliseconds(600), cancellationToken).ConfigureAwait(false);
        return Run(arguments.GetProperty("order").GetString()!, arguments);
    }

    protected abstract string Run(string order, JsonElement arguments);
}
