using Ensoras.Domain.Tickets;

namespace Ensoras.Web.Scheduling;

/// <summary>Looks every second whether the machine's clock was set.</summary>
public sealed class ClockCheck(ClockJumps clock, TimeProvider time, ILogger<ClockCheck> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await clock.CheckAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // The database is away; the jump is remembered and dealt with at a later check.
            catch (Exception error)
#pragma warning restore CA1031
            {
                logger.LogWarning(error, "A jump of the clock could not be dealt with yet.");
            }
        }
    }
}
