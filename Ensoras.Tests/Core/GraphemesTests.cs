using System.Text;
using Ensoras.Domain.Channels.Widget;
using Ensoras.Domain.Tickets;
using Ensoras.Tests.Support;
using Ensoras.Web.Components;

namespace Ensoras.Tests.Core;

/// <summary>Nothing is cut through an emoji, a flag or a letter with its accents, whatever its limit.</summary>
public sealed class GraphemesTests
{
    private const string Family = "👨‍👩‍👧‍👦";
    private const string Flag = "🇩🇪";

    [Theory]
    [InlineData("plain", 10, "plain")]
    [InlineData("plain", 5, "plain")]
    [InlineData("plain", 4, "pla…")]
    [InlineData("ab🌵", 4, "ab🌵")]
    [InlineData("ab🌵c", 4, "ab…")]
    [InlineData("e\u0301e\u0301e\u0301", 4, "e\u0301…")]
    [InlineData("a" + Family, 8, "a…")]
    [InlineData("a" + Flag + Flag, 6, "a" + Flag + "…")]
    [InlineData("", 3, "")]
    public void A_text_is_cut_between_what_people_see(string text, int length, string cut) =>
        Assert.Equal(cut, text.Cut(length, "…"));

    [Fact]
    public void An_endless_cluster_is_cut_between_code_points()
    {
        var cut = ("a" + new string('\u0301', 500) + string.Concat(Enumerable.Repeat("\U0001D165", 500))).Cut(10);

        Assert.Equal(10, cut.Length);
        Assert.Equal(cut, Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(cut)));
    }

    [Fact]
    public void Every_limit_of_the_desk_cuts_whole_signs()
    {
        for (var before = 0; before < 4; before++)
        {
            var text = new string('x', before) + string.Concat(Enumerable.Repeat(Family, 100));
            foreach (var cut in new[]
            {
                new Customer(Guid.Empty, text, null, DateTimeOffset.UnixEpoch).Name,
                new WidgetPage(null, text).PlainTitle()!,
                WidgetConversation.TitleOf(text),
                AttachmentName.Clean(text + ".png")[..^4],
            })
            {
                Assert.Equal("", cut[before..].TrimEnd('…').Replace(Family, "", StringComparison.Ordinal));
            }
        }
    }

    [Theory, OnEveryDatabase]
    public async Task Half_a_sign_from_outside_is_stored_as_a_replacement(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);

        var ticket = await world.GivenTicketAsync("Half \ud83d a cactus");

        Assert.Equal("Half \ufffd a cactus", (await world.DetailAsync(ticket.Id)).Thread[0].Body);
        Assert.Equal("Half \ufffd a cactus", (await world.DetailAsync(ticket.Id)).Ticket.Title);
    }

    [Theory]
    [InlineData("Mira Lindqvist", "ML")]
    [InlineData("mira", "MI")]
    [InlineData("🌵 Garden", "🌵")]
    [InlineData("Garden 🌵", "G")]
    [InlineData("e\u0301milie zola", "E\u0301Z")]
    [InlineData(Family, Family)]
    [InlineData("李 小龙", "李小")]
    [InlineData("𝒜nna", "𝒜N")]
    [InlineData("", "?")]
    [InlineData("\u200B", "?")]
    public void Initials_are_whole_signs(string name, string initials) => Assert.Equal(initials, Initials.Of(name));
}
