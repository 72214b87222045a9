using AngleSharp.Dom;
using Bunit;
using Ensoras.Domain.Tickets;
using Ensoras.Tests.Support;
using Ensoras.Web.TicketDetail.Conversation;
using Thread = Ensoras.Web.TicketDetail.Conversation.Thread;

namespace Ensoras.Tests.Pages;

/// <summary>The conversation on the ticket page.</summary>
public sealed class TicketThreadTests : PageTest
{
    [Fact]
    public async Task Each_message_says_who_of_the_four_wrote_it_and_when_with_the_exact_instant()
    {
        var (ticketId, draftId) = await World.GivenDraftAsync();
        await World.ChangeAsync(
            ticketId,
            World.Rosa,
            (ticket, stamp) => ticket.Approve(stamp, draftId, TimeSpan.Zero));
        await World.ChangeAsync(
            ticketId,
            World.Jonas,
            (ticket, stamp) => ticket.Reply(stamp, "Anything else?", TimeSpan.Zero));
        await World.ChangeAsync(
            ticketId,
            World.Jonas,
            (ticket, stamp) => ticket.ChangeStatus(stamp, TicketStatus.Resolved));

        var thread = await OpenAsync(ticketId);

        Assert.Equal(
            ["Mira Lindqvist", "Ensoras", "Jonas Agent"],
            thread.FindAll(".message .sender").Select(sender => sender.TextContent));
        Assert.Equal(["Customer", "Agent", "System"], thread.FindAll(".sender-kind").Select(word => word.TextContent));
        Assert.Equal(
            ["Customer", "Ensoras", "Agent"],
            thread.FindAll(".message").Select(message => message.GetAttribute("data-sender")));
        Assert.Contains(
            "Jonas Agent",
            thread.Find(".system-line[data-message]").TextContent,
            StringComparison.Ordinal);
        Assert.Contains(
            "approved by Rosa Reviewer",
            thread.Find(".message[data-sender=Ensoras]").TextContent,
            StringComparison.Ordinal);
        Assert.All(
            thread.FindAll("[data-message]"),
            message =>
                Assert.Equal(
                    "2026-03-02T09:00:00.0000000+00:00",
                    message.QuerySelector("local-time")!.GetAttribute("datetime")));
    }

    [Fact]
    public async Task Text_is_formatted_with_tables_code_and_links_that_open_elsewhere()
    {
        var ticket = await World.GivenTicketAsync();
        const string reply =
            "**Size** [guide](https://example.org)\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```\nx = 1\n```";
        await World.ChangeAsync(
            ticket.Id,
            World.Jonas,
            (changed, stamp) => changed.Reply(stamp, reply, TimeSpan.Zero));

        var text = (await OpenAsync(ticket.Id)).Find(".message[data-sender=Agent] .bubble-text");

        Assert.Equal("Size", text.QuerySelector("strong")!.TextContent);
        Assert.Equal(["1", "2"], text.QuerySelectorAll("td").Select(cell => cell.TextContent));
        Assert.Equal("x = 1\n", text.QuerySelector("pre code")!.TextContent);
        Assert.Equal(
            ("_blank", "noopener noreferrer nofollow"),
            (text.QuerySelector("a")!.GetAttribute("target"), text.QuerySelector("a")!.GetAttribute("rel")));
    }

    [Fact]
    public async Task A_customers_words_are_shown_as_typed_with_links_and_in_their_own_direction()
    {
        const string typed =
            "List of things\n==============\n2. yes\n5. no\n5*3*2 cm, ~~40~~ 50, C:\\temp\\*.log\nhttps://example.org";
        var ticket = await World.GivenTicketAsync(typed);

        var text = (await OpenAsync(ticket.Id)).Find(".bubble-text.typed");

        Assert.Equal((typed, "auto"), (text.TextContent, text.GetAttribute("dir")));
        Assert.Equal("https://example.org", text.Children.Single().GetAttribute("href"));
    }

