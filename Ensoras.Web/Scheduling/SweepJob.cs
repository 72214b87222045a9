using Ensoras.Domain.Scheduling;
using Quartz;

namespace Ensoras.Web.Scheduling;

/// <summary>Runs one sweep. Never twice at once on this scheduler; what a run misses, the next one finds.</summary>
[DisallowConcurrentExecution]
public sealed class SweepJob(IServiceProvider services, ILogger<SweepJob> logger) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        var sweep = Enum.Parse<Sweep>(context.JobDetail.Key.Name);
        try
        {
            await services.GetRequiredKeyedService<ISweep>(sweep).RunAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The server is stopping; rows that are still due are found on start.
        }
#pragma warning disable CA1031 // A failed run is logged and the next one tries again: the schedule goes on.
        catch (Exception error)
#pragma warning restore CA1031
        {
            logger.LogError(error, "The sweep {Sweep} failed; it runs again at its next turn.", sweep);
        }
    }
}
