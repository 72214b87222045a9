using AngleSharp.Html.Parser;
using Ensoras.Domain.Channels.Email;
using Ensoras.Domain.Rendering;

namespace Ensoras.Tests.Channels.Email;

/// <summary>
/// The mail is what was approved on screen: the same text, the same links, nothing that the desk had removed.
/// </summary>
public sealed class MailBodyTests
{
    [Theory]
    [InlineData(
        "Send it to:\nNorthwind Trail\n12 Mill Lane\nBoston",
        "Send it to:\nNorthwind Trail\n12 Mill Lane\nBoston\n")]
    [InlineData("It costs ~~€40~~ €50.", "It costs -€40- €50.\n")]
    [InlineData("See [the shop](https://shop.example/).", "See the shop (https://shop.example/).\n")]
    [InlineData(
        "See https://shop.example/ or write to <mira@example.org>.",
        "See https://shop.example/ or write to mira@example.org.\n"
    )]
    [InlineData("![a plant](https://elsewhere.example/p.png)", "a plant (https://elsewhere.example/p.png)\n")]
    [InlineData("[x](javascript:alert(1)) ![y](data:image/svg+xml,z)", "x y\n")]
    [InlineData("5\\*3\\*2 cm, [A\\]1](/help/sizes)", "5*3*2 cm, A]1 (https://support.example.com/help/sizes)\n")]
    [InlineData(
        "# Care\n\nWash **it**:\n\n1. cold\n2. by hand\n   - no soap\n\n> as the label says\n>\n> always",
        "Care\n\nWash it:\n\n1. cold\n2. by hand\n   - no soap\n\n> as the label says\n>\n> always\n")]
    [InlineData("| Size | cm |\n|---|---|\n| S | 40 |", "Size | cm\nS | 40\n")]
    [InlineData("```\nmake  it\n  so\n```", "make  it\n  so\n")]
    [InlineData("1 &lt; 2 & 3 < 4 `a*b`", "1 < 2 & 3 < 4 a*b\n")]
    public void The_plain_part_reads_well(string approved, string plain) =>
        Assert.Equal(plain, MailBody.From(approved, "https://support.example.com/").Plain.ReplaceLineEndings("\n"));

    [Theory]
    [InlineData("Send it to:\nNorthwind Trail\n12 Mill Lane\nBoston")]
    [InlineData("It costs ~~€40~~ €50, **注意：**")]
    [InlineData("![a plant](https://elsewhere.example/p.png) [x](javascript:alert(1))")]
    [InlineData("List\n====\n\n- a\n- b\n\n> quoted\n\n| a | b |\n|---|---|\n| 1 | 2 |")]
    [InlineData("<img src=x onerror=alert(1)> www.shop.example mira@example.org")]
    public void The_mail_shows_what_the_desk_shows(string approved)
    {
        var mail = new HtmlParser().ParseDocument(MailBody.From(approved, null).Html).Body!.QuerySelector("div")!;
        var desk = new HtmlParser()
            .ParseDocument($"<!doctype html><body><div>\n{MarkdownHtml.From(approved)}</div>")
            .Body!.QuerySelector("div")!;
        foreach (var link in desk.QuerySelectorAll("a"))
        {
            link.RemoveAttribute("target");
            link.RemoveAttribute("rel");
        }

        Assert.Equal(desk.InnerHtml, mail.InnerHtml);
    }

    [Fact]
    public void Links_into_the_desk_work_from_outside_or_are_only_words()
    {
        const string approved = "— [Shipping \\[EU\\]](/help/shipping)";

        Assert.Contains(
            "<a href=\"https://support.example.com/help/shipping\">Shipping [EU]</a>",
            MailBody.From(approved, "https://support.example.com").Html,
            StringComparison.Ordinal);
        Assert.Contains("<p>— Shipping [EU]</p>", MailBody.From(approved, null).Html, StringComparison.Ordinal);
        Assert.Equal("— Shipping [EU]\r\n", MailBody.From(approved, null).Plain);
    }

    [Fact]
    public void Text_beyond_the_budget_is_sent_as_it_stands()
    {
        var flood = new string('[', 2_000);

        Assert.Contains(flood, MailBody.From(flood, null).Html, StringComparison.Ordinal);
        Assert.StartsWith(flood, MailBody.From(flood, null).Plain, StringComparison.Ordinal);
    }
}
