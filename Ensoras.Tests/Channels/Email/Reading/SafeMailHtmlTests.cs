using Ensoras.Domain.Channels.Email.Reading;

namespace Ensoras.Tests.Channels.Email.Reading;

public sealed class SafeMailHtmlTests
{
    [Theory]
    [InlineData("<script>alert(1)</script>Hi", "Hi")]
    [InlineData("<p onclick=\"x()\">Hi</p>", "<p>Hi</p>")]
    [InlineData("<form action=\"https://evil.example\"><input name=\"password\">Hi</form>", "Hi")]
    [InlineData("<a href=\"javascript:alert(1)\">x</a>", "<a>x</a>")]
    [InlineData("<a href=\"//evil.example\">x</a>", "<a>x</a>")]
    [InlineData("<a href=\"/settings\">x</a>", "<a>x</a>")]
    [InlineData("<p id=\"app\" name=\"x\">Hi</p>", "<p>Hi</p>")]
    [InlineData(
        "<div style=\"position: fixed; z-index: 9; color: red\">Hi</div>",
        "<div style=\"color: rgba(255, 0, 0, 1)\">Hi</div>")]
    [InlineData("<iframe src=\"https://evil.example\"></iframe>Hi", "Hi")]
    public void Nothing_runs_is_sent_or_leaves_its_box(string html, string safe) =>
        Assert.Equal(safe, SafeMailHtml.From(html, _ => null, null));

    [Fact]
    public void Remote_pictures_are_blocked_until_they_are_asked_for_and_come_through_us()
    {
        const string Html =
            "<img src=\"https://track.example/1.gif\"><img src=\"cid:logo\"><div style=\"background-image: "
                + "url(https://track.example/2.gif)\">x</div>";

        var blocked = SafeMailHtml.From(Html, cid => $"/own/{cid}", null);
        var shown = SafeMailHtml.From(
            Html,
            cid => $"/own/{cid}",
            address => $"/proxy?{Uri.EscapeDataString(address)}");

        Assert.DoesNotContain("track.example", blocked, StringComparison.Ordinal);
        Assert.Contains("src=\"/own/logo\"", blocked, StringComparison.Ordinal);
        Assert.Contains("src=\"/proxy?https%3A%2F%2Ftrack.example%2F1.gif\"", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("2.gif", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void Links_open_beside_the_desk_and_mail_addresses_stay() =>
        Assert.Equal(
            "<a href=\"https://shop.example/\" target=\"_blank\" rel=\"noopener noreferrer nofollow\">s</a>",
            SafeMailHtml.From("<a href=\"https://shop.example/\">s</a>", _ => null, null)
        );
}
