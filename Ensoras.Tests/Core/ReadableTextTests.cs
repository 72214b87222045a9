using Ensoras.Domain.Knowledge;
using Ensoras.Domain.Projects;
using Ensoras.Domain.Tickets;
using Ensoras.Tests.Support;

namespace Ensoras.Tests.Core;

/// <summary>Wherever a text is required, one that shows nothing is none.</summary>
public sealed class ReadableTextTests
{
    public static TheoryData<string> Nothings =>
        [
            "",
            " ",
            "\t\r\n",
            "\u00A0",
            "\u200B",
            "\u2060",
            "\u3164",
            "\u115F\u1160",
            "\uFFA0",
            "\u2800",
            "\u034F",
            "\u0301\u0302",
            "\u0007",
            "\uFEFF",
            "\u200E\u202E",
            "\uFE0F",
            "\u20DD",
            "\u00AD",
            "\ud83d",
            "\u180E",
            "\U000E0041",
            "\u2065",
        ];

    [Theory, MemberData(nameof(Nothings))]
    public void What_shows_nothing_says_nothing(string text) => Assert.False(text.SaysSomething());

    [Theory]
    [InlineData("a")]
    [InlineData(".")]
    [InlineData("\u200B?")]
    [InlineData("👍")]
    [InlineData("👍🏽")]
    [InlineData("☎\uFE0F")]
    [InlineData("1\uFE0F\u20E3")]
    [InlineData("กำ")]
    [InlineData("नमस्ते")]
    [InlineData("ㅋ")]
    [InlineData("\U0001FAE9")]
    public void What_can_be_seen_says_something(string text) => Assert.True(text.SaysSomething());

    [Fact]
    public async Task A_message_a_title_a_tag_and_every_name_are_refused()
    {
        const string nothing = "\u200B\u3164\u2060";
        await using var world = await World.CreateAsync();
        var ticket = await world.GivenTicketAsync();
        var (lead, admin) = (Actor.Of(world.Lena), Actor.Of(world.Ada));
        await RefusedAsync("The message is empty", () => world.GivenTicketAsync(nothing));
        await RefusedAsync(
            "The message is empty",
            () =>
                world.ChangeAsync(
                    ticket.Id,
                    world.Jonas,
                    (changed, stamp) => changed.Reply(stamp, nothing, TimeSpan.Zero)));
        await RefusedAsync(
            "The message is empty",
            () => world.ChangeAsync(ticket.Id, world.Jonas, (changed, stamp) => changed.WriteNote(stamp, nothing)));
        await RefusedAsync(
            "A tag",
            () => world.ChangeAsync(ticket.Id, world.Lena, (changed, stamp) => changed.AddTag(stamp, nothing)));
        await RefusedAsync(
            "An article needs a title",
            () =>
                world
                    .Get<KnowledgeBase>()
                    .CreateAsync(world.Project.Id, "Help", nothing, "Text", lead, CancellationToken.None));
        await RefusedAsync(
            "An article needs a text",
            () =>
                world
                    .Get<KnowledgeBase>()
                    .CreateAsync(world.Project.Id, "Help", "Title", nothing, lead, CancellationToken.None));
        await RefusedAsync(
            "Give the team a name",
            () => world.Get<ProjectAdmin>().CreateTeamAsync(admin, nothing, [], CancellationToken.None));
        await RefusedAsync(
            "The project's name",
            () =>
                world
                    .Get<ProjectAdmin>()
                    .ChangeSettingsAsync(admin, settings => settings with { Name = nothing }, CancellationToken.None));
        await RefusedAsync(
            "The greeting",
            () =>
                world
                    .Get<ProjectAdmin>()
                    .ChangeSettingsAsync(
                        admin,
                        settings => settings with { Greeting = nothing },
                        CancellationToken.None));
    }

    [Fact]
    public async Task A_subject_that_shows_nothing_is_replaced()
    {
        await using var world = await World.CreateAsync();
        var opening = new NewTicket(
            world.Project.Id,
            world.Mira.Id,
            Channel.Email,
            "\u200B",
            Actor.Of(world.Mira),
            (ticket, stamp) => ticket.CustomerWrote(stamp, "Hello", null));

        Assert.Equal("(no subject)", (await world.Desk.OpenAsync(opening, null, CancellationToken.None)).Title);
    }

    private static async Task RefusedAsync(string beginning, Func<Task> change) =>
        Assert.StartsWith(
            beginning,
            (await Assert.ThrowsAnyAsync<RuleBrokenException>(change)).Message,
            StringComparison.Ordinal);
}
