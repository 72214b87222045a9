using System.Collections.Concurrent;
using Ensoras.Domain.Live;
using Microsoft.Extensions.Logging;

namespace Ensoras.Domain.Tickets;

/// <summary>The bulk actions of this server. They go on while their person goes elsewhere, and stay until they are dismissed.</summary>
public sealed class BulkRuns(BulkActions actions, LiveUpdates live, ILogger<BulkRuns> logger) : IAsyncDisposable
{
    private const int MaxKept = 3;
    private readonly ConcurrentDictionary<Guid, BulkRun> _runs = new();

    /// <summary>What this person has under way or has not dismissed, oldest first.</summary>
    public IReadOnlyList<BulkRun> Of(Guid agentId) =>
        [.. _runs.Values.Where(run => run.AgentId == agentId).OrderBy(run => run.Id)];

    /// <summary>Begins one in the background. Throws <see cref="RuleBrokenException"/> when the person may not, or selected too many.</summary>
    public BulkRun Start(Guid projectId, BulkChange change, IReadOnlyCollection<SelectedTicket> selected, Actor by)
    {
        BulkActions.Check(selected.Count, by);
        var agentId = by.Id ?? Guid.Empty;
        foreach (var old in Of(agentId).Where(run => !run.IsRunning).SkipLast(MaxKept - 1))
        {
            Dismiss(old);
        }

        var run = new BulkRun(agentId, $"{change.Doing} {(selected.Count == 1 ? "1 ticket" : $"{selected.Count:N0} tickets")}", selected);
        _runs[run.Id] = run;
        run.Work = Task.Run(() => WorkAsync(run, projectId, change, selected, by));
        live.Publish(LiveScope.Runs(agentId));
        return run;
    }

    /// <summary>Takes an ended one away.</summary>
    public void Dismiss(BulkRun run)
    {
        if (!run.IsRunning && _runs.TryRemove(run.Id, out _))
        {
            run.Dispose();
            live.Publish(LiveScope.Runs(run.AgentId));
        }
    }

    /// <summary>Lets the tickets that are under way end, and no more begin.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var run in _runs.Values)
        {
            run.Stop();
        }

        await Task.WhenAll(_runs.Values.Select(run => run.Work)).ConfigureAwait(false);
        foreach (var run in _runs.Values.Where(run => run.Report is { Untouched: > 0 }))
        {
            logger.LogWarning("{Title}: {Sentence}. What was left is chosen and done again by its person.", run.Title, run.Report!.Sentence);
        }
    }

    private async Task WorkAsync(BulkRun run, Guid projectId, BulkChange change, IReadOnlyCollection<SelectedTicket> selected, Actor by)
    {
        try
        {
            run.End(await actions.RunAsync(projectId, change, selected, by, dealtWith =>
            {
                run.Progress(dealtWith);
                live.Publish(LiveScope.Runs(run.AgentId));
            }, run.Stopping).ConfigureAwait(false));
        }
        catch (RuleBrokenException refusal)
        {
            run.Fail(refusal.Message);
        }
#pragma warning disable CA1031 // Nobody awaits it: whatever went wrong is shown to the person and written to the log.
        catch (Exception error)
#pragma warning restore CA1031
        {
            logger.LogError(error, "{Title} broke off.", run.Title);
            run.Fail($"It broke off after {run.DealtWith:N0} of {run.Total:N0}; those are done. Select the rest and try again.");
        }

        live.Publish(LiveScope.Runs(run.AgentId));
    }
}
