using System.Diagnostics;
using Ensoras.Domain.Rendering;

namespace Ensoras.Tests.Rendering;

/// <summary>
/// Nobody can make the desk work for long by what they write: beyond a budget, text is shown as it stands.
/// </summary>
public sealed class MarkdownBudgetTests
{
    private static readonly string[] Signs =
    [
        "[",
        "![",
        "]",
        "[a](",
        "[](",
        "[a]",
        "[a](b) ",
        "[[a](b)](c) ",
        "*a ",
        "**a _b ",
        "*a* ",
        "*",
        "**",
        "_",
        "a*b",
        "_a ",
        "***a ",
        "*_",
        "**__ ",
        "~*_ ",
        "~~a ",
        "!*[_",
        "[*a ",
        "*[a ",
        "[` ",
        "|* ",
        "|[ ",
        "\"[ ",
        "*.* ",
        "a**b**c ",
        "中**文** ",
        "`",
        "`a ",
        "``a` ",
        "<",
        "<a@b.c> ",
        "|",
        "a|",
        "a|b\n---|---\n",
        "|-|-|\n",
        "a|b|c|d\n",
        "\\",
        "\\*",
        "&",
        "&amp;",
        "&#x",
        "[a][",
        "[a]: b\n",
        "[a]: b\n\n",
        "[a]:\n",
        "[^1]: a\n",
        "https://a.example/ ",
        "www.a.b ",
        "mailto:a@b.c ",
        "a@b.",
        "~~",
        "1. ",
        "- ",
        "> ",
        "> - ",
        "- > ",
        "# ",
        "    a\n",
        "```\n",
        "- a\n",
        "- a\n  - b\n",
        "a\nb\n",
        "\n- \n",
        ">\n",
        "  - ",
        "\t- ",
        "---\n",
        "***\n",
        "<!--",
        "<a href=x ",
    ];

    public static TheoryData<string, int> Floods()
    {
        var floods = new TheoryData<string, int>();
        foreach (var sign in Signs)
        {
            floods.Add(sign, 20_000);
            floods.Add(sign, 200_000);
        }

        return floods;
    }

    [Theory, MemberData(nameof(Floods))]
    public void A_flood_of_one_sign_is_shown_in_good_time(string sign, int length)
    {
        var flood = string.Concat(Enumerable.Repeat(sign, length / sign.Length));
        var started = Stopwatch.GetTimestamp();

        _ = MarkdownHtml.From(flood);
        _ = MarkdownPlain.From(flood);
        _ = TypedHtml.From(flood);

        // A tenth of this on a quiet machine.
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(2 + (length / 20_000)));
    }

    [Theory]
    [InlineData("  ", "- a\n", 200)]
    [InlineData(">", " a\n", 200)]
    [InlineData("[", "a", 200)]
    [InlineData("*a ", "", 2_000)]
    public void What_is_nested_too_deeply_is_shown_as_it_stands(string nesting, string end, int depth)
    {
        var text =
            string.Concat(
                Enumerable
                    .Range(1, depth)
                    .Select(level =>
                        string.Concat(Enumerable.Repeat(nesting, nesting == "  " ? level : 1))
                        + (nesting == "  " ? end : ""))) + end;

        Assert.Equal(
            $"<p>{System.Net.WebUtility.HtmlEncode(text).ReplaceLineEndings("<br />\n")}</p>\n",
            MarkdownHtml.From(text));
    }

    [Fact]
    public void Long_articles_and_tables_of_people_are_within_the_budget()
    {
        var table =
            "| Size | Length | Price |\n|---|---|---|\n"
            + string.Concat(Enumerable.Range(1, 200).Select(row => $"| {row} | **{row} cm** | €{row} |\n"));
        var article = string.Concat(
            Enumerable
                .Range(1, 500)
                .Select(section =>
                    $"## {section}. Care\n\n1. Read *this* and [that](/help/x).\n   - **Then** wash "
                        + "it.\n\n--------------------\n\n"));

        Assert.Contains("<td><strong>200 cm</strong></td>", MarkdownHtml.From(table), StringComparison.Ordinal);
        Assert.Contains("<h2>500. Care</h2>", MarkdownHtml.From(article), StringComparison.Ordinal);
    }
}
