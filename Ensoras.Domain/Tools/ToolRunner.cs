using Ensoras.Domain.Scheduling;
using Ensoras.Domain.Servers;
using Ensoras.Domain.Storage;
using Ensoras.Domain.Tickets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Ensoras.Domain.Tools;

/// <summary>
/// Runs what a person approved, each call once: claimed first, then run with a time-out, then its outcome stored. The
/// desk decides what follows. Tickets beside each other, the calls of one ticket one after the other.
/// </summary>
public sealed class ToolRunner(
    IDbContextFactory<EnsorasDb> databases,
    TicketDesk desk,
    IEnumerable<IToolSource> sources,
    LivingServers servers,
    TimeProvider time,
    ILogger<ToolRunner> logger) : ISweep
{
    private const int MaxTicketsAtOnce = 8;
    private const int MaxCallsAtOnce = 200;
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    // A worker that has not said how it ended so long after the time-out is gone.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(30);

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var running = new Dictionary<Guid, Task<int>>();
        var leftAlone = new HashSet<Guid>();
        var done = 0;
        try
        {
            // A slow tool holds nobody up: while it runs, what is approved meanwhile begins beside it.
            while (await StartDueAsync(running, leftAlone, cancellationToken).ConfigureAwait(false) > 0)
            {
                await Task.WhenAny([.. running.Values, Task.Delay(LookAgain, time, cancellationToken)])
                    .ConfigureAwait(false);
                foreach (var (ticketId, ended) in running.Where(each => each.Value.IsCompleted).ToList())
                {
                    var ran = await ended.ConfigureAwait(false);
                    done += ran;
                    running.Remove(ticketId);
                    if (ran == 0)
                    {
                        leftAlone.Add(ticketId);
                    }
                }
            }
        }
        finally
        {
            await Task.WhenAll(running.Values).ConfigureAwait(false);
        }

        return done;
    }

    private async Task<int> StartDueAsync(
        Dictionary<Guid, Task<int>> running,
        HashSet<Guid> leftAlone,
        CancellationToken cancellationToken)
    {
        if (running.Count < MaxTicketsAtOnce)
        {
            var due = await FindDueAsync(cancellationToken).ConfigureAwait(false);
            foreach (
                var ticket in due.GroupBy(call => call.TicketId)
                    .Where(ticket => !running.ContainsKey(ticket.Key) && !leftAlone.Contains(ticket.Key))
                    .Take(MaxTicketsAtOnce - running.Count))
            {
                running[ticket.Key] = RunOneByOneAsync([.. ticket], cancellationToken);
            }
        }

        return running.Count;
    }

    private async Task<List<DueCall>> FindDueAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var calls = await (
            from call in db.ToolCalls
            where call.Status == ToolCallStatus.Approved || call.Status == ToolCallStatus.Running
            join message in db.Messages on call.MessageId equals message.Id
            join ticket in db.Tickets on message.TicketId equals ticket.Id
            join project in db.Projects on ticket.ProjectId equals project.Id
            orderby call.Id
            select new DueCall(
                call.Id,
                ticket.Id,
                project.Id,
                call.Status,
                call.StartedAt,
                call.ClaimedBy,
                call.Name,
                call.Arguments,
                project.GracePeriod))
            .Take(MaxCallsAtOnce)
            .ToListAsync(cancellationToken)
            .ConfigureAwait(false);
        return [.. calls.Where(call => call.Status is ToolCallStatus.Approved || IsLost(call))];
    }

    private async Task<int> RunOneByOneAsync(IReadOnlyList<DueCall> calls, CancellationToken cancellationToken)
    {
        var ran = 0;
        foreach (var call in calls)
        {
            try
            {
                ran += await TryAsync(call, cancellationToken).ConfigureAwait(false) ? 1 : 0;
            }
            catch (RuleBrokenException refusal)
            {
                logger.LogInformation("The call {CallId} was not run: {Refusal}", call.CallId, refusal.Message);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return ran;
            }
#pragma warning disable CA1031 // Storage was not to be had: the call stays as it is, and a later run deals with it.
            catch (Exception error)
#pragma warning restore CA1031
            {
                logger.LogError(error, "The call {CallId} could not be dealt with; a later run does.", call.CallId);
            }
        }

        return ran;
    }

    private async Task<bool> TryAsync(DueCall call, CancellationToken cancellationToken)
    {
        var tool = Find(call);
        if (call.Status is ToolCallStatus.Running)
        {
            return await desk.ChangeAsync(
                    call.TicketId,
                    Actor.System,
                    (ticket, stamp) => Abandoned(ticket, stamp, call, tool),
                    cancellationToken)
                .ConfigureAwait(false);
        }

        if (
            !await desk.ChangeAsync(
                    call.TicketId,
                    Actor.System,
                    (ticket, stamp) => ticket.ClaimTool(stamp, call.CallId, servers.Own),
                    cancellationToken)
                .ConfigureAwait(false))
        {
            return false;
        }

        var outcome = await ToolAttempt
            .RunAsync(tool, call.Name, call.Arguments, call.CallId, time, logger, cancellationToken)
            .ConfigureAwait(false);

        // What a tool has done is stored whatever happens to this server's shutdown, and once the database is back if
        // it is away.
        await UntilStored.RunAsync(cancel => desk.ChangeAsync(call.TicketId, Actor.System, (ticket, stamp) =>
        {
            if (outcome is ToolOutcome.Ended ended)
            {
                ticket.ToolEnded(stamp, call.CallId, ended.Succeeded, ended.Result, call.Grace);
            }
            else
            {
                ticket.ReleaseTool(call.CallId);
            }
        }, cancel), time, logger, cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>The worker that ran it is gone. What is safe to repeat is run again; else a person decides.</summary>
    private static bool Abandoned(Ticket ticket, Stamp stamp, DueCall call, ITool? tool)
    {
        if (!ticket.IsToolRunningSince(call.CallId, call.StartedAt))
        {
            return false;
        }

        if (tool is { IsRepeatable: true })
        {
            ticket.ReleaseTool(call.CallId);
        }
        else
        {
            ticket.ToolEnded(stamp, call.CallId, false, ToolAttempt.StoppedMeanwhile, call.Grace);
        }

        return true;
    }

    /// <summary>
    /// Whether the server that runs it is gone; where none is named, whether it should have ended long ago.
    /// </summary>
    private bool IsLost(DueCall call) => call.ClaimedBy is { } server
        ? servers.Ids is { } living && !living.Contains(server)
        : call.StartedAt < time.GetUtcNow() - Lasts(Find(call));

    private ITool? Find(DueCall call) =>
        sources.SelectMany(source => source.ToolsFor(call.ProjectId)).FirstOrDefault(tool => tool.Name == call.Name);

    private static TimeSpan Lasts(ITool? tool) => (tool?.TimeOut ?? TimeSpan.Zero) + Margin;

    private sealed record DueCall(
        Guid CallId,
        Guid TicketId,
        Guid ProjectId,
        ToolCallStatus Status,
        DateTimeOffset? StartedAt,
        Guid? ClaimedBy,
        string Name,
        string Arguments,
        TimeSpan Grace);
}