    [Fact]
    public async Task Every_status_of_a_message_has_its_badge_and_those_that_failed_a_way_out()
    {
        var ticket = await World.GivenTicketAsync();
        foreach (var step in new Action<Ticket, Stamp>[]
        {
            (changed, stamp) => changed.Draft(stamp.At, "Rejected"),
            (changed, stamp) => changed.Reject(Cast.Rosa.At(stamp.At), changed.Pending().Id, "Too long"),
            (changed, stamp) => changed.Schedule(stamp, "Later", stamp.At.AddHours(2), true),
            (changed, stamp) => changed.Reply(stamp, "Failed", TimeSpan.Zero),
            (changed, stamp) => changed.Reply(stamp, "Uncertain", TimeSpan.Zero),
            (changed, stamp) => changed.Reply(stamp, "Queued", TimeSpan.FromSeconds(20)),
            (changed, stamp) => changed.Draft(stamp.At, "Draft"),
        })
        {
            await World.ChangeAsync(ticket.Id, World.Jonas, step);
        }

        await FailAsync(ticket.Id, "Failed", mayHaveBeenSent: false);
        await FailAsync(ticket.Id, "Uncertain", mayHaveBeenSent: true);

        var thread = await OpenAsync(ticket.Id);

        Assert.Equal(
            ["Rejected", "Failed", "Uncertain", "Draft", "Queued", "Scheduled · in 2 h"],
            thread.FindAll(".message-badge").Select(badge => badge.TextContent));
        Assert.Contains(
            "Rosa Reviewer rejected this draft: Too long",
            thread.Find(".rejected > summary").TextContent,
            StringComparison.Ordinal);
        Assert.Equal(["Retry"], WaysOut("Failed"));
        Assert.Equal(["Resend", "Mark as sent"], WaysOut("Uncertain"));
        Assert.Equal(["Send Now", "Cancel"], WaysOut("Scheduled"));

        IEnumerable<string> WaysOut(string status) =>
            thread.FindAll($".bubble[data-status={status}] button").Select(button => button.TextContent.Trim());
    }

    [Fact]
    public async Task A_long_conversation_opens_at_its_newest_messages_and_is_read_back_to_the_first()
    {
        const int all = TicketReads.MaxMessages + 100;
        var ticket = await World.GivenTicketAsync("The first");
        await World.ChangeAsync(ticket.Id, World.Jonas, (changed, stamp) =>
        {
            for (var number = 2; number <= all; number++)
            {
                changed.WriteNote(stamp, $"Note {number}");
            }
        });

        var thread = await OpenAsync(ticket.Id);
        Assert.Equal(Enumerable.Range(all - ThreadWindow.Step + 1, ThreadWindow.Step), Numbers(thread));

        // Somebody writes while older messages are being read: none is lost between them.
        while (thread.FindAll("[data-earlier]") is [var earlier, ..])
        {
            await earlier.ClickAsync();
            await World.ChangeAsync(ticket.Id, World.Jonas, (changed, stamp) => changed.WriteNote(stamp, "Meanwhile"));
            var detail = await World.DetailAsync(ticket.Id);
            thread.Render(parameters => parameters.Add(shown => shown.Detail, detail));
        }

        var shown = Numbers(thread);
        Assert.Equal(Enumerable.Range(1, shown.Count), shown);
        Assert.True(shown.Count > all);
    }

    [Fact]
    public async Task Messages_stand_as_the_customer_sees_them_and_what_is_on_its_way_where_it_will_stand()
    {
        var ticket = await World.GivenTicketAsync("First");
        await World.ChangeAsync(
            ticket.Id,
            World.Jonas,
            (changed, stamp) => changed.Schedule(stamp, "Scheduled first", stamp.At.AddHours(1), false));
        World.Time.Advance(TimeSpan.FromMinutes(5));
        await World.CustomerWritesAsync(ticket.Id, "Written meanwhile");

        var thread = await OpenAsync(ticket.Id);
        Assert.Equal(["First", "Written meanwhile", "Scheduled first"], Texts());

        World.Time.Advance(TimeSpan.FromHours(1));
        await World.SweepAsync(Ensoras.Domain.Scheduling.Sweep.Delivery);
        await World.SweepAsync(Ensoras.Domain.Scheduling.Sweep.Delivery);
        World.Time.Advance(TimeSpan.FromMinutes(1));
        await World.CustomerWritesAsync(ticket.Id, "Thanks");
        var detail = await World.DetailAsync(ticket.Id);
        thread.Render(parameters => parameters.Add(shown => shown.Detail, detail));

        Assert.Equal(["First", "Written meanwhile", "Scheduled first", "Thanks"], Texts());
        Assert.Equal(
            [1, 2, 3, 4],
            detail
                .Thread.Where(message => message.ShownNumber is not null)
                .Select(message => message.ShownNumber!.Value));

        IEnumerable<string> Texts() => thread.FindAll(".message .bubble-text").Select(text => text.TextContent.Trim());
    }

