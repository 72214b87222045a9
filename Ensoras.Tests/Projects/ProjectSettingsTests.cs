using Ensoras.Domain.Projects;
using Ensoras.Tests.Support;

namespace Ensoras.Tests.Projects;

/// <summary>The project’s settings are checked, kept and announced.</summary>
public class ProjectSettingsTests
{
    [Theory]
    [InlineData(-1, 24, "Northwind", null, "0 to 30 seconds")]
    [InlineData(31, 24, "Northwind", null, "0 to 30 seconds")]
    [InlineData(5, 0, "Northwind", null, "A resolved ticket can close after 1 to 8,760 hours.")]
    [InlineData(5, 24, "  ", null, "The project's name needs")]
    [InlineData(5, 24, "Northwind", "support.example.com", "Enter a full address")]
    [InlineData(5, 24, "Northwind", "javascript:alert(1)", "Enter a full address")]
    public async Task A_setting_that_makes_no_sense_is_refused_and_changes_nothing(
        int grace,
        int resolved,
        string name,
        string? address,
        string sentence)
    {
        await using var world = await World.CreateAsync();
        var desk = world.Get<ProjectAdmin>();

        await RefusedAsync(
            sentence,
            () =>
                desk.ChangeSettingsAsync(
                    Actor.Of(world.Ada),
                    settings =>
                        settings with
                        {
                            Greeting = "Changed",
                            GraceSeconds = grace,
                            CloseResolvedHours = resolved,
                            Name = name,
                            PublicAddress = address,
                        },
                    default));

        Assert.Equal(
            "Hello! How can we help?",
            (await world.Get<ProjectReads>().ReadAsync(world.Project.Id, default)).Project.Greeting);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Settings_are_kept_and_announced(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        var reads = world.Get<ProjectReads>();
        await reads.ReadAsync(world.Project.Id, default);

        await world
            .Get<ProjectAdmin>()
            .ChangeSettingsAsync(
                Actor.Of(world.Ada),
                settings =>
                    settings with
                    {
                        Name = "Southwind",
                        GraceSeconds = 10,
                        CloseUnansweredHours = 48,
                        CloseResolvedHours = 12,
                        StaleHours = 6,
                        PublicAddress = "https://help.example.com/",
                    },
                default);

        var project = (await reads.ReadAsync(world.Project.Id, default)).Project;
        Assert.Equal(
            new ProjectSettings("Southwind", "Hello! How can we help?", 10, 48, 12, 6, "https://help.example.com"),
            ProjectSettings.Of(project));
    }

    private static async Task RefusedAsync(string sentence, Func<Task> change) =>
        Assert.Contains(
            sentence,
            (await Assert.ThrowsAsync<RuleBrokenException>(change)).Message,
            StringComparison.Ordinal);
}
