using Ensoras.Domain.Storage;

namespace Ensoras.Web.Hosting;

/// <summary>Finds out when an outage of the database is over.</summary>
public sealed class StorageOutageWatch(
    StorageOutage outage,
    StorageProbe storage,
    TimeProvider time,
    ILogger<StorageOutageWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await outage.BegunAsync(stoppingToken);
            var began = time.GetTimestamp();
            do
            {
                await Task.Delay(Pause, time, stoppingToken);
            }
            while (await storage.CheckAsync() is not null);

            var withheld = outage.End();
            logger.LogWarning(
                "The database is available again after {Seconds:0} s. {Count} further entries about it were left out.",
                time.GetElapsedTime(began).TotalSeconds, withheld);
        }
    }
}
