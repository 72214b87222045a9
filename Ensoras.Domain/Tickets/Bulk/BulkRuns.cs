using System.Collections.Concurrent;
using Ensoras.Domain.Live;
using Ensoras.Domain.People;
using Ensoras.Domain.Scheduling;
using Ensoras.Domain.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Ensoras.Domain.Tickets;

/// <summary>
/// The bulk actions of this server. They go on while their person goes elsewhere, and stay until they are dismissed.
/// Each is stored with how far it got: as a sweep, this takes up what a server that stopped has left.
/// </summary>
public sealed class BulkRuns(
    IDbContextFactory<EnsorasDb> databases,
    BulkActions actions,
    LiveUpdates live,
    TimeProvider time,
    ILogger<BulkRuns> logger)
    : ISweep, IAsyncDisposable
{
    private const int MaxKept = 3;

    // Renewed with every commit, and a commit takes well under a second.
    private static readonly TimeSpan ClaimLasts = TimeSpan.FromSeconds(20);

    /// <summary>
    /// What a server left undone longer ago than this may no longer be what its person wants; they are told instead.
    /// </summary>
    private static readonly TimeSpan MaxLateness = TimeSpan.FromHours(1);
    private readonly ConcurrentDictionary<Guid, BulkRun> _runs = new();
    private volatile bool _isStopping;

    /// <summary>What this person has under way or has not dismissed, oldest first.</summary>
    public IReadOnlyList<BulkRun> Of(Guid agentId) =>
        [.. _runs.Values.Where(run => run.AgentId == agentId).OrderBy(run => run.Id)];

    /// <summary>
    /// Begins one in the background. Throws <see cref="RuleBrokenException"/> when the person may not, or selected too
    /// many.
    /// </summary>
    public async Task<BulkRun> StartAsync(BulkOrder order, CancellationToken cancellationToken)
    {
        order.Check(order.By);
        foreach (var old in Of(order.By.Id ?? Guid.Empty).Where(run => !run.IsRunning).SkipLast(MaxKept - 1))
        {
            Dismiss(old);
        }

        var now = time.GetUtcNow();
        var job = new BulkJob(order, now, now + ClaimLasts);
        await using (var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false))
        {
            db.Add(job);
            await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        }

        return Begin(job.Id, order);
    }

    /// <summary>Begins to undo what one did; a ticket that was changed since is skipped.</summary>
    public Task<BulkRun> UndoAsync(BulkRun run, Actor by, CancellationToken cancellationToken) =>
        run.CanUndo
            ? StartAsync(run.Undoing(by), cancellationToken)
            : throw new InvalidOperationException("Only a close that did something can be undone.");

    /// <summary>Takes an ended one away.</summary>
    public void Dismiss(BulkRun run)
    {
        if (!run.IsRunning && _runs.TryRemove(run.Id, out _))
        {
            run.Dispose();
            live.Publish(LiveScope.Runs(run.AgentId));
        }
    }

    /// <summary>Goes on with what a server that stopped has left undone.</summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var left = await db.BulkJobs.AsNoTracking().Where(job => job.ClaimedUntil < now)
            .Include(job => job.Selection).OrderBy(job => job.Id).ToListAsync(cancellationToken).ConfigureAwait(false);
        var taken = 0;
        foreach (var job in left.Where(job => !_isStopping && !_runs.ContainsKey(job.Id)))
        {
            // The first server to claim it continues.
            if (
                await db
                    .BulkJobs.Where(row => row.Id == job.Id && row.ClaimedUntil == job.ClaimedUntil)
                    .ExecuteUpdateAsync(
                        set => set.SetProperty(row => row.ClaimedUntil, now + ClaimLasts),
                        cancellationToken)
                    .ConfigureAwait(false) == 1)
            {
                // As who they are now: a person who may no longer do it does not.
                var agent = await db.Agents.AsNoTracking().SingleAsync(row => row.Id == job.AgentId, cancellationToken)
                    .ConfigureAwait(false);
                Begin(job.Id, job.OrderOf(Actor.Of(agent)), WhyNot(agent, now - job.ClaimedUntil));
                taken++;
            }
        }

        return taken;
    }

    /// <summary>Lets the tickets that are under way end, and no more begin; the next server goes on.</summary>
    public async ValueTask DisposeAsync()
    {
        _isStopping = true;
        foreach (var run in _runs.Values)
        {
            run.Stop();
        }

        await Task.WhenAll(_runs.Values.Select(run => run.Work)).ConfigureAwait(false);
    }

    private static Sentence? WhyNot(Agent agent, TimeSpan late) =>
        !agent.IsActive ? Sentence.Of("Bulk.NoAccess")
        : late > MaxLateness
            ? Sentence.Of("Bulk.StoppedTooLongAgo")
        : null;

    private BulkRun Begin(Guid jobId, BulkOrder order, Sentence? refusal = null)
    {
        var run = new BulkRun(
            jobId,
            order with
            {
                Store = (db, dealtWith, refusals, cancel) => StoreAsync(db, jobId, dealtWith, refusals, cancel),
            });
        _runs[jobId] = run;
        run.Work = Task.Run(() => WorkAsync(run, refusal));
        live.Publish(LiveScope.Runs(run.AgentId));
        return run;
    }

    private async Task WorkAsync(BulkRun run, Sentence? refusal)
    {
        try
        {
            if (refusal is not null)
            {
                throw new RuleBrokenException(refusal);
            }

            var report = await actions.RunAsync(run.Order, dealtWith =>
            {
                run.Progress(dealtWith);
                live.Publish(LiveScope.Runs(run.AgentId));
            }, run.Stopping).ConfigureAwait(false);
            await LetGoAsync(run, isOver: !_isStopping || report.Untouched == 0).ConfigureAwait(false);
            run.End(report);
        }
        catch (RuleBrokenException broken)
        {
            await LetGoAsync(run, isOver: true).ConfigureAwait(false);
            run.Fail(broken.Why);
        }
#pragma warning disable CA1031 // Nobody awaits it: whatever went wrong is shown to the person and written to the log.
        catch (Exception error)
#pragma warning restore CA1031
        {
            logger.LogError(error, "{Title} broke off.", run.Title);
            await LetGoAsync(run, isOver: true).ConfigureAwait(false);
            run.Fail(Sentence.Of("Bulk.BrokeOff", run.DealtWith, run.Total));
        }

        live.Publish(LiveScope.Runs(run.AgentId));
    }

    private async Task StoreAsync(
        EnsorasDb db,
        Guid jobId,
        int dealtWith,
        IReadOnlyDictionary<Guid, Sentence> refusals,
        CancellationToken cancellationToken) =>
        (await db.BulkJobs.SingleAsync(job => job.Id == jobId, cancellationToken).ConfigureAwait(false)).Advance(
            dealtWith,
            refusals,
            time.GetUtcNow() + ClaimLasts);

    /// <summary>It has ended, or this server stops and another one goes on at once.</summary>
    private async Task LetGoAsync(BulkRun run, bool isOver)
    {
        try
        {
            var now = time.GetUtcNow();
            await using var db = await databases.CreateDbContextAsync(CancellationToken.None).ConfigureAwait(false);
            if (isOver)
            {
                await db.BulkJobs.Where(job => job.Id == run.Id).ExecuteDeleteAsync().ConfigureAwait(false);
            }
            else
            {
                await db.BulkJobs.Where(job => job.Id == run.Id)
                    .ExecuteUpdateAsync(set => set.SetProperty(job => job.ClaimedUntil, now.AddMilliseconds(-1)))
                        .ConfigureAwait(false);
            }
        }
#pragma warning disable CA1031 // Its claim runs out, and a sweep finds that nothing is left to do.
        catch (Exception error)
#pragma warning restore CA1031
        {
            logger.LogWarning(error, "{Title} could not be marked as ended.", run.Title);
        }
    }
}
