using Bunit;
using Ensoras.Domain.People;
using Ensoras.Domain.Tickets;
using Ensoras.Tests.Support;

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
            [("3 tickets", $"/tickets?customer={World.Mira.Id}"), ("2 open", $"/tickets?customer={World.Mira.Id}.open")],
            page.FindAll(".panel-customer + p a").Select(link => (link.TextContent, link.GetAttribute("href")!)));
    }

    [Fact]
    public async Task Statistics_appear_with_the_second_message_and_count_who_wrote_how_much()
    {
        var ticket = await World.GivenTicketAsync();
        Assert.Empty((await OpenTicketAsync(ticket.Id, World.Jonas)).FindAll(".stats"));

        World.Time.Advance(TimeSpan.FromMinutes(90));
        await World.CustomerWritesAsync(ticket.Id, "Hello?");
        await World.ChangeAsync(ticket.Id, World.Jonas, (changed, stamp) => changed.Reply(stamp, "Here.", TimeSpan.Zero));
        await World.SweepAsync(Domain.Scheduling.Sweep.Delivery);

        var page = await OpenTicketAsync(ticket.Id, World.Jonas);
        Assert.Equal(["duration 1 h", "customer 2", "Ensoras 0", "agents 1"], page.FindAll(".stats > div").Select(stat => $"{stat.QuerySelector("dt")!.TextContent} {stat.QuerySelector("dd")!.TextContent}"));
    }

    [Fact]
    public async Task Properties_are_all_there_and_status_priority_and_assignee_change_in_place()
    {
        var ticket = await World.GivenTicketAsync(channel: Channel.Email);
        Assert.Equal(TicketPriority.Medium, ticket.Priority);
        var page = await OpenTicketAsync(ticket.Id, World.Lena);
        Assert.Equal(["Status", "Priority", "Type", "Channel", "Assigned", "Created", "Updated", "Tags"], page.FindAll(".properties > dt").Select(name => name.TextContent));
        Assert.Equal(["Low", "Medium", "High", "Urgent", "Critical"], page.FindAll(".properties select[aria-label=Priority] option").Select(option => option.TextContent));

        Assert.Empty(page.FindAll(".properties select[aria-label=Status]"));
        await page.FindAll(".properties .menu-item").First(choice => choice.TextContent == "Awaiting Agent").ClickAsync();
        page.Find(".properties select[aria-label=Priority]").Change("Critical");
        Eventually(page, () => Assert.Contains("Lena Lead changed the priority", page.Find(".history").TextContent, StringComparison.Ordinal));
        await page.FindAll(".properties .menu-item").First(choice => choice.TextContent.Contains("Jonas Agent", StringComparison.Ordinal)).ClickAsync();

        Eventually(page, () => Assert.Contains("Jonas Agent", page.Find(".properties summary.assigned").TextContent, StringComparison.Ordinal));
        var stored = (await World.DetailAsync(ticket.Id)).Ticket;
        Assert.Equal((TicketStatus.AwaitingAgent, TicketPriority.Critical, World.Jonas.Id), (stored.Status, stored.Priority, stored.AssigneeId));
    }

    [Fact]
    public async Task A_tag_is_completed_from_those_in_use_added_and_removed()
    {
        var other = await World.GivenTicketAsync();
        await World.ChangeAsync(other.Id, World.Jonas, (changed, stamp) => changed.AddTag(stamp, "refund"));
        var ticket = await World.GivenTicketAsync();
        var page = await OpenTicketAsync(ticket.Id, World.Jonas);

        await page.Find(".tag-add").ClickAsync();
        page.WaitForAssertion(() => Assert.Equal(["refund"], page.FindAll("#known-tags option").Select(option => option.GetAttribute("value"))));
        page.Find(".tag-form input").Change("Refund");
        await page.Find(".tag-form").SubmitAsync();
        Eventually(page, () => Assert.Equal("refund", page.Find(".tag.removable > span").TextContent));

        await page.Find("[aria-label='Remove the tag refund']").ClickAsync();
        Eventually(page, () => Assert.Empty(page.FindAll(".tag.removable")));
    }

    [Fact]
    public async Task The_history_tells_who_did_what_and_when()
    {
        var (ticketId, draftId) = await World.GivenDraftAsync();
        await AfterAsync(1, World.Rosa, (ticket, stamp) => ticket.Reject(stamp, draftId, "Too long"));
        await AfterAsync(2, World.Lena, (ticket, stamp) => ticket.Assign(stamp, World.Jonas.Id, null, "Jonas Agent"));
        await AfterAsync(2, World.Jonas, (ticket, stamp) => ticket.ChangePriority(stamp, TicketPriority.High));

        var lines = (await OpenTicketAsync(ticketId, World.Jonas)).FindAll(".history > li");

        Assert.Equal(
            ["Jonas Agent changed the priority: Medium → High", "Lena Lead assigned it to Jonas Agent", "Rosa Reviewer rejected the draft: Too long"],
            lines.Take(3).Select(line => line.QuerySelector("span")!.TextContent));
        Assert.Equal("2026-03-02T09:05:00.0000000+00:00", lines[0].QuerySelector("local-time")!.GetAttribute("datetime"));

        Task AfterAsync(int minutes, Agent by, Action<Ticket, Stamp> change)
        {
            World.Time.Advance(TimeSpan.FromMinutes(minutes));
            return World.ChangeAsync(ticketId, by, change);
        }
    }

    [Fact]
    public async Task What_one_press_did_is_told_in_the_order_in_which_it_was_done()
    {
        var (ticketId, draftId) = await World.GivenDraftAsync();
        await World.ChangeAsync(ticketId, World.Rosa, (ticket, stamp) =>
        {
            ticket.EditDraft(stamp, draftId, "It arrives on Friday.");
            ticket.Approve(stamp, draftId, TimeSpan.Zero);
        });

        var lines = (await World.DetailAsync(ticketId)).History.Where(line => line.ActorId == World.Rosa.Id);

        Assert.Equal([TicketAction.Approve, TicketAction.EditDraft], lines.Select(line => line.Action));
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

        await page.Find(".ticket-actions .menu.end").TriggerEventAsync("ontoggle", EventArgs.Empty);
        page.WaitForAssertion(() => Assert.Contains("JAJonas Agent1 open", Choices()));
        page.Find(".ticket-actions input[type=search]").Input("ret");
        Assert.Equal(["Returns0 open"], Choices());
        page.Find(".ticket-actions input[type=search]").Input("zzz");
        Assert.Contains("Nobody is called that.", page.Find(".ticket-actions .menu.end").TextContent, StringComparison.Ordinal);

        IEnumerable<string> Choices() => page.FindAll(".ticket-actions .menu.end")[0].QuerySelectorAll(".menu-item").Select(item => item.TextContent.Trim());
    }
}
