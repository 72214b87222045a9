using Ensoras.Tests.Support;

namespace Ensoras.Tests.People;

public class SecurityLogTests
{
    [Theory]
    [OnEveryDatabase]
    public async Task Pages_are_newest_first_hold_each_event_once_and_nothing_of_other_projects(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        var log = world.Get<SecurityLog>();
        var start = world.Now;
        for (var minute = 0; minute < 7; minute++)
        {
            // Two of one moment, as a change of role makes them.
            world.Time.Advance(TimeSpan.FromMinutes(1));
            await log.WriteAsync(
                new SecurityEvent(SecurityEventKind.SignedIn, world.Ada, world.Now),
                CancellationToken.None);
            await log.WriteAsync(
                new SecurityEvent(SecurityEventKind.SignInFailed, $"stranger{minute}@example.test", world.Now),
                CancellationToken.None);
        }

        await log.WriteAsync(
            new SecurityEvent(SecurityEventKind.SignedIn, "elsewhere@example.test", world.Now)
            {
                ProjectId = Guid.CreateVersion7(),
            },
            CancellationToken.None);

        var read = new List<SecurityEvent>();
        while (
            await log.ReadAsync(world.Project.Id, read.LastOrDefault(), 3, CancellationToken.None)
                is { Count: > 0 } page)
        {
            read.AddRange(page);
        }

        var ours = read.Where(entry => entry.At > start).ToList();
        Assert.Equal(14, ours.Count);
        Assert.Equal(14, ours.DistinctBy(entry => entry.Id).Count());
        Assert.Equal(
            ours.OrderByDescending(entry => entry.At).Select(entry => entry.At),
            ours.Select(entry => entry.At));
        Assert.DoesNotContain(read, entry => entry.Account == "elsewhere@example.test");
    }
}
