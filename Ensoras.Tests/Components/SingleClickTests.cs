using Ensoras.Web.Components;

namespace Ensoras.Tests.Components;

public sealed class SingleClickTests
{
    [Fact]
    public async Task Two_clicks_in_quick_succession_are_one_whether_the_first_still_runs_or_has_just_ended()
    {
        var time = new FakeTimeProvider();
        var click = new SingleClick(time);
        var ends = new TaskCompletionSource();
        var count = 0;

        var first = click.RunAsync(RunAsync);
        Assert.True(click.IsBusy);
        await click.RunAsync(RunAsync);
        ends.SetResult();
        await first;
        time.Advance(TimeSpan.FromMilliseconds(40));
        await click.RunAsync(RunAsync);
        Assert.Equal((1, false), (count, click.IsBusy));

        time.Advance(TimeSpan.FromSeconds(1));
        await click.RunAsync(RunAsync);
        Assert.Equal(2, count);

        async Task RunAsync()
        {
            count++;
            await ends.Task;
        }
    }

    [Fact]
    public async Task An_action_that_fails_can_be_tried_again()
    {
        var time = new FakeTimeProvider();
        var click = new SingleClick(time);
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            click.RunAsync(() => throw new InvalidOperationException()));
        time.Advance(TimeSpan.FromSeconds(1));
        var ran = false;
        await click.RunAsync(() =>
        {
            ran = true;
            return Task.CompletedTask;
        });
        Assert.True(ran);
    }
}