    [Fact]
    public async Task What_changed_is_shown_between_all_drafts_across_a_customers_message_and_from_the_draft_to_what_was_sent()
    {
        var ticket = await World.GivenTicketAsync();
        await World.ChangeAsync(ticket.Id, World.Rosa, (changed, stamp) =>
        {
            changed.Draft(stamp.At, "One");
            changed.Regenerate(stamp, changed.Pending().Id);
            changed.Draft(stamp.At, "Two");
            changed.CustomerWrote(Cast.Customer.At(stamp.At), "And besides", null);
            changed.Draft(stamp.At, "Three");
            changed.EditDraft(stamp, changed.Pending().Id, "Three, edited");
            changed.Approve(stamp, changed.Pending().Id, TimeSpan.Zero);
            changed.Deliver(stamp.At);
            changed.CustomerWrote(Cast.Customer.At(stamp.At), "Something else", null);
            changed.Draft(stamp.At, "Four");
        });

        var views = MessageView
            .Of(await World.DetailAsync(ticket.Id), Actor.Of(World.Jonas))
            .Where(view => view.Sender is Sender.Ensoras);

        Assert.Equal(
            [("One", null), ("Two", "One"), ("Three, edited", "Three"), ("Four", null)],
            views.Select(view => (view.Body, view.Before)));
        var thread = await OpenAsync(ticket.Id);
        Assert.NotNull(thread.Find(".rejected .draft-changes"));
        await thread.Find(".bubble[data-status=Sent] > .draft-changes").TriggerEventAsync("ontoggle", EventArgs.Empty);
        Assert.Equal("edited", thread.Find(".bubble[data-status=Sent] ins").TextContent.Trim(' ', ','));
    }

    [Fact]
    public async Task What_still_waits_is_shown_however_much_was_written_since()
    {
        var ticket = await World.GivenTicketAsync();
        await World.ChangeAsync(
            ticket.Id,
            World.Jonas,
            (changed, stamp) => changed.Schedule(stamp, "Later", stamp.At.AddHours(2), false));
        await World.ChangeAsync(
            ticket.Id,
            World.Jonas,
            (changed, stamp) =>
            {
                for (var note = 0; note < ThreadWindow.Step * 2; note++)
                {
                    changed.WriteNote(stamp, "Note");
                }
            });

        Assert.Equal(
            "Later",
            (await OpenAsync(ticket.Id)).Find(".bubble[data-status=Scheduled] .bubble-text").TextContent.Trim());
    }

    private Task FailAsync(Guid ticketId, string body, bool mayHaveBeenSent) =>
        World.Desk.ChangeAsync(ticketId, Actor.System, (ticket, stamp) =>
        {
            var reply = ticket.Messages.Single(message => message.Body == body);
            Assert.True(ticket.ClaimForSending(stamp, reply.Id, stamp.At.AddMinutes(1)));
            ticket.DeliveryFailed(stamp, reply.Id, Sentence.Verbatim("the mail server said no."), mayHaveBeenSent);
        }, CancellationToken.None);

    private async Task<IRenderedComponent<Thread>> OpenAsync(Guid ticketId)
    {
        var detail = await World.DetailAsync(ticketId);
        return Render<Thread>(parameters => parameters
            .AddCascadingValue(ViewerOf(World.Jonas))
            .AddCascadingValue(CommandsOf(ticketId, World.Jonas))
            .Add(shown => shown.Detail, detail));
    }

    private static List<int> Numbers(IRenderedComponent<Thread> thread) =>
        [
            .. thread
                .FindAll("[data-message]")
                .Select(message =>
                    int.Parse(message.GetAttribute("data-message")!, System.Globalization.CultureInfo.InvariantCulture)),
        ];
}
