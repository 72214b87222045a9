namespace Ensoras.Tests.Support;

/// <summary>Several people at the same moment.</summary>
internal static class Race
{
    /// <summary>
    /// Starts all at once, each on its own thread, and gives back what each threw; null for those that went through.
    /// </summary>
    public static async Task<IReadOnlyList<Exception?>> RunAsync(params Func<Task>[] racers)
    {
        using var start = new Barrier(racers.Length);
        return await Task.WhenAll(racers.Select(racer => Task.Factory.StartNew(
            async () =>
            {
                start.SignalAndWait();
                return await Record.ExceptionAsync(racer);
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default).Unwrap()));
    }
}
