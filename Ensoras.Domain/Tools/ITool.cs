using System.Text.Json;

namespace Ensoras.Domain.Tools;

/// <summary>Something that Ensoras may propose to do or look up elsewhere, such as where a parcel is.</summary>
public interface ITool
{
    /// <summary>What calls name it by, such as "track_parcel"; unique in a project.</summary>
    string Name { get; }

    /// <summary>What it does, in a sentence for writers and reviewers.</summary>
    string Description { get; }

    /// <summary>The JSON Schema of its arguments: an object with <c>properties</c> and <c>required</c>.</summary>
    JsonElement ArgumentSchema { get; }

    /// <summary>
    /// Whether running it again with the same idempotency key does nothing more than running it once: lookups, and
    /// services that recognise the key. Only such a call is run again by itself after the server stopped in the
    /// middle of it.
    /// </summary>
    bool IsRepeatable { get; }

    /// <summary>How long it may take before the call counts as failed.</summary>
    TimeSpan TimeOut => TimeSpan.FromSeconds(30);

    /// <summary>Runs it once.</summary>
    /// <param name="arguments">An object that fits <see cref="ArgumentSchema"/>.</param>
    /// <param name="idempotencyKey">The same for every attempt at the same call.</param>
    /// <returns>What it found or did, as text that a customer could read.</returns>
    /// <exception cref="ToolFailedException">It could not; the message is a sentence for the reviewer.</exception>
    Task<string> RunAsync(JsonElement arguments, Guid idempotencyKey, CancellationToken cancellationToken);
}

/// <summary>Where a project's tools come from.</summary>
public interface IToolSource
{
    /// <summary>The tools that this source has for the project now.</summary>
    IReadOnlyList<ITool> ToolsFor(Guid projectId);
}

/// <summary>A tool could not do what it was asked; the message is a sentence for the reviewer.</summary>
#pragma warning disable CA1710 // The name reads as what happened, as RuleBrokenException does.
public sealed class ToolFailedException(string message) : Exception(message);
#pragma warning restore CA1710
