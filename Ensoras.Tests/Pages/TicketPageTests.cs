using Bunit;
using Ensoras.Domain.Live;
using Ensoras.Domain.Scheduling;
using Ensoras.Domain.Tickets;
using Ensoras.Tests.Support;
using Ensoras.Web.Components;
using Ensoras.Web.TicketDetail.Conversation;
using Microsoft.Extensions.DependencyInjection;

namespace Ensoras.Tests.Pages;

public sealed class TicketPageTests : PageTest
{
    [Fact]
    public async Task A_role_is_offered_what_it_may_do_and_nothing_else()
    {
        var (ticketId, _) = await World.GivenDraftAsync();

        var agent = await OpenTicketAsync(ticketId, World.Jonas);
        Assert.DoesNotContain("Approve", Buttons(agent));
        Assert.Contains("Assign To", agent.Markup, StringComparison.Ordinal);
        Assert.Contains("A reviewer decides on this draft.", agent.Markup, StringComparison.Ordinal);

        var reviewer = await OpenTicketAsync(ticketId, World.Rosa);
        Assert.Subset(
            Buttons(reviewer).ToHashSet(),
            new HashSet<string> { "Approve A", "Edit", "Regenerate", "Reject" });

        // A colleague's ticket is theirs, or a lead's, to assign.
        await World.ChangeAsync(
            ticketId,
            World.Lena,
            (ticket, stamp) => ticket.Assign(stamp, World.Jonas.Id, null, "Jonas Agent"));
        Assert.DoesNotContain(
            "Assign To",
            (await OpenTicketAsync(ticketId, World.Rosa)).Markup,
            StringComparison.Ordinal);
        Assert.Contains("Assign To", (await OpenTicketAsync(ticketId, World.Lena)).Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Opening_clears_the_dot_and_the_page_follows_every_change()
    {
        var ticket = await World.GivenTicketAsync();
        Assert.True((await World.DetailAsync(ticket.Id)).Ticket.IsUnread);

        var page = await OpenTicketAsync(ticket.Id, World.Rosa);

        Assert.Contains("Ensoras is preparing a response…", page.Markup, StringComparison.Ordinal);
        Assert.False((await World.DetailAsync(ticket.Id)).Ticket.IsUnread);
        World.Writer.Writes("It is on its way.");
        await World.SweepAsync(Sweep.Drafts);
        await EventuallyAsync(page, () => Assert.Equal("Draft", page.Find(".message-badge").TextContent));
        Assert.DoesNotContain("preparing a response", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tools_are_shown_with_arguments_that_can_be_edited_before_they_run()
    {
        World.Writer.Writes("Refunded.", new ToolCall("refund", "{\"order\":\"20418\"}", World.Now));
        var ticket = await World.GivenTicketAsync();
        await World.SweepAsync(Sweep.Drafts);
        var script = TypedText.Script(JSInterop);
        var page = await OpenTicketAsync(ticket.Id, World.Rosa);
        Assert.Equal("Pending Tools", page.Find(".message-badge").TextContent);
        Assert.DoesNotContain("Approve A", Buttons(page));

        await page.Find("[aria-label='Edit the arguments of refund']").ClickAsync();
        TypedText.Is(script, "not json");
        await Button(page, "Save arguments").ClickAsync();
        await EventuallyAsync(
            page,
            () =>
                Assert.Contains(
                    "must be a JSON object",
                    page.Find(".tool-call [role=alert]").TextContent,
                    StringComparison.Ordinal));
        TypedText.Is(script, "{\"order\":\"7\"}");
        World.Time.Advance(SingleClick.DoubleClick);
        foreach (var run in new[] { "Run All", "Execute & Review" })
        {
            // An edit that is not saved is not run past.
            await Button(page, run).ClickAsync();
        }

        Assert.Equal(
            ToolCallStatus.Proposed,
            (await World.DetailAsync(ticket.Id)).Thread.SelectMany(message => message.ToolCalls).Single().Status);
        var told = Assert.Single(Services.GetRequiredService<Toasts>().Shown);
        Assert.Equal("Nothing was run: you are editing a tool’s arguments. Save or cancel first.", told.Sentence);
        await Button(page, "Save arguments").ClickAsync();
        await EventuallyAsync(page, () => Assert.Equal("7", page.Find(".tool-arguments dd").TextContent));

        await Button(page, "Run All").ClickAsync();

        await EventuallyAsync(
            page,
            () => Assert.Contains("Rosa Reviewer started the tools", page.Markup, StringComparison.Ordinal));
        var call = (await World.DetailAsync(ticket.Id)).Thread.SelectMany(message => message.ToolCalls).Single();
        Assert.Equal((ToolCallStatus.Approved, "{\"order\":\"7\"}"), (call.Status, call.Arguments));
    }

    [Fact]
    public async Task Execute_and_review_shows_what_the_tools_answered_and_the_new_draft()
    {
        World
            .Writer.Writes("Refunded.", new ToolCall("refund", "{\"order\":\"20418\"}", World.Now))
            .Writes("It is refunded, reference RF-1.");
        var ticket = await World.GivenTicketAsync();
        await World.SweepAsync(Sweep.Drafts);
        var page = await OpenTicketAsync(ticket.Id, World.Rosa);
        await Button(page, "Execute & Review").ClickAsync();

        var callId = (await World.DetailAsync(ticket.Id)).Thread.SelectMany(message => message.ToolCalls).Single().Id;
        await World.Desk.ChangeAsync(
            ticket.Id,
            Actor.System,
            (changed, stamp) =>
            {
                changed.ClaimTool(stamp, callId);
            },
            CancellationToken.None);
        await World.Desk.ChangeAsync(
            ticket.Id,
            Actor.System,
            (changed, stamp) => changed.ToolEnded(stamp, callId, true, "RF-1", TimeSpan.Zero),
            CancellationToken.None);
        await World.SweepAsync(Sweep.Drafts);

        await EventuallyAsync(
            page,
            () => Assert.Contains("It is refunded, reference RF-1.", page.Markup, StringComparison.Ordinal));
        await page.Find(".panel-fold").TriggerEventAsync("ontoggle", EventArgs.Empty);
        Assert.Equal(
            ["20418", "RF-1"],
            page.FindAll(".panel-fold .tool-arguments dd").Select(value => value.TextContent));
        Assert.Contains("Approve A", Buttons(page));
    }

    [Fact]
    public async Task A_scheduled_reply_counts_down_and_can_be_sent_or_canceled()
    {
        var ticket = await World.GivenTicketAsync();
        foreach (var text in new[] { "Now", "Never" })
        {
            await World.ChangeAsync(
                ticket.Id,
                World.Jonas,
                (changed, stamp) => changed.Schedule(stamp, text, stamp.At.AddHours(3), true));
        }

        var page = await OpenTicketAsync(ticket.Id, World.Jonas);
        Assert.Equal("Scheduled · in 3 h", page.FindAll(".message-badge")[0].TextContent);

        await Button(page, "Send Now").ClickAsync();
        await EventuallyAsync(
            page,
            () =>
                Assert.Equal(
                    ["Queued", "Scheduled · in 3 h"],
                    page.FindAll(".message-badge").Select(badge => badge.TextContent)));
        await Button(page, "Cancel").ClickAsync();
        await EventuallyAsync(page, () => Assert.Equal("Canceled", page.FindAll(".message-badge")[1].TextContent));
    }

    [Fact]
    public async Task A_colleague_who_looks_or_replies_and_a_visitor_who_types_are_seen()
    {
        var ticket = await World.GivenTicketAsync();
        var page = await OpenTicketAsync(ticket.Id, World.Jonas);
        var presence = World.Get<Presence>();

        presence.Show(ticket.Id, World.Rosa.Id, World.Rosa.Name, Activity.Viewing);
        presence.Show(ticket.Id, World.Rosa.Id, World.Rosa.Name, Activity.Replying);
        presence.Show(ticket.Id, World.Mira.Id, World.Mira.Name, Activity.Typing);

        await EventuallyAsync(page, () => Assert.Equal("Mira Lindqvist is typing…", page.Find(".typing").TextContent.Trim()));
        await EventuallyAsync(
            page,
            () => Assert.Equal("Rosa Reviewer is replying…", page.Find(".presence-line").TextContent.Trim()));
        Assert.NotNull(page.Find("[aria-label='Rosa Reviewer is viewing this ticket']"));
        World.Time.Advance(Presence.Lifetime(Activity.Typing));
        await EventuallyAsync(page, () => Assert.Empty(page.FindAll(".typing")));
    }

    [Fact]
    public async Task A_bubble_renders_only_when_its_own_message_changed()
    {
        var ticket = await World.GivenTicketAsync();
        var page = await OpenTicketAsync(ticket.Id, World.Rosa);
        var first = page.FindComponents<MessageItem>()[0];
        var before = first.RenderCount;

        await World.CustomerWritesAsync(ticket.Id, "Are you there?");
        await EventuallyAsync(page, () => Assert.Equal(2, page.FindComponents<MessageItem>().Count));

        Assert.Equal(before, first.RenderCount);
    }

    [Fact]
    public async Task Closing_asks_first_and_a_closed_ticket_offers_to_reopen()
    {
        var ticket = await World.GivenTicketAsync();
        var page = await OpenTicketAsync(ticket.Id, World.Jonas);

        await Button(page, "Close").ClickAsync();
        Assert.Equal($"Close #{ticket.Number}?", Dialogs.Find("h2").TextContent);
        Assert.Equal(TicketStatus.AwaitingEnsoras, (await World.DetailAsync(ticket.Id)).Ticket.Status);
        await Button(Dialogs, "Close ticket").ClickAsync();

        await EventuallyAsync(page, () => Assert.Contains("Reopen", Buttons(page)));
        Assert.Contains("Reopen it to reply", page.Markup, StringComparison.Ordinal);
        Assert.Empty(Dialogs.FindAll("[role=dialog]"));
    }
}
