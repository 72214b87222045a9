using Bunit;
using Ensoras.Domain.Projects;
using Ensoras.Domain.Scheduling;
using Ensoras.Domain.Tickets;
using Ensoras.Tests.Support;
using Ensoras.Web.Components;
using Ensoras.Web.TicketLists;
using Microsoft.Extensions.DependencyInjection;

namespace Ensoras.Tests.Pages;

/// <summary>A draft as it is shown from a list before it is approved.</summary>
public sealed class DraftPreviewTests : ListPages
{
    private int _closed;

    [Fact]
    public async Task It_shows_what_was_asked_what_is_answered_and_to_whom_and_sends_what_it_shows()
    {
        var ticket = await DraftedAsync();
        await PreviewAsync(ticket.Id, World.Rosa);
        Assert.Contains("It comes <strong>Friday</strong>.", Dialogs.Markup, StringComparison.Ordinal);
        Assert.Contains("Where is my parcel?", Dialogs.Markup, StringComparison.Ordinal);
        var detail = await World.DetailAsync(ticket.Id);
        Assert.Contains(detail.Customer.Name, Dialogs.Find(".mud-dialog-title").TextContent, StringComparison.Ordinal);
        Assert.Equal(["Cancel", "Approve A"], Buttons(Dialogs));

        World.Time.Advance(SingleClick.DoubleClick);
        await Button(Dialogs, "Approve A").ClickAsync();

        Assert.Equal(1, _closed);
        Assert.Equal(TicketStatus.AwaitingCustomer, (await World.DetailAsync(ticket.Id)).Ticket.Status);
        var toast = Assert.Single(Services.GetRequiredService<Toasts>().Shown);
        Assert.Equal($"Draft for #{detail.Ticket.Number} approved.", toast.Sentence);
        Assert.Empty(toast.Actions);
    }

    [Fact]
    public async Task The_second_half_of_the_press_that_opened_it_approves_nothing()
    {
        var ticket = await DraftedAsync();
        await PreviewAsync(ticket.Id, World.Rosa);

        await Button(Dialogs, "Approve A").ClickAsync();

        Assert.Equal(0, _closed);
        Assert.Equal(TicketStatus.AwaitingApproval, (await World.DetailAsync(ticket.Id)).Ticket.Status);
    }

    [Fact]
    public async Task What_was_edited_meanwhile_is_refused_and_said()
    {
        var ticket = await DraftedAsync();
        await PreviewAsync(ticket.Id, World.Rosa);
        await World.ChangeAsync(ticket.Id, World.Lena, (changed, stamp) =>
            changed.EditDraft(stamp, changed.Pending().Id, "It comes on Saturday.", changed.Pending().Body));
        World.Time.Advance(SingleClick.DoubleClick);

        await Button(Dialogs, "Approve A").ClickAsync();

        Assert.NotEmpty(Dialogs.Find("[role=alert]").TextContent.Trim());
        Assert.True(Button(Dialogs, "Approve A").HasAttribute("disabled"));
        Assert.Equal(TicketStatus.AwaitingApproval, (await World.DetailAsync(ticket.Id)).Ticket.Status);
    }

    [Fact]
    public async Task With_time_to_undo_the_toast_offers_it()
    {
        await World.Get<ProjectAdmin>().ChangeSettingsAsync(
            Actor.Of(World.Ada), settings => settings with { GraceSeconds = 10 }, CancellationToken.None);
        var ticket = await DraftedAsync();
        await PreviewAsync(ticket.Id, World.Rosa);
        World.Time.Advance(SingleClick.DoubleClick);
        await Button(Dialogs, "Approve A").ClickAsync();

        var list = Render<ToastList>();
        await Button(list, "Undo").ClickAsync();

        Assert.Equal(TicketStatus.AwaitingApproval, (await World.DetailAsync(ticket.Id)).Ticket.Status);
    }

    [Fact]
    public async Task Who_may_not_approve_reads_it_and_is_told_who_decides()
    {
        var ticket = await DraftedAsync();

        await PreviewAsync(ticket.Id, World.Jonas);

        Assert.Equal(["Cancel"], Buttons(Dialogs));
        Assert.Equal("A reviewer decides on this draft.", Dialogs.Find("[role=status]").TextContent.Trim());
    }

    [Fact]
    public async Task A_draft_whose_tools_have_not_run_is_not_approved_from_here()
    {
        World.Writer.Writes("Refunded.", new ToolCall("refund_order", "{}", World.Now));
        var ticket = await World.GivenTicketAsync("Where is my parcel?");
        await World.SweepAsync(Sweep.Drafts);

        await PreviewAsync(ticket.Id, World.Rosa);

        Assert.Equal(["Cancel"], Buttons(Dialogs));
        Assert.Equal(
            "Run this draft’s tools first. Open the ticket to do so.",
            Dialogs.Find("[role=status]").TextContent.Trim());
    }

    private async Task<Ticket> DraftedAsync()
    {
        World.Writer.Writes("It comes **Friday**.");
        var ticket = await World.GivenTicketAsync("Where is my parcel?");
        await World.SweepAsync(Sweep.Drafts);
        return ticket;
    }

    private async Task PreviewAsync(Guid ticketId, Agent agent)
    {
        var snapshot = await World.DetailAsync(ticketId);
        var project = (await World.Get<ProjectReads>().ReadAsync(World.Project.Id, CancellationToken.None)).Project;
        var draft = snapshot.Thread.Last(message => message.IsPendingDraft);
        RenderFor<DraftPreview>(agent, parameters => parameters
            .Add(shown => shown.Shown, new PreviewedDraft(snapshot, draft, project.GracePeriod))
            .Add(shown => shown.Closed, () => _closed++));
    }
}
