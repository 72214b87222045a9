using Bunit;
using Ensoras.Domain.Channels.Widget;
using Ensoras.Domain.Live;
using Ensoras.Domain.Tickets;
using Ensoras.Tests.Support;
using Ensoras.Web.ActiveChats;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Ensoras.Tests.Pages;

public sealed class ActiveChatsPageTests : PageTest
{
    [Fact]
    public async Task A_live_conversation_shows_who_is_there_on_which_page_how_long_they_wait_and_who_is_on_it()
    {
        var ticket = await GivenChatAsync("Where is my parcel?");
        var page = Open();
        Assert.Equal("away", page.Find(".chat-presence").TextContent);
        Assert.Equal("on Boots · Northwind Trail", page.Find(".chat-row .quiet").TextContent.Trim());
        Assert.Equal(
            "2026-03-02T09:00:00.0000000+00:00",
            page.Find(".chat-waiting relative-time").GetAttribute("datetime"));
        Assert.Equal("Unassigned", page.Find(".chat-who").TextContent.Trim());

        var presence = World.Get<Presence>();
        presence.Show(ticket.Id, World.Mira.Id, World.Mira.Name, Activity.Typing);
        presence.Show(ticket.Id, World.Rosa.Id, World.Rosa.Name, Activity.Viewing);
        await EventuallyAsync(page, () => Assert.Equal("typing…", page.Find(".chat-presence").TextContent));
        Assert.Contains("Rosa Reviewer is here", page.Find(".chat-who").TextContent, StringComparison.Ordinal);

        await World.ChangeAsync(ticket.Id, World.Jonas, (changed, stamp) => changed.TakeOwnership(stamp));
        await World.ChangeAsync(
            ticket.Id,
            World.Jonas,
            (changed, stamp) => changed.Reply(stamp, "Here.", TimeSpan.Zero));
        await EventuallyAsync(page, () => Assert.Equal("answered", page.Find(".chat-waiting").TextContent.Trim()));
        Assert.Contains("Jonas Agent", page.Find(".chat-who").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_comes_to_a_chat_and_leaves_is_seen_although_the_visitor_does_nothing()
    {
        var ticket = await GivenChatAsync("Where is my parcel?");
        var page = Open();
        var presence = World.Get<Presence>();

        presence.Show(ticket.Id, World.Rosa.Id, World.Rosa.Name, Activity.Viewing);
        await EventuallyAsync(
            page,
            () =>
                Assert.Contains("Rosa Reviewer is here", page.Find(".chat-who").TextContent, StringComparison.Ordinal));

        presence.Hide(ticket.Id, World.Rosa.Id, Activity.Viewing);
        await EventuallyAsync(page, () => Assert.Equal("Unassigned", page.Find(".chat-who").TextContent.Trim()));
    }

    [Fact]
    public async Task Who_waits_longest_is_first_and_a_new_chat_appears_by_itself()
    {
        var first = await GivenChatAsync("First");
        World.Time.Advance(TimeSpan.FromMinutes(1));
        await GivenChatAsync("Second");
        var page = Open();
        Assert.Equal(["First", "Second"], Titles(page));

        await World.ChangeAsync(
            first.Id,
            World.Jonas,
            (changed, stamp) => changed.Reply(stamp, "Here.", TimeSpan.Zero));
        World.Time.Advance(TimeSpan.FromMinutes(1));
        await GivenChatAsync("Third");

        await EventuallyAsync(page, () => Assert.Equal(["Second", "Third", "First"], Titles(page)));
        Assert.Equal("3 chats · 2 waiting", page.Find(".page-header [role=status]").TextContent);
    }

    [Fact]
    public async Task One_click_takes_over_and_opens_the_ticket()
    {
        var ticket = await GivenChatAsync("Anybody?");
        var page = Open();

        await Button(page, "Take over").ClickAsync();

        var taken = (await World.DetailAsync(ticket.Id)).Ticket;
        Assert.Equal(
            (World.Jonas.Id, TicketType.Human, TicketStatus.AwaitingAgent),
            (taken.AssigneeId, taken.Type, taken.Status));
        Assert.EndsWith(
            $"/tickets/{ticket.Number}",
            Services.GetRequiredService<NavigationManager>().Uri,
            StringComparison.Ordinal);
        await EventuallyAsync(page, () => Assert.DoesNotContain("Take over", Buttons(page)));
    }

    [Fact]
    public async Task A_chat_leaves_the_list_when_it_is_closed_or_the_visitor_has_been_away_for_half_an_hour()
    {
        var ticket = await GivenChatAsync("Closed soon");
        await GivenChatAsync("Left");
        var page = Open();
        Assert.Equal(2, Titles(page).Count);

        await World.ChangeAsync(ticket.Id, World.Jonas, (changed, stamp) => changed.Close(stamp));
        await EventuallyAsync(page, () => Assert.Equal(["Left"], Titles(page)));

        World.Time.Advance(TimeSpan.FromMinutes(31));
        await EventuallyAsync(page, () => Assert.Contains("No active chats", page.Markup, StringComparison.Ordinal));
    }

    private async Task<Ticket> GivenChatAsync(string text)
    {
        var ticket = await World.GivenTicketAsync(text);
        var (session, _) = WidgetSession.Create(World.Project.Id, World.Mira.Id, null, World.Now);
        session.Begin(ticket.Id);
        session.Seen(World.Now, "https://shop.example/boots", "Boots · Northwind Trail");
        await using var db = await World.OpenDbAsync();
        db.Add(session);
        await db.SaveChangesAsync();
        World.Live.Publish(LiveScope.Visitors);
        return ticket;
    }

    private IRenderedComponent<ActiveChatsPage> Open()
    {
        var page = Render<ActiveChatsPage>(parameters => parameters.AddCascadingValue(ViewerOf(World.Jonas)));
        page.WaitForElement(".chat-row");
        return page;
    }

    private static List<string> Titles(IRenderedComponent<ActiveChatsPage> page) =>
        [.. page.FindAll(".chat-row .text > .line:nth-child(2)").Select(line => line.TextContent.Trim())];
}
