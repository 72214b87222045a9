using Ensoras.Web.TicketDetail.Conversation;

namespace Ensoras.Tests.Pages;

public class WordDiffTests
{
    [Fact]
    public void Tells_what_went_and_what_came() => Assert.Equal(
        [(Change.Kept, "It is "), (Change.Removed, "late"), (Change.Added, "here"), (Change.Kept, ".")],
        WordDiff.Between("It is late.", "It is here."));

    [Theory]
    [InlineData("", "")]
    [InlineData("", "all new")]
    [InlineData("all gone", "")]
    [InlineData("a b c d e", "b x d e f")]
    [InlineData("Hello Mira,\n\nit is on its way.", "Hello Mira,\n\nit arrives on Friday.")]
    public void Both_texts_can_be_read_from_it(string before, string after)
    {
        var runs = WordDiff.Between(before, after);

        Assert.Equal(before, string.Concat(runs.Where(run => run.Change is not Change.Added).Select(run => run.Text)));
        Assert.Equal(after, string.Concat(runs.Where(run => run.Change is not Change.Removed).Select(run => run.Text)));
    }
}
