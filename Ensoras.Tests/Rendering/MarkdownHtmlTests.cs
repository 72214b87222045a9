using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Ensoras.Domain.Rendering;

namespace Ensoras.Tests.Rendering;

/// <summary>
/// What anybody writes is shown on the desk and in the chat: whatever it is, it may format and link, and nothing
/// else.
/// </summary>
public sealed class MarkdownHtmlTests
{
    private static readonly string[] Elements =
    [
        "p",
        "br",
        "a",
        "em",
        "strong",
        "del",
        "code",
        "pre",
        "blockquote",
        "ul",
        "ol",
        "li",
        "hr",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
    ];

    private static readonly string[] Attributes = ["href", "title", "target", "rel", "start", "style", "class"];

    [Theory]
    [InlineData(
        "**bold** and *thin* and `code`",
        "<p><strong>bold</strong> and <em>thin</em> and <code>code</code></p>")]
    [InlineData("one\ntwo", "<p>one<br />two</p>")]
    [InlineData("1 < 2 & 3", "<p>1 &lt; 2 &amp; 3</p>")]
    [InlineData("- a\n- b", "<ul><li>a</li><li>b</li></ul>")]
    [InlineData("```\n<b>\n```", "<pre><code>&lt;b&gt;</code></pre>")]
    [InlineData(
        "[shop](https://shop.example/a?b=1&c=2)",
        "<p><a href=\"https://shop.example/a?b=1&amp;c=2\" target=\"_blank\" rel=\"noopener noreferrer "
            + "nofollow\">shop</a></p>"
    )]
    [InlineData(
        "see https://shop.example/x.",
        "<p>see <a href=\"https://shop.example/x\" target=\"_blank\" rel=\"noopener noreferrer "
            + "nofollow\">https://shop.example/x</a>.</p>"
    )]
    [InlineData(
        "<mira@example.org>",
        "<p><a href=\"mailto:mira@example.org\" target=\"_blank\" rel=\"noopener noreferrer "
            + "nofollow\">mira@example.org</a></p>")]
    [InlineData(
        "[article](/knowledge/shipping#where)",
        "<p><a href=\"/knowledge/shipping#where\" target=\"_blank\" rel=\"noopener noreferrer "
            + "nofollow\">article</a></p>")]
    [InlineData(
        "![a plant](https://elsewhere.example/p.png)",
        "<p><a href=\"https://elsewhere.example/p.png\" target=\"_blank\" rel=\"noopener noreferrer nofollow\">a "
            + "plant</a></p>"
    )]
    [InlineData(
        "![](https://elsewhere.example/p.png)",
        "<p><a href=\"https://elsewhere.example/p.png\" target=\"_blank\" rel=\"noopener noreferrer "
            + "nofollow\">https://elsewhere.example/p.png</a></p>"
    )]
    [InlineData("[x](javascript:alert(1))", "<p>x</p>")]
    [InlineData("", "")]
    [InlineData("~~40~~ 50", "<p><del>40</del> 50</p>")]
    [InlineData("List of things\n==============\n2 tents", "<p>List of things<br />==============<br />2 tents</p>")]
    [InlineData("Please ring back\n-- \nJo", "<p>Please ring back<br />--<br />Jo</p>")]
    [InlineData("**注意：**请先阅读", "<p><strong>注意：</strong>请先阅读</p>")]
    [InlineData("これは**「重要」**です", "<p>これは<strong>「重要」</strong>です</p>")]
    public void Markdown_is_shown_as_it_is_meant(string markdown, string html) =>
        Assert.Equal(html, MarkdownHtml.From(markdown).Replace("\n", "", StringComparison.Ordinal));

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("<img src=x onerror=alert(1)>")]
    [InlineData("<svg/onload=alert(1)>")]
    [InlineData("<iframe srcdoc='<script>alert(1)</script>'>")]
    [InlineData("<a href=\"javascript:alert(1)\">x</a>")]
    [InlineData("<div style=\"background:url(https://track.example/)\">x</div>")]
    [InlineData("<!-- --><script>alert(1)</script><!-- -->")]
    [InlineData("<style>*{display:none}</style>")]
    [InlineData("<?php echo 1 ?><![CDATA[<script>alert(1)</script>]]>")]
    [InlineData("[x](javascript:alert(1))")]
    [InlineData("[x](JaVaScRiPt:alert(1))")]
    [InlineData("[x](  javascript:alert(1))")]
    [InlineData("[x](<java\tscript:alert(1)>)")]
    [InlineData("[x](java&Tab;script&colon;alert(1))")]
    [InlineData("[x](&#106;avascript:alert(1))")]
    [InlineData("[x](&#x6A&#x61&#x76&#x61script:alert(1))")]
    [InlineData("[x](\u0001javascript:alert(1))")]
    [InlineData("[x](\u00a0javascript:alert(1))")]
    [InlineData("[x](javascript\\:alert(1))")]
    [InlineData("[x](vbscript:msgbox(1))")]
    [InlineData("[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)")]
    [InlineData("[x](blob:https://shop.example/1)")]
    [InlineData("[x](file:///etc/passwd)")]
    [InlineData("[x](//elsewhere.example/x)")]
    [InlineData("[x](/\\elsewhere.example)")]
    [InlineData("[x](\\\\elsewhere.example)")]
    [InlineData("<javascript:alert(1)>")]
    [InlineData("<data:text/html,x>")]
    [InlineData("[x][r]\n\n[r]: javascript:alert(1) \"title\"")]
    [InlineData("[r]\n\n[r]: <data:text/html,x>")]
    [InlineData("![x](javascript:alert(1))")]
    [InlineData("![x](data:image/svg+xml;base64,PHN2Zy8+)")]
    [InlineData("[![x](javascript:alert(1))](javascript:alert(2))")]
    [InlineData("[![x](https://a.example/1.png)](javascript:alert(2))")]
    [InlineData("[a [b](javascript:1) c](javascript:2)")]
    [InlineData("![a [b](javascript:1) c](data:x)")]
    [InlineData("![<b onclick=x>](https://a.example/\"onerror=alert(1))")]
    [InlineData("[x](https://a.example/ \"t\\\" onmouseover=alert(1) x=\\\"\")")]
    [InlineData("[x](https://a.example/\"onmouseover=\"alert(1))")]
    [InlineData("[x](https://a.example){onclick=alert(1)}")]
    [InlineData("# head {#id .class onclick=alert(1)}")]
    [InlineData("``` \" onload=alert(1) x=\"\ncode\n```")]
    [InlineData("```<script>\ncode\n```")]
    [InlineData("a | b\n---|---\n<script>x</script> | [x](javascript:1)")]
    [InlineData("**<script>alert(1)</script>**")]
    [InlineData("`</code><script>alert(1)</script>`")]
    [InlineData("https://a.example/<script>alert(1)</script>")]
    [InlineData("www.a.example\" onclick=\"alert(1)")]
    [InlineData("mailto:a@b.example?subject=<script>")]
    [InlineData("&lt;script&gt;alert(1)&lt;/script&gt;")]
    [InlineData("\u202E[x](javascript:alert(1))\u0000<script>")]
    public void Nothing_can_be_made_to_run_or_load(string markdown)
    {
        AssertHarmless(markdown);
        AssertHarmless($"> - {markdown}\n\n{markdown}");
        AssertHarmless($"1. **{markdown}** `{markdown}`");
    }

    [Fact]
    public void Nothing_put_together_at_random_can_be_made_to_run_or_load()
    {
        string[] parts =
        [
            "<",
            ">",
            "[",
            "]",
            "(",
            ")",
            "!",
            "\"",
            "'",
            "`",
            "```\n",
            "\n",
            "\n\n",
            "> ",
            "- ",
            "1. ",
            "|",
            "---|---\n",
            "*",
            "**",
            "_",
            "~~",
            "#",
            "\\",
            "&",
            ";",
            ":",
            "{",
            "}",
            "=",
            "<script>",
            "</script>",
            "<img src=x onerror=alert(1)>",
            "javascript:alert(1)",
            "data:text/html,x",
            "https://a.example/",
            "//a.example",
            "mailto:",
            "a@b.example",
            "[r]: ",
            "[r]",
            "&#106;",
            "&colon;",
            "onclick=alert(1)",
            "style=x",
            "\t",
            "\u0000",
            "\u2028",
            "x",
            " ",
            "<!--",
            "-->",
            "www.a.example",
            "<a href=javascript:1>",
            "{onclick=x}",
            "![",
            "](",
        ];
        var random = new Random(20261122);
        for (var round = 0; round < 5000; round++)
        {
            AssertHarmless(
                string.Concat(Enumerable.Range(0, random.Next(1, 25)).Select(_ => parts[random.Next(parts.Length)])));
        }
    }

    private static void AssertHarmless(string markdown)
    {
        var html = MarkdownHtml.From(markdown);
        var body = new HtmlParser().ParseDocument($"<!doctype html><body>{html}</body>").Body!;
        foreach (var element in body.QuerySelectorAll("*"))
        {
            Assert.True(Elements.Contains(element.LocalName), $"<{element.LocalName}> from: {markdown}");
            foreach (var attribute in element.Attributes)
            {
                Assert.True(
                    Attributes.Contains(attribute.Name),
                    $"{attribute.Name}={attribute.Value} from: {markdown}");
            }

            if (element.GetAttribute("style") is { } style)
            {
                Assert.Matches("^text-align: (left|right|center);$", style);
            }

            if (element.GetAttribute("class") is { } language)
            {
                Assert.StartsWith("language-", language, StringComparison.Ordinal);
            }

            if (element.LocalName is "a")
            {
                Assert.Equal(
                    ("_blank", "noopener noreferrer nofollow"),
                    (element.GetAttribute("target"), element.GetAttribute("rel")));
                Assert.Matches("^(https?://|mailto:|tel:|/[^/\\\\]|/$|#)", element.GetAttribute("href"));
            }
        }
    }
}
