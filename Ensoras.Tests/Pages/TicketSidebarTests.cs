using Bunit;
using Ensoras.Domain.Tickets;
using Ensoras.Tests.Support;
using Ensoras.Web.TicketDetail.Sidebar;

namespace Ensoras.Tests.Pages;

/// <summary>The panels beside the conversation.</summary>
public sealed class TicketSidebarTests : PageTest
{
    [Fact]
    public async Task The_customers_name_address_and_tickets_are_shown_and_each_count_is_a_link()
    {
        var closed = await World.GivenTicketAsync();
        await World.ChangeAsync(closed.Id, World.Jonas, (ticket, stamp) => ticket.Close(stamp));
        await World.GivenTicketAsync();
        var shown = await World.GivenTicketAsync();

        var page = await OpenTicketAsync(shown.Id, World.Jonas);

        Assert.Equal("Mira Lindqvist", page.Find(".panel-customer h3").TextContent);
        Assert.Equal("mira@example.org", page.Find(".panel-customer a").TextContent);
        Assert.Equal(
            [
                ("3 tickets", $"/tickets?customer={World.Mira.Id}"),
                ("2 open", $"/tickets?customer={World.Mira.Id}.open"),
            ],
            page.FindAll(".panel-customer + p a").Select(link => (link.TextContent, link.GetAttribute("href")!)));
    }

    [Fact]
    public async Task Statistics_appear_with_the_second_message_and_count_who_wrote_how_much()
    {
        var ticket = await World.GivenTicketAsync();
        Assert.Empty((await OpenTicketAsync(ticket.Id, World.Jonas)).FindAll(".stats"));

        World.Time.Advance(TimeSpan.FromMinutes(90));
        await World.CustomerWritesAsync(ticket.Id, "Hello?");
        await World.ChangeAsync(
            ticket.Id,
            World.Jonas,
            (changed, stamp) => changed.Reply(stamp, "Here.", TimeSpan.Zero));
        await World.SweepAsync(Domain.Scheduling.Sweep.Delivery);

        var page = await OpenTicketAsync(ticket.Id, World.Jonas);
        Assert.Equal(
            ["duration 1 h", "customer 2", "Ensoras 0", "agents 1"],
            page.FindAll(".stats > div")
                .Select(stat => $"{stat.QuerySelector("dt")!.TextContent} {stat.QuerySelector("dd")!.TextContent}"));
    }

    [Fact]
    public async Task Properties_are_all_there_and_status_priority_and_assignee_change_in_place()
    {
        var ticket = await World.GivenTicketAsync(channel: Channel.Email);
        Assert.Equal(TicketPriority.Medium, ticket.Priority);
        var page = await OpenTicketAsync(ticket.Id, World.Lena);
        Assert.Equal(
            ["Status", "Priority", "Type", "Channel", "Assigned", "Created", "Updated", "Tags"],
            page.FindAll(".properties > dt").Select(name => name.TextContent));

        // Closed, a menu is a button and nothing else; nothing acts on an arrow key.
        Assert.Empty(page.FindAll(".properties select"));
        Assert.Empty(Popovers.FindAll("[role=menu]"));
        await ChooseAsync(page, ".properties [aria-label='Status: Awaiting Ensoras']", "Awaiting Agent");
        await EventuallyAsync(page, () => Assert.NotNull(page.Find(".properties [aria-label='Status: Awaiting Agent']")));
        await page.Find(".properties [aria-label='Priority: Medium']").ClickAsync();
        Popovers.WaitForAssertion(() =>
            Assert.Equal(
                ["Low", "Medium", "High", "Urgent", "Critical"],
                Popovers.FindAll("[role=menuitem]").Select(item => item.TextContent.Trim())));
        await Popovers.FindAll("[role=menuitem]").First(item => item.TextContent.Trim() == "Critical").ClickAsync();
        await EventuallyAsync(
            page,
            () =>
                Assert.Contains(
                    "Lena Lead changed the priority: Medium → Critical",
                    page.Find(".history").TextContent,
                    StringComparison.Ordinal));
        await PickAsync(page, ".properties [aria-haspopup=listbox]", "Jonas Agent");

        await EventuallyAsync(
            page,
            () =>
                Assert.Contains(
                    "Jonas Agent",
                    page.Find(".properties .assignee").TextContent,
                    StringComparison.Ordinal));
        var stored = (await World.DetailAsync(ticket.Id)).Ticket;
        Assert.Equal(
            (TicketStatus.AwaitingAgent, TicketPriority.Critical, World.Jonas.Id),
            (stored.Status, stored.Priority, stored.AssigneeId));
        Assert.Empty(Popovers.FindAll("[role=menu]"));
        Assert.Empty(page.FindAll(".mud-menu, .mud-autocomplete"));
    }

