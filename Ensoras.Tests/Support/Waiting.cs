using System.Diagnostics;

namespace Ensoras.Tests.Support;

internal static class Waiting
{
    /// <summary>Moves the clock in steps of 100 ms until what happens on other threads has happened.</summary>
    public static async Task AdvanceUntilAsync(this FakeTimeProvider time, Func<bool> happened, TimeSpan patience)
    {
        var clock = Stopwatch.StartNew();
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(2));
        while (!happened())
        {
            Assert.True(clock.Elapsed < patience, "It did not happen in time.");
            time.Advance(TimeSpan.FromMilliseconds(100));
            await pause.WaitForNextTickAsync();
        }
    }

    /// <summary>Waits, while no clock is moved, until what happens on other threads has happened.</summary>
    public static async Task UntilAsync(Func<bool> happened, TimeSpan patience)
    {
        var clock = Stopwatch.StartNew();
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!happened())
        {
            Assert.True(clock.Elapsed < patience, "It did not happen in time.");
            await pause.WaitForNextTickAsync();
        }
    }

    /// <summary>Looks again and again until what happens in another program has happened.</summary>
    public static async Task UntilAsync(Func<Task<bool>> happened)
    {
        var clock = Stopwatch.StartNew();
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!await happened())
        {
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(30), "It did not happen in time.");
            await pause.WaitForNextTickAsync();
        }
    }
}
