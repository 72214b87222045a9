using Ensoras.Tests.Support;
using Ensoras.Web.Scheduling;

namespace Ensoras.Tests.Scheduling;

public sealed class SteadyTimeTests
{
    [Theory]
    [InlineData(-48)]
    [InlineData(216)]
    public void A_clock_that_is_set_does_not_move_the_schedule(int hours)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));
        var clock = new JumpingTime(time);
        var steady = new SteadyTime(clock);
        var before = steady.GetUtcNow();

        clock.Jump(TimeSpan.FromHours(hours));
        time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(before.AddSeconds(10), steady.GetUtcNow());
    }
}
