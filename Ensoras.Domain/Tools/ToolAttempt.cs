using Ensoras.Domain.Storage;
using Microsoft.Extensions.Logging;

namespace Ensoras.Domain.Tools;

/// <summary>How an attempt to run a call ended.</summary>
internal abstract record ToolOutcome
{
    private ToolOutcome()
    {
    }

    /// <param name="Result">What the tool answered, or why it failed.</param>
    public sealed record Ended(bool Succeeded, Sentence Result) : ToolOutcome;

    /// <summary>The server is stopping and the tool may be run again: the call goes back to where it was.</summary>
    public sealed record Interrupted : ToolOutcome;
}

/// <summary>One attempt at one call, with a time-out. Whatever the tool does, there is an outcome.</summary>
internal static class ToolAttempt
{
    public static readonly Sentence StoppedMeanwhile = Sentence.Of("Tools.StoppedMeanwhile");
    private const int MaxResultLength = 10_000;

    public static async Task<ToolOutcome> RunAsync(
        ITool? tool,
        string name,
        string arguments,
        Guid key,
        TimeProvider time,
        ILogger logger,
        CancellationToken stopping)
    {
        if (tool is null)
        {
            return Failed(Sentence.Of("Tools.NoSuchTool", name));
        }

        if (!ArgumentCheck.TryRead(tool.ArgumentSchema, arguments, out var given, out var problem))
        {
            return Failed(problem);
        }

        using var timeOut = new CancellationTokenSource(tool.TimeOut, time);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(timeOut.Token, stopping);
        try
        {
            // On a thread of its own and no longer awaited after the time-out: a tool that does not listen holds
            // nobody up.
            var result = await Task.Run(() => tool.RunAsync(given, key, ending.Token), CancellationToken.None)
                .WaitAsync(ending.Token)
                .ConfigureAwait(false);
            return new ToolOutcome.Ended(true, Verbatim(result));
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return tool.IsRepeatable ? new ToolOutcome.Interrupted() : Failed(StoppedMeanwhile);
        }
        catch (OperationCanceledException) when (timeOut.IsCancellationRequested)
        {
            return Failed(Sentence.Of(
                tool.IsRepeatable ? "Tools.TimedOut" : "Tools.TimedOutUncertain", (int)tool.TimeOut.TotalSeconds));
        }
        catch (ToolFailedException failure)
        {
            return Failed(Verbatim(failure.Message));
        }
#pragma warning disable CA1031 // A tool may fail in any way; the reviewer is told, the log has the rest.
        catch (Exception error)
#pragma warning restore CA1031
        {
            logger.LogWarning(error, "The tool {Tool} failed on call {CallId}.", name, key);
            return Failed(Sentence.Of("Tools.Failed", Clean(error.Message)));
        }
    }

    private static ToolOutcome.Ended Failed(Sentence why) => new(false, why);

    private static Sentence Verbatim(string result) => Sentence.Verbatim(Clean(result));

    // No database text holds the null character.
    private static string Clean(string result) => result.Storable().Trim().Cut(MaxResultLength, "…");
}
