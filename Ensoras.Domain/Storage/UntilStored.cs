using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Ensoras.Domain.Storage;

/// <summary>
/// Stores what has happened already, such as a sent mail: a database that is away is waited for, or the fact would be
/// lost.
/// </summary>
internal static class UntilStored
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <param name="stopping">While the server runs it is tried again; a server that stops tries once more at the
    /// end.</param>
    public static async Task RunAsync(
        Func<CancellationToken, Task> store,
        TimeProvider time,
        ILogger logger,
        CancellationToken stopping)
    {
        for (var attempt = 1; ; attempt++)
        {
            var isLast = stopping.IsCancellationRequested;
            try
            {
                await store(CancellationToken.None).ConfigureAwait(false);
                return;
            }
            catch (Exception error)
                when (!isLast
                    && error
                        is DbException
                            or DbUpdateException
                            or TimeoutException
                            or InvalidOperationException { InnerException: DbException })
            {
                if (attempt == 1)
                {
                    logger.LogWarning(error, "What has happened could not be stored yet; trying again until it is.");
                }

                await Task.Delay(Pause, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
