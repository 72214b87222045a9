using Bunit;
using Ensoras.Domain.Knowledge;
using Ensoras.Tests.Support;
using Ensoras.Web.Inbox;

namespace Ensoras.Tests.Pages;

/// <summary>What a new desk's admin does next.</summary>
public sealed class SetupChecklistTests : PageTest
{
    [Fact]
    public async Task An_admin_of_an_empty_desk_sees_what_is_left_and_a_step_checks_itself_off()
    {
        var list = Checklist(World.Ada);
        list.WaitForElement("ol");
        Assert.Equal(["Invite your team"], Done(list));

        await World
            .Get<KnowledgeBase>()
            .CreateAsync(
                World.Project.Id,
                "Shipping",
                "Pickup points",
                "A parcel stays for seven days.",
                Actor.Of(World.Ada),
                CancellationToken.None);

        await EventuallyAsync(list, () => Assert.Equal(["Write or import knowledge", "Invite your team"], Done(list)));
    }

    [Fact]
    public void Everybody_else_sees_an_empty_Inbox()
    {
        var list = Checklist(World.Rosa);

        list.WaitForAssertion(() => Assert.Equal("All done", list.Find("p").TextContent));
        Assert.Empty(list.FindAll("ol"));
    }

    [Fact]
    public async Task A_dismissed_list_stays_away()
    {
        var list = Checklist(World.Ada);
        list.WaitForElement("ol");

        await Button(list, "Hide this list").ClickAsync();

        list.WaitForAssertion(() => Assert.Empty(list.FindAll("ol")));
        var again = Checklist(World.Ada);
        again.WaitForAssertion(() => Assert.Equal("All done", again.Find("p").TextContent));
    }

    private static IEnumerable<string> Done(IRenderedComponent<SetupChecklist> list) =>
        list.FindAll("li.done strong").Select(step => step.TextContent);

    private IRenderedComponent<SetupChecklist> Checklist(Agent agent) => Render<SetupChecklist>(parameters => parameters
        .AddCascadingValue(ViewerOf(agent)).AddChildContent("<p>All done</p>"));
}
