using System.Globalization;
using Bunit;
using Ensoras.Domain.Tickets;
using Ensoras.Tests.Support;
using Ensoras.Web.TicketDetail.Sidebar;

namespace Ensoras.Tests.Pages;

/// <summary>What the sidebar tells of workflows and of the ticket’s history.</summary>
public sealed class TicketActivityTests : PageTest
{
    [Fact]
    public void A_workflow_is_listed_once_with_how_often_it_did_something()
    {
        var (ticket, parcels, spam) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        var runs = Enumerable
            .Range(1, 26)
            .SelectMany(number =>
                new[]
                {
                    new WorkflowRun(
                        ticket,
                        parcels,
                        "Parcels",
                        number,
                        number > 23,
                        Sentence.Verbatim(number > 23 ? "Added the tag parcel" : "No condition met"),
                        World.Now.AddMinutes(number)),
                    new WorkflowRun(
                        ticket,
                        spam,
                        "Spam",
                        number,
                        false,
                        Sentence.Verbatim("No condition met"),
                        World.Now.AddMinutes(number)),
                });

        var panel = Render<ActivityPanel>(parameters =>
            parameters.Add(shown => shown.Thread, []).Add(shown => shown.Workflows, [.. runs]));

        Assert.Equal(
            "Parcels×3",
            panel.Find(".workflow-runs .name").TextContent.Replace(" ", "", StringComparison.Ordinal).Trim());
        Assert.Equal("1 workflow evaluated, not executed", panel.Find(".panel-fold > summary").TextContent);
        Assert.DoesNotContain("Spam", panel.Markup, StringComparison.Ordinal);
        panel.Find(".panel-fold").TriggerEvent("ontoggle", EventArgs.Empty);
        Assert.Contains("Spam", panel.Find(".panel-fold").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_history_says_once_what_happened_often()
    {
        var ticket = await World.GivenTicketAsync();
        for (var number = 0; number < 25; number++)
        {
            await World.CustomerWritesAsync(ticket.Id, $"Message {number}");
        }

        var page = await OpenTicketAsync(ticket.Id, World.Jonas);

        var line = Assert.Single(
            page.FindAll(".history > li > span"),
            line => line.TextContent.Contains("wrote in the chat", StringComparison.Ordinal));
        Assert.Contains("×26", line.TextContent, StringComparison.Ordinal);
        await page.FindAll(".panel-fold")[^1].TriggerEventAsync("ontoggle", EventArgs.Empty);
        Assert.Equal(
            26,
            page.FindAll(".panel-fold .history > li")
                .Count(line => line.TextContent.Contains("wrote in the chat", StringComparison.Ordinal)));
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
            [
                "Jonas Agent changed the priority: Medium → High",
                "Lena Lead changed the assignee: Jonas Agent",
                "Rosa Reviewer rejected the draft: Too long",
            ],
            lines.Take(3).Select(line => line.QuerySelector("span")!.TextContent));
        Assert.Equal(
            "2026-03-02T09:05:00.0000000+00:00",
            lines[0].QuerySelector("local-time")!.GetAttribute("datetime"));

        Task AfterAsync(int minutes, Agent by, Action<Ticket, Stamp> change)
        {
            World.Time.Advance(TimeSpan.FromMinutes(minutes));
            return World.ChangeAsync(ticketId, by, change);
        }
    }

    [Fact]
    public async Task What_happened_is_told_in_the_readers_language()
    {
        var (ticketId, _) = await World.GivenDraftAsync();
        await World.ChangeAsync(ticketId, World.Lena, (ticket, stamp) =>
        {
            ticket.ChangePriority(stamp, TicketPriority.High);
            ticket.Escalate(stamp);
        });
        var before = CultureInfo.CurrentUICulture;
        try
        {
            CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("de");
            var page = await OpenTicketAsync(ticketId, World.Jonas);

            Assert.Contains(
                "Lena Lead hat das Ticket an einen Menschen eskaliert.",
                page.FindAll(".system-line")[^1].TextContent,
                StringComparison.Ordinal);
            Assert.Contains(
                page.FindAll(".history > li > span"),
                line => line.TextContent == "Lena Lead hat die Priorität geändert: Mittel → Hoch");
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
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
}
