using Ensoras.Tests.Support;

namespace Ensoras.Tests.People;

public class PreferencesTests
{
    [Theory]
    [OnEveryDatabase]
    public async Task What_a_person_set_is_theirs_alone_and_the_last_word_counts(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        var preferences = world.Get<Preferences>();

        Assert.Null(await preferences.ReadAsync(world.Lena.Id, "inbox", CancellationToken.None));
        await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(turn => preferences.SaveAsync(world.Lena.Id, "inbox", $"turn={turn}", CancellationToken.None)));
        await preferences.SaveAsync(world.Lena.Id, "inbox", "status=AwaitingAgent", CancellationToken.None);

        Assert.Equal(
            "status=AwaitingAgent",
            await preferences.ReadAsync(world.Lena.Id, "inbox", CancellationToken.None));
        Assert.Null(await preferences.ReadAsync(world.Jonas.Id, "inbox", CancellationToken.None));
        Assert.Null(await preferences.ReadAsync(world.Lena.Id, "tickets", CancellationToken.None));
    }
}
