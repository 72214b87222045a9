using Bunit;
using Ensoras.Domain.Tickets;
using Ensoras.Web.Components;
using Ensoras.Web.TicketLists;
using Microsoft.Extensions.DependencyInjection;

namespace Ensoras.Tests.Pages;

/// <summary>What a bulk action says when it has ended.</summary>
public sealed class BulkReportTests : ListPages
{
    private Toasts Toasts => Services.GetRequiredService<Toasts>();

    [Fact]
    public async Task A_bulk_close_reports_in_a_toast_that_goes_and_its_undo_puts_back_only_what_it_closed()
    {
        var (open, closed) = (await World.GivenTicketAsync("Open"), await World.GivenTicketAsync("Closed"));
        await World.ChangeAsync(closed.Id, World.Lena, (ticket, stamp) => ticket.Close(stamp));
        var before = (await World.DetailAsync(open.Id)).Ticket.Status;
        var view = RenderFor<BulkRunsView>(World.Lena, _ => { });

        await StartAsync(BulkChange.Close, open.Id, closed.Id);
        await EventuallyAsync(view, () => Assert.Single(Toasts.Shown));
        var toast = Toasts.Shown[0];
        Assert.Equal("1 closed, 1 skipped: already closed.", toast.Sentence);
        Assert.Equal("Show what was skipped", toast.Details?.Label);
        Assert.NotNull(toast.Lasts);

        var list = Render<ToastList>();
        await Button(list, "Undo").ClickAsync();
        await EventuallyAsync(view, () => Assert.Equal("1 reopened as before.", Toasts.Shown[^1].Sentence));
        Assert.Equal(before, (await World.DetailAsync(open.Id)).Ticket.Status);
        Assert.Equal(TicketStatus.Closed, (await World.DetailAsync(closed.Id)).Ticket.Status);
        Assert.Empty(Toasts.Shown[^1].Actions);

        World.Time.Advance(TimeSpan.FromSeconds(30));
        Assert.Empty(Toasts.Shown);
        Assert.Empty(World.Get<BulkRuns>().Of(World.Lena.Id));
    }

    [Fact]
    public async Task What_did_nothing_is_a_warning_and_offers_no_undo()
    {
        var ticket = await World.GivenTicketAsync();
        await World.ChangeAsync(ticket.Id, World.Lena, (changed, stamp) => changed.Close(stamp));
        var view = RenderFor<BulkRunsView>(World.Lena, _ => { });

        await StartAsync(BulkChange.Close, ticket.Id);

        await EventuallyAsync(view, () => Assert.Equal(ToastKind.Warning, Assert.Single(Toasts.Shown).Kind));
        Assert.Empty(Toasts.Shown[0].Actions);
    }

    private Task<BulkRun> StartAsync(BulkChange change, params Guid[] tickets) => World.Get<BulkRuns>().StartAsync(
        new BulkOrder(
            World.Project.Id,
            change,
            [.. tickets.Select(id => new SelectedTicket(id, World.Now))],
            Actor.Of(World.Lena)),
        CancellationToken.None);
}
