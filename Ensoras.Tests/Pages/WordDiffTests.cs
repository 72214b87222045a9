using Ensoras.Web.TicketDetail.Conversation;

namespace Ensoras.Tests.Pages;

public class WordDiffTests
{
    [Fact]
    public void Tells_what_went_and_what_came() => Assert.Equal(
        [(Change.Kept, "It is "), (Change.Removed, "late"), (Change.Added, "here"), (Change.Kept, ".")],
        WordDiff.Between("It is late.", "It is here."));

    [Fact]
    public void Scripts_without_spaces_are_compared_sign_by_sign() => Assert.Equal(
        [(Change.Kept, "订单已"), (Change.Removed, "发出"), (Change.Added, "送达"), (Change.Kept, "。")],
        WordDiff.Between("订单已发出。", "订单已送达。"));

    [Theory]
    [InlineData("", "")]
    [InlineData("", "all new")]
    [InlineData("all gone", "")]
    [InlineData("a b c d e", "b x d e f")]
    [InlineData("🌵 é\u0301 Ünï", "🌵🌵 e Uni <b>")]
    [InlineData("Hello Mira,\n\nit is on its way.", "Hello Mira,\n\nit arrives on Friday.")]
    public void Both_texts_can_be_read_from_it(string before, string after)
    {
        var runs = WordDiff.Between(before, after);

        Assert.Equal(before, string.Concat(runs.Where(run => run.Change is not Change.Added).Select(run => run.Text)));
        Assert.Equal(after, string.Concat(runs.Where(run => run.Change is not Change.Removed).Select(run => run.Text)));
    }

    [Fact]
    public void Long_texts_with_nothing_in_common_are_compared_in_good_time()
    {
        var started = System.Diagnostics.Stopwatch.GetTimestamp();

        _ = WordDiff.Between(
            string.Concat(Enumerable.Range(0, 1_499).Select(number => $"a{number} ")),
            string.Concat(Enumerable.Range(0, 1_499).Select(number => $"b{number}\t")));

        Assert.InRange(System.Diagnostics.Stopwatch.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(3));
    }
}
