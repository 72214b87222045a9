namespace Ensoras.Tests.Support;

/// <summary>One world per database for all tests of a class, where each test keeps to tickets of its own.</summary>
public sealed class Worlds : IAsyncLifetime
{
    private readonly Dictionary<Engine, World> _worlds = [];

    public async Task<World> OnAsync(Engine engine) =>
        _worlds.TryGetValue(engine, out var world) ? world : _worlds[engine] = await World.CreateAsync(engine);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var world in _worlds.Values)
        {
            await world.DisposeAsync();
        }
    }
}
