using Bunit;
using Ensoras.Tests.Support;
using Ensoras.Web.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Ensoras.Tests.Components;

public sealed class ToastListTests : PageTest
{
    private static readonly TimeSpan Stays = TimeSpan.FromSeconds(10);

    private Toasts Toasts => Services.GetRequiredService<Toasts>();

    [Fact]
    public void A_toast_goes_by_itself_and_carries_no_style_element()
    {
        var list = Render<ToastList>();
        Assert.Equal("status", list.Find(".toasts").GetAttribute("role"));

        Toasts.Show(new Toast("3 closed.", ToastKind.Success) { Lasts = Stays });
        list.WaitForAssertion(() => Assert.Equal("3 closed.", list.Find(".toast .text").TextContent.Trim()));
        Assert.DoesNotContain("<style", list.Markup, StringComparison.OrdinalIgnoreCase);

        World.Time.Advance(Stays);
        list.WaitForAssertion(() => Assert.Empty(list.FindAll(".toast")));
    }

    [Fact]
    public void It_stays_while_somebody_points_at_it_and_its_time_starts_over()
    {
        var list = Render<ToastList>();
        Toasts.Show(new Toast("3 closed.", ToastKind.Success) { Lasts = Stays });
        list.WaitForElement(".toast").PointerEnter();
        World.Time.Advance(Stays * 3);
        Assert.Single(Toasts.Shown);

        list.Find(".toast").PointerLeave();
        World.Time.Advance(Stays / 2);
        Assert.Single(Toasts.Shown);
        World.Time.Advance(Stays / 2);
        Assert.Empty(Toasts.Shown);
    }

    [Fact]
    public void Undo_that_ends_with_its_time_is_not_held_longer()
    {
        var list = Render<ToastList>();
        Toasts.Offer("Draft approved.", "Undo", () => Task.CompletedTask, Stays);
        list.WaitForElement(".toast").PointerEnter();

        World.Time.Advance(Stays);

        Assert.Empty(Toasts.Shown);
    }

    [Fact]
    public void Details_are_drawn_when_they_are_opened_and_keep_the_toast()
    {
        var list = Render<ToastList>();
        Toasts.Show(new Toast("2 skipped.", ToastKind.Warning)
        {
            Lasts = Stays,
            Details = new ToastDetails("Show what was skipped", builder => builder.AddContent(0, "#12 #13")),
        });
        list.WaitForElement("details");
        Assert.DoesNotContain("#12", list.Markup, StringComparison.Ordinal);

        list.Find(".toast").PointerEnter();
        list.Find("details").TriggerEvent("ontoggle", EventArgs.Empty);
        list.Find(".toast").PointerLeave();
        World.Time.Advance(Stays * 3);

        Assert.Contains("#12", list.Markup, StringComparison.Ordinal);
        list.Find("[aria-label=Dismiss]").Click();
        Assert.Empty(Toasts.Shown);
    }

    [Fact]
    public void An_action_runs_once_and_takes_the_toast_away()
    {
        var (list, done, gone) = (Render<ToastList>(), 0, 0);
        Toasts.Show(new Toast("1 closed.", ToastKind.Success)
        {
            Actions = [new ToastAction("Undo", () => Task.FromResult(done++))],
            Gone = () => gone++,
        });
        list.WaitForElement(".toast");
        var undo = list.Find(".text button");

        undo.Click();

        Assert.Equal((1, 1), (done, gone));
        Assert.Empty(Toasts.Shown);
    }

    [Fact]
    public void Of_too_many_the_oldest_goes()
    {
        for (var number = 1; number <= 6; number++)
        {
            Toasts.Confirm($"Number {number}");
        }

        Assert.Equal(["Number 3", "Number 4", "Number 5", "Number 6"], Toasts.Shown.Select(toast => toast.Sentence));
    }
}
