using Ensoras.Domain.Live;
using Microsoft.Extensions.Logging.Abstractions;

namespace Ensoras.Tests.Live;

public sealed class AttendanceTests
{
    [Fact]
    public void Somebody_is_there_while_a_screen_is_open_on_any_server()
    {
        var time = new FakeTimeProvider();
        var (here, there) = (Server(time), Server(time));
        here.Presence.Signed += there.Presence.Apply;
        var projectId = Guid.CreateVersion7();
        Assert.False(there.Attendance.IsAnybodyThere(projectId));

        var screen = here.Live.Subscribe([LiveScope.Tickets(projectId)], () => Task.CompletedTask);
        Assert.True(here.Attendance.IsAnybodyThere(projectId));
        time.Advance(TimeSpan.FromSeconds(10));
        Assert.True(there.Attendance.IsAnybodyThere(projectId));
        time.Advance(TimeSpan.FromMinutes(5));
        Assert.True(there.Attendance.IsAnybodyThere(projectId));

        screen.Dispose();
        Assert.False(here.Attendance.IsAnybodyThere(projectId));
        time.Advance(TimeSpan.FromSeconds(10));
        Assert.False(there.Attendance.IsAnybodyThere(projectId));
    }

    private static (LiveUpdates Live, Presence Presence, Attendance Attendance) Server(FakeTimeProvider time)
    {
        var live = new LiveUpdates(time, NullLogger<LiveUpdates>.Instance);
        var presence = new Presence(live, time);
        return (live, presence, new Attendance(live, presence, time));
    }
}
