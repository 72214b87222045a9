using Bunit;
using Ensoras.Tests.Support;
using Ensoras.Web.Settings;

namespace Ensoras.Tests.Pages;

public sealed class PeoplePageTests : PageTest
{
    [Fact]
    public async Task Deactivating_somebody_counts_their_work_and_hands_their_tickets_to_whom_the_admin_chooses()
    {
        var ticket = await World.GivenTicketAsync();
        await World.ChangeAsync(ticket.Id, World.Jonas, (changed, stamp) => changed.TakeOwnership(stamp));
        await World.ChangeAsync(
            ticket.Id,
            World.Jonas,
            (changed, stamp) =>
            {
                changed.Schedule(stamp, "Did it come?", World.Now.AddHours(2), false);
            });
        var page = Open();

        await page.InvokeAsync(() => page.Find("button[aria-label='Deactivate Jonas Agent']").Click());
        Dialogs.WaitForElement("#successor");
        Assert.Contains("1 open ticket is assigned to them.", Dialogs.Markup, StringComparison.Ordinal);
        Assert.Contains(
            "1 reply they scheduled is held until someone reviews it.",
            Dialogs.Markup,
            StringComparison.Ordinal);
        Assert.Equal("Their teams, or nobody", Dialogs.Find("#successor").GetAttribute("value"));
        await Dialogs.InvokeAsync(() => Dialogs.Find(".mud-select:has(#successor) .mud-input-control").MouseDown());
        Popovers.WaitForElement(".mud-list-item");
        await Popovers.InvokeAsync(() =>
            Popovers.FindAll(".mud-list-item").First(item => item.TextContent.Trim() == "Rosa Reviewer").Click());
        await Dialogs.InvokeAsync(() => Button(Dialogs, "Deactivate").Click());

        page.WaitForAssertion(() => Assert.Contains("Agent · deactivated", page.Markup, StringComparison.Ordinal));
        Assert.Equal(World.Rosa.Id, (await World.DetailAsync(ticket.Id)).Ticket.AssigneeId);
    }

    [Fact]
    public async Task Somebody_without_work_is_asked_about_plainly()
    {
        var page = Open();

        await page.InvokeAsync(() => page.Find("button[aria-label='Deactivate Rosa Reviewer']").Click());

        Dialogs.WaitForElement("h2");
        Assert.Equal("Deactivate Rosa Reviewer?", Dialogs.Find("h2").TextContent);
        Assert.Empty(Dialogs.FindAll("#successor"));
    }

    private IRenderedComponent<PeoplePage> Open()
    {
        var page = Render<PeoplePage>(parameters => parameters.AddCascadingValue(ViewerOf(World.Ada)));
        page.WaitForElement("[data-person]");
        return page;
    }
}
