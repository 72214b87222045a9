using Ensoras.Domain.Knowledge;
using Ensoras.Domain.Search;

namespace Ensoras.Tests.Knowledge;

public sealed class PassageTests
{
    [Fact]
    public void Headings_lists_and_tables_become_lines_that_can_be_quoted()
    {
        var article = Written(
            "## Return\n\n### Cost\n\nIt is **free**\nfor you.\n\n1. Print the *label*.\n2. Go.\n\n- One "
                + "[link](/x)\n\n| Country | Label | Days |\n|---|---|---|\n| Spain | €5 | 3 |");

        var passage = Assert.Single(article.Passages);
        Assert.Equal("Return › Cost", passage.Heading);
        Assert.Equal(
            "It is free for you.\n1. Print the label.\n2. Go.\n- One link\nSpain · Label: €5 · Days: 3",
            passage.Text);
    }

    [Fact]
    public void Tables_of_contents_footers_and_page_numbers_are_left_out()
    {
        var article = Written(
            "(c) Rugged Riders 2\n\n3 3 3 4\n\n1.1 Proper Fit . . . . . . . . 3\n\nContents\n\nPage 4 of 12\n\nThe "
                + "helmet should fit.");

        Assert.Equal("The helmet should fit.", Assert.Single(article.Passages).Text);
    }

    [Theory]
    [InlineData("It costs €1.95, e.g. for a set. It takes 3.5 days! Really? Yes.", 4)]
    [InlineData("Ask Dr. Lind. She knows (most of it.) and more.", 2)]
    [InlineData("One line without an end", 1)]
    public void Sentences_end_where_a_reader_ends_them(string text, int count) =>
        Assert.Equal(count, Sentences.Of(text).Count());

    [Theory]
    [InlineData("returning", "returns")]
    [InlineData("cancellation", "cancellations")]
    [InlineData("batteries", "battery")]
    [InlineData("stopped", "stopping")]
    public void Forms_of_a_word_have_one_stem(string left, string right) =>
        Assert.Equal(EnglishStem.Of(left), EnglishStem.Of(right));

    private static Article Written(string body) =>
        new(Guid.Empty, "key", "Help", "Title", body, DateTimeOffset.UnixEpoch);
}
