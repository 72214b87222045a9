using Microsoft.Extensions.DependencyInjection;

namespace Ensoras.Tests.Support;

/// <summary>
/// A test's clock that somebody can set: what it shows jumps, and the time that really passes does not.
/// </summary>
public sealed class JumpingTime(FakeTimeProvider time) : TimeProvider
{
    private TimeSpan _shift;

    public override long TimestampFrequency => time.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => time.GetUtcNow() + _shift;

    public override long GetTimestamp() => time.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        time.CreateTimer(callback, state, dueTime, period);

    public void Jump(TimeSpan by) => _shift += by;

    /// <summary>Takes the place of a world's clock.</summary>
    public static void Replace(IServiceCollection services)
    {
        var clock = services.Last(service => service.ServiceType == typeof(TimeProvider));
        services.AddSingleton<TimeProvider>(new JumpingTime((FakeTimeProvider)clock.ImplementationInstance!));
    }
}
