using AngleSharp.Html.Parser;
using Ensoras.Domain.Rendering;

namespace Ensoras.Tests.Rendering;

/// <summary>What a customer typed is shown sign for sign; only addresses become links.</summary>
public sealed class TypedHtmlTests
{
    private const string Attributes = "target=\"_blank\" rel=\"noopener noreferrer nofollow\"";

    [Theory]
    [InlineData("Please ring back\n-- \nJo")]
    [InlineData("List of things\n==============\n2 tents")]
    [InlineData("Numbers:\n\n[A1]: https://x.test/1")]
    [InlineData("2. yes\n5. no")]
    [InlineData("5*3*2 cm, ~~40~~ 50, C:\\temp\\*.log")]
    [InlineData("  two spaces\tand a tab  ")]
    [InlineData("<script>alert(1)</script> & &amp; \"quoted\" 'so'")]
    [InlineData("https://a.example/<img src=x onerror=alert(1)> javascript:alert(1) data:text/html,x")]
    [InlineData("see https://a.example/x?a=\"onclick=alert(1)\" and www.b.example")]
    public void Every_sign_stays(string text)
    {
        var body = new HtmlParser().ParseDocument($"<!doctype html><body><div>{TypedHtml.From(text)}</div>").Body!;

        Assert.Equal(text, body.FirstElementChild!.TextContent);
        Assert.All(body.FirstElementChild.QuerySelectorAll("*"), element =>
        {
            Assert.Equal("a", element.LocalName);
            Assert.Matches("^(https?://|mailto:)", element.GetAttribute("href"));
            Assert.Equal(3, element.Attributes.Length);
        });
    }

    [Theory]
    [InlineData(
        "See https://shop.example/a?b=1&c=2.",
        "https://shop.example/a?b=1&amp;c=2",
        "https://shop.example/a?b=1&amp;c=2"
    )]
    [InlineData("(see http://shop.example/a_(b))", "http://shop.example/a_(b)", "http://shop.example/a_(b)")]
    [InlineData("HTTPS://SHOP.EXAMPLE!", "HTTPS://SHOP.EXAMPLE", "HTTPS://SHOP.EXAMPLE")]
    [InlineData("www.shop.example, please", "https://www.shop.example", "www.shop.example")]
    [InlineData("Write to mira.l+x@example.org.", "mailto:mira.l+x@example.org", "mira.l+x@example.org")]
    [InlineData("mailto:mira@example.org", "mailto:mira@example.org", "mailto:mira@example.org")]
    [InlineData("请看https://shop.example/订单。谢谢", "https://shop.example/订单", "https://shop.example/订单")]
    [InlineData("“https://shop.example/x”", "https://shop.example/x", "https://shop.example/x")]
    public void Addresses_become_links_without_the_punctuation_around_them(string text, string target, string words) =>
        Assert.Contains(
            $"<a href=\"{target}\" {Attributes}>{words}</a>",
            TypedHtml.From(text),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("javascript://a.example/%0aalert(1)")]
    [InlineData("data:text/html,x")]
    [InlineData("file:///etc/passwd")]
    [InlineData("https://")]
    [InlineData("http:///x")]
    [InlineData("xhttps:// a")]
    [InlineData("mailto:")]
    [InlineData("@ a@ @b.example a@b")]
    public void Nothing_else_does(string text) =>
        Assert.DoesNotContain("<a", TypedHtml.From(text), StringComparison.Ordinal);
}