    [Fact]
    public async Task A_tag_is_completed_from_those_in_use_added_and_removed()
    {
        var other = await World.GivenTicketAsync();
        await World.ChangeAsync(other.Id, World.Jonas, (changed, stamp) => changed.AddTag(stamp, "refund"));
        var ticket = await World.GivenTicketAsync();
        var page = await OpenTicketAsync(ticket.Id, World.Jonas);

        await page.Find(".tag-add").ClickAsync();
        var field = page.WaitForElement(".tag-field input");
        await field.FocusAsync(new());
        Popovers.WaitForAssertion(() => Assert.Equal(["refund"], Choices()));
        page.Find(".tag-field input").Input("ref");
        Popovers.WaitForAssertion(() => Assert.Equal(["ref", "refund"], Choices()));
        page.Find(".tag-field input").Input("Refund");
        Popovers.WaitForAssertion(() => Assert.Equal(["refund"], Choices()));
        await Popovers.Find(".mud-list-item").ClickAsync();
        await EventuallyAsync(page, () => Assert.Equal("refund", page.Find(".tag.removable > bdi").TextContent));

        await page.Find("[aria-label='Remove tag refund']").ClickAsync();
        await EventuallyAsync(page, () => Assert.Empty(page.FindAll(".tag.removable")));
    }

    [Fact]
    public async Task Many_tags_are_counted_and_shown_on_request()
    {
        var ticket = await World.GivenTicketAsync();
        await World.ChangeAsync(ticket.Id, World.Jonas, (changed, stamp) =>
        {
            for (var number = 1; number <= 20; number++)
            {
                changed.AddTag(stamp, $"tag-{number}");
            }
        });
        var page = await OpenTicketAsync(ticket.Id, World.Jonas);

        Assert.Equal(
            (6, "+14", "Show 14 more tags"),
            (
                page.FindAll(".tag.removable").Count,
                page.Find(".tag.more").TextContent,
                page.Find(".tag.more").GetAttribute("aria-label")));
        await page.Find(".tag.more").ClickAsync();
        Assert.Equal((20, "Show fewer"), (page.FindAll(".tag.removable").Count, page.Find(".tag.more").TextContent));
    }

    [Fact]
    public async Task Assignee_and_team_are_on_two_lines()
    {
        var ticket = await World.GivenTicketAsync();
        var detail = await World.DetailAsync(ticket.Id) with { AssigneeName = "Jonas Agent", TeamName = "Returns" };

        var shown = Render<Assigned>(parameters => parameters.Add(assigned => assigned.Detail, detail));

        Assert.Equal(["Jonas Agent", "Returns"], shown.FindAll("bdi").Select(name => name.TextContent));
        Assert.Contains("team", shown.FindAll("bdi")[1].ClassList);
    }

    [Fact]
    public async Task Assign_To_finds_people_and_teams_by_typing_and_shows_how_many_each_has_open()
    {
        await using (var db = await World.OpenDbAsync())
        {
            db.Add(new Team(World.Project.Id, "Returns", World.Now));
            await db.SaveChangesAsync();
        }

        var other = await World.GivenTicketAsync();
        await World.ChangeAsync(other.Id, World.Jonas, (changed, stamp) => changed.TakeOwnership(stamp));
        var ticket = await World.GivenTicketAsync();
        var page = await OpenTicketAsync(ticket.Id, World.Lena);

        await page.Find(".ticket-actions [aria-haspopup=listbox]").ClickAsync();
        await page.WaitForElement(".assign-field input").FocusAsync(new());
        Popovers.WaitForAssertion(() => Assert.Contains("JAJonas Agent1 open", Choices()));
        page.Find(".assign-field input").Input("ret");
        Popovers.WaitForAssertion(() => Assert.Equal(["ReturnsTeam · 0 open"], Choices()));
        page.Find(".assign-field input").Input("zzz");
        Popovers.WaitForAssertion(() =>
            Assert.Contains("No matching person or team", Popovers.Markup, StringComparison.Ordinal));
    }

    private IEnumerable<string> Choices() =>
        Popovers
            .FindAll(".mud-list-item")
            .Select(item => string.Concat(item.TextContent.Split('\n').Select(line => line.Trim())));

    private async Task ChooseAsync(
        IRenderedComponent<Ensoras.Web.TicketDetail.TicketPage> page,
        string button,
        string item)
    {
        await page.Find(button).ClickAsync();
        Popovers.WaitForAssertion(() => Assert.NotEmpty(Popovers.FindAll("[role=menuitem]")));
        await Popovers.FindAll("[role=menuitem]").First(choice => choice.TextContent.Trim() == item).ClickAsync();
    }

    private async Task PickAsync(
        IRenderedComponent<Ensoras.Web.TicketDetail.TicketPage> page,
        string button,
        string choice)
    {
        await page.Find(button).ClickAsync();
        await page.WaitForElement(".assign-field input").FocusAsync(new());
        Popovers.WaitForAssertion(() => Assert.NotEmpty(Popovers.FindAll(".mud-list-item")));
        await Popovers
            .FindAll(".mud-list-item")
            .First(item => item.TextContent.Contains(choice, StringComparison.Ordinal))
            .ClickAsync();
    }
}
