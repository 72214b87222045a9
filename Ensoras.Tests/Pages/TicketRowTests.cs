using Bunit;
using Ensoras.Domain.Tickets;
using Ensoras.Web.TicketLists;

namespace Ensoras.Tests.Pages;

public class TicketRowTests : ListPages
{
    [Fact]
    public void Shows_avatar_title_channel_address_and_up_to_three_tags()
    {
        var row = Render(Row(tags: "late\nvip\nrefund\nabroad\nagain"));

        Assert.Equal("ML", row.Find(".ticket .avatar").TextContent);
        Assert.Equal(
            ("Where is my order?", "/tickets/1042"),
            (row.Find(".ticket-title").TextContent, row.Find(".ticket-title").GetAttribute("href")));
        Assert.Equal("Widget", row.Find(".channel-badge").GetAttribute("aria-label"));
        Assert.Equal("mira@example.org", row.Find(".ticket-address").TextContent);
        Assert.Equal(["late", "vip", "refund"], row.FindAll(".tag:not(.more)").Select(tag => tag.TextContent));
        Assert.StartsWith("+2", row.Find(".tag.more").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_search_found_is_marked_in_title_customer_and_message_and_the_tags_stay()
    {
        var row = Render(
            Row(title: "Boots & more", tags: "late") with
            {
                TitleHit = "\u0002Boots\u0003 & more",
                CustomerHit = "Mira \u0002Lindqvist\u0003 mira@example.org",
                Hit = "my \u0002boot\u0003 <b>",
            });

        Assert.Equal(
            ("Boots & more", "Boots"),
            (row.Find(".ticket-title").TextContent, row.Find(".ticket-title mark").TextContent));
        Assert.Equal(
            ("Mira Lindqvist mira@example.org", "Lindqvist"),
            (row.Find(".ticket-address").TextContent, row.Find(".ticket-address mark").TextContent));
        Assert.Equal(
            ("my boot <b>", "boot"),
            (row.Find(".ticket-hit").TextContent, row.Find(".ticket-hit mark").TextContent));
        Assert.Equal("late", row.Find(".tag").TextContent);
    }

    [Fact]
    public void Each_text_of_a_customer_runs_in_its_own_direction()
    {
        var row = Render(Row(title: "איפה ההזמנה שלי?", tags: "משלוח") with { Hit = "\u0002איפה\u0003" });

        Assert.Equal("איפה ההזמנה שלי?", row.Find(".ticket-title bdi").TextContent);
        Assert.All(
            row.FindAll(".ticket-address, .ticket-hit, .tag"),
            text => Assert.Equal("auto", text.GetAttribute("dir")));
    }

    [Fact]
    public void A_dot_and_a_bold_title_say_that_nobody_has_seen_what_the_customer_wrote()
    {
        Assert.Empty(Render(Row()).FindAll(".unread-dot, [data-unread]"));

        var unread = Render(Row() with { IsUnread = true });

        Assert.Equal("Unread", unread.Find(".unread-dot").GetAttribute("aria-label"));
        Assert.True(unread.Find("tr").HasAttribute("data-unread"));
    }

    [Theory]
    [InlineData(TicketStatus.AwaitingApproval, "Awaiting Approval")]
    [InlineData(TicketStatus.AwaitingEnsoras, "Awaiting Ensoras")]
    [InlineData(TicketStatus.AwaitingAgent, "Awaiting Agent")]
    [InlineData(TicketStatus.Resolved, "Resolved")]
    [InlineData(TicketStatus.Closed, "Closed")]
    public void The_status_is_a_badge_with_its_word(TicketStatus status, string word)
    {
        var badge = Render(Row() with { Status = status }).Find(".status .status-badge");

        Assert.Equal((word, status.ToString()), (badge.TextContent, badge.GetAttribute("data-status")));
    }

    [Theory]
    [InlineData(TicketPriority.Low)]
    [InlineData(TicketPriority.Medium)]
    [InlineData(TicketPriority.High)]
    [InlineData(TicketPriority.Urgent)]
    [InlineData(TicketPriority.Critical)]
    public void The_priority_is_a_dot_with_its_word(TicketPriority priority)
    {
        var dot = Render(Row() with { Priority = priority }).Find(".priority .priority-dot");

        Assert.Equal(
            (priority.ToString(), $"{priority}", priority.ToString()),
            (dot.GetAttribute("data-priority"), dot.GetAttribute("title"), dot.TextContent));
    }

    [Fact]
    public void Counts_messages_and_tells_when_the_last_one_came_and_when_the_ticket_was_opened()
    {
        var row = Render(Row());

        Assert.StartsWith("4", row.Find(".messages").TextContent.Trim(), StringComparison.Ordinal);
        Assert.Equal("2026-03-02T09:58:00.0000000Z", row.Find(".last-message relative-time").GetAttribute("datetime"));
        Assert.Equal("2026-03-02T07:00:00.0000000Z", row.Find(".created relative-time").GetAttribute("datetime"));
    }

    [Fact]
    public void Shows_whose_it_is_or_an_empty_circle()
    {
        Assert.Equal("Unassigned", Render(Row()).Find(".assigned .avatar.none").GetAttribute("aria-label"));
        Assert.Equal(
            "Team Returns, nobody yet",
            Render(Row() with { TeamName = "Returns" }).Find(".assigned .avatar.none").GetAttribute("aria-label"));

        var assigned = Render(Row() with { AssigneeName = "Jonas Agent" }).Find(".assigned .avatar");

        Assert.Equal(("JA", "Jonas Agent"), (assigned.TextContent, assigned.GetAttribute("aria-label")));
    }

    [Fact]
    public void Tints_once_for_each_change_and_is_not_drawn_again_without_one()
    {
        var ticket = Row();
        var row = Render(ticket);
        Assert.False(row.Find("tr").HasAttribute("data-changed"));

        row.Render(parameters => parameters.Add(shown => shown.Row, new ShownRow(ticket with { })));
        Assert.Equal(1, row.RenderCount);
        row.Render(parameters => parameters.Add(shown => shown.Row, new ShownRow(ticket with { MessageCount = 5 })));
        Assert.Equal("odd", row.Find("tr").GetAttribute("data-changed"));
        row.Render(parameters => parameters.Add(shown => shown.Row, new ShownRow(ticket with { MessageCount = 6 })));
        Assert.Equal("even", row.Find("tr").GetAttribute("data-changed"));
    }

    [Fact]
    public void A_row_that_arrives_while_the_list_is_open_tints_too() =>
        Assert.Equal(
            "odd",
            Render<TicketRowView>(parameters => parameters.Add(shown => shown.Row, new ShownRow(Row(), IsNew: true)))
                .Find("tr")
                .GetAttribute("data-changed"));

    private IRenderedComponent<TicketRowView> Render(TicketRow ticket) =>
        Render<TicketRowView>(parameters => parameters.Add(shown => shown.Row, new ShownRow(ticket)));
}
