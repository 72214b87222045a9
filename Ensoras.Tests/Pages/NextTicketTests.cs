using Bunit;
using Ensoras.Domain.Projects;
using Ensoras.Domain.Tickets;
using Ensoras.Tests.Support;
using Ensoras.Web.Components;
using Ensoras.Web.Live;
using Ensoras.Web.TicketDetail;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Ensoras.Tests.Pages;

/// <summary>From one ticket of a list to the next, without going back to it.</summary>
public sealed class NextTicketTests : PageTest
{
    [Fact]
    public async Task The_tickets_before_and_after_in_the_inbox_are_links_with_keys()
    {
        var (first, second, third) = (await DraftAsync("One"), await DraftAsync("Two"), await DraftAsync("Three"));

        var page = await OpenTicketAsync(second, World.Rosa);

        await EventuallyAsync(page, () => Assert.Equal("Next ticket (]): Three", Link(page, "]").GetAttribute("title")));
        Assert.Equal(
            $"/tickets/{(await World.DetailAsync(first)).Ticket.Number}",
            Link(page, "[").GetAttribute("href"));
        Assert.Equal(
            $"/tickets/{(await World.DetailAsync(third)).Ticket.Number}",
            Link(page, "]").GetAttribute("href"));
    }

    [Fact]
    public async Task After_an_approval_the_next_one_is_opened_and_the_approval_can_be_undone_from_there()
    {
        var (first, second) = (await DraftAsync("One"), await DraftAsync("Two"));
        await World
            .Get<ProjectAdmin>()
            .ChangeSettingsAsync(
                Actor.Of(World.Ada),
                settings => settings with { GraceSeconds = 10 },
                CancellationToken.None);
        var page = await OpenTicketAsync(first, World.Rosa);
        await EventuallyAsync(page, () => Assert.NotNull(Link(page, "]")));

        await Button(page, "Approve A").ClickAsync();

        var next = (await World.DetailAsync(second)).Ticket.Number;
        await EventuallyAsync(
            page,
            () =>
                Assert.EndsWith(
                    $"/tickets/{next}",
                    Services.GetRequiredService<NavigationManager>().Uri,
                    StringComparison.Ordinal));
        Assert.Equal(TicketStatus.AwaitingCustomer, (await World.DetailAsync(first)).Ticket.Status);
        var toast = Assert.Single(Services.GetRequiredService<Toasts>().Shown);
        Assert.Equal("Draft approved.", toast.Sentence);
    }

    [Fact]
    public async Task The_last_one_and_people_who_turned_it_off_stay_where_they_are()
    {
        var (first, second) = (await DraftAsync("One"), await DraftAsync("Two"));
        var last = await OpenTicketAsync(second, World.Rosa);
        await EventuallyAsync(last, () => Assert.NotNull(Link(last, "[")));
        var before = Services.GetRequiredService<NavigationManager>().Uri;
        await Button(last, "Approve A").ClickAsync();
        await EventuallyAsync(
            last,
            () => Assert.Equal("Awaiting Customer", last.Find(".ticket-actions .status-badge").TextContent));

        await Services.GetRequiredService<NextTicketChoice>().SetAsync(World.Rosa.Id, false, CancellationToken.None);
        var third = await DraftAsync("Three");
        var page = await OpenTicketAsync(first, World.Rosa);
        await EventuallyAsync(page, () => Assert.NotNull(Link(page, "]")));
        await Button(page, "Approve A").ClickAsync();
        await EventuallyAsync(
            page,
            () => Assert.Equal("Awaiting Customer", page.Find(".ticket-actions .status-badge").TextContent));

        Assert.Equal(before, Services.GetRequiredService<NavigationManager>().Uri);
        Assert.Equal(
            "no",
            await World.Get<Preferences>().ReadAsync(World.Rosa.Id, "next ticket", CancellationToken.None));
        Assert.Equal(TicketStatus.AwaitingApproval, (await World.DetailAsync(third)).Ticket.Status);
    }

    [Fact]
    public async Task What_a_colleague_has_done_meanwhile_is_left_out()
    {
        var (first, second, third) = (await DraftAsync("One"), await DraftAsync("Two"), await DraftAsync("Three"));
        var list = new OpenedList(World.List);
        await list.ReadAroundAsync(World.Project.Id, first, wasDecided: false, CancellationToken.None);
        foreach (var id in new[] { first, second })
        {
            await World.ChangeAsync(
                id,
                World.Rosa,
                (ticket, stamp) => ticket.Approve(stamp, ticket.Pending().Id, TimeSpan.Zero));
        }

        var around = await list.ReadAroundAsync(World.Project.Id, first, wasDecided: true, CancellationToken.None);

        Assert.Equal((null, third), (around.Previous?.Id, around.Next?.Id));
    }

    [Fact]
    public async Task The_list_goes_on_beyond_its_page()
    {
        var ids = new List<Guid>();
        for (var number = 0; number <= TicketList.PageSize; number++)
        {
            var ticket = await World.GivenTicketAsync($"Question {number}");
            await World.ChangeAsync(ticket.Id, World.Jonas, (changed, stamp) => changed.Escalate(stamp));
            World.Time.Advance(TimeSpan.FromSeconds(1));
            ids.Add(ticket.Id);
        }

        var list = new OpenedList(World.List);
        var atEdge = await list.ReadAroundAsync(
            World.Project.Id,
            ids[TicketList.PageSize - 1],
            wasDecided: false,
            CancellationToken.None);
        Assert.Equal(ids[^1], atEdge.Next?.Id);
        var beyond = await list.ReadAroundAsync(World.Project.Id, ids[^1], wasDecided: false, CancellationToken.None);
        Assert.Equal((ids[^2], null), (beyond.Previous?.Id, beyond.Next?.Id));
    }

    [Fact]
    public async Task Closing_is_told_with_undo_which_brings_back_what_was_there()
    {
        var id = await DraftAsync("One");
        var page = await OpenTicketAsync(id, World.Rosa);
        await Button(page, "Close").ClickAsync();
        Assert.Contains("The pending draft is rejected.", Dialogs.Markup, StringComparison.Ordinal);
        await Button(Dialogs, "Close ticket").ClickAsync();
        await EventuallyAsync(page, () => Assert.Contains("Reopen", Buttons(page)));

        var toasts = Render<ToastList>();
        await toasts.InvokeAsync(() => Button(toasts, "Undo").ClickAsync());

        await EventuallyAsync(page, () => Assert.Contains("Approve A", Buttons(page)));
        Assert.Equal(TicketStatus.AwaitingApproval, (await World.DetailAsync(id)).Ticket.Status);
    }

    private async Task<Guid> DraftAsync(string question)
    {
        World.Time.Advance(TimeSpan.FromMinutes(1));
        World.Writer.Writes($"About {question}");
        var ticket = await World.GivenTicketAsync(question);
        await World.SweepAsync(Domain.Scheduling.Sweep.Drafts);
        return ticket.Id;
    }

    private static AngleSharp.Dom.IElement Link(
        IRenderedComponent<Ensoras.Web.TicketDetail.TicketPage> page,
        string key) => page.Find($".neighbors a[data-key='{key}']");
}
