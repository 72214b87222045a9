using Bunit;
using Ensoras.Domain.Tickets;
using Ensoras.Domain.Workflows;
using Ensoras.Web.TicketLists;

namespace Ensoras.Tests.Pages;

public class TicketFilterBarTests : ListPages
{
    private TicketFilter _changed = new();

    [Fact]
    public async Task The_Inbox_is_narrowed_by_channel_status_priority_person_and_team()
    {
        var team = await GivenTeamAsync("Returns");
        var bar = Bar(new TicketFilter(), inInbox: true);

        Assert.Equal(
            ["Channel", "Status", "Priority", "Assigned To", "Team"],
            bar.FindAll(".field > label").Select(label => label.TextContent));
        Assert.Equal(["Email", "Widget"], Choices(bar, "channel"));
        Assert.Equal(["Awaiting Ensoras", "Awaiting Approval", "Awaiting Agent"], Choices(bar, "status"));
        Assert.Equal(Enum.GetNames<TicketPriority>(), Choices(bar, "priority"));
        Assert.Equal(["Me", "Nobody"], Choices(bar, "assigned-to").Take(2));

        await ChooseAsync(bar, "Channel", "Email");
        bar.WaitForAssertion(() => Assert.Equal(Channel.Email, _changed.Channel));
        await ChooseAsync(bar, "Status", "Awaiting Approval");
        bar.WaitForAssertion(() => Assert.Equal(TicketStatus.AwaitingApproval, _changed.Status));
        await ChooseAsync(bar, "Priority", "Urgent");
        bar.WaitForAssertion(() => Assert.Equal(TicketPriority.Urgent, _changed.Priority));
        await ChooseAsync(bar, "Assigned To", "Me");
        bar.WaitForAssertion(() => Assert.Equal(new AssignedTo(World.Lena.Id), _changed.AssignedTo));
        await ChooseAsync(bar, "Assigned To", "Nobody");
        bar.WaitForAssertion(() => Assert.Equal(AssignedTo.Nobody, _changed.AssignedTo));
        await ChooseAsync(bar, "Assigned To", World.Jonas.Name);
        bar.WaitForAssertion(() => Assert.Equal(new AssignedTo(World.Jonas.Id), _changed.AssignedTo));
        await ChooseAsync(bar, "Team", "Returns");
        bar.WaitForAssertion(() => Assert.Equal(team.Id, _changed.TeamId));
    }

    [Fact]
    public void Closed_the_panel_is_nothing_but_its_button()
    {
        var bar = Bar(new TicketFilter(), inInbox: false);
        Assert.NotEmpty(bar.FindComponents<FilterChoice>());

        bar.Find(".drop-panel [aria-label=Close]").Click();

        bar.WaitForAssertion(() => Assert.Empty(bar.FindComponents<FilterChoice>()));
        Assert.Empty(bar.FindAll(".drop-panel, .panel-scrim"));
        Assert.Equal("false", Button(bar, "Filter").GetAttribute("aria-expanded"));
    }

    [Fact]
    public async Task A_long_list_is_searched()
    {
        for (var number = 0; number < 20; number++)
        {
            await GivenTeamAsync($"Team {number:00}");
        }

        var bar = Bar(new TicketFilter(), inInbox: true);

        await bar.InvokeAsync(() => bar.Find("#filter-team").Input("17"));
        Popovers.WaitForElement(".mud-list-item");
        Assert.Equal("Team 17", Popovers.Find(".mud-list-item").TextContent.Trim());
        await Popovers.InvokeAsync(() => Popovers.Find(".mud-list-item").Click());
        bar.WaitForAssertion(() => Assert.NotNull(_changed.TeamId));
    }

    [Fact]
    public async Task Tickets_has_all_statuses_types_dates_and_a_search_too()
    {
        var bar = Bar(new TicketFilter(), inInbox: false);

        Assert.Equal(
            [
                "Channel",
                "Status",
                "Priority",
                "Assigned To",
                "Team",
                "Type",
                "From",
                "To",
                "Executed Tool",
                "Matched Workflow",
            ],
            bar.FindAll(".field > label").Select(label => label.TextContent));
        Assert.Equal("Date Range", bar.Find(".date-range legend").TextContent);
        Assert.Equal(Enum.GetValues<TicketStatus>().Length, Choices(bar, "status").Count());
        Assert.Equal(["Ensoras-handled", "Human-handled"], Choices(bar, "type"));
        await ChooseAsync(bar, "Type", "Human-handled");
        bar.WaitForAssertion(() => Assert.Equal(TicketType.Human, _changed.Type));
        bar.Find("#filter-from").Change("2026-03-01");
        bar.WaitForAssertion(() => Assert.Equal(new DateOnly(2026, 3, 1), _changed.From));
        bar.Find("#filter-to").Change("2026-03-31");
        bar.WaitForAssertion(() => Assert.Equal(new DateOnly(2026, 3, 31), _changed.To));
        bar.Find("input[type=search]").Change("  red boots ");
        bar.WaitForAssertion(() => Assert.Equal("red boots", _changed.Text));
    }

    [Fact]
    public async Task Tickets_is_narrowed_by_a_tool_that_ran_and_by_a_workflow()
    {
        World.Writer.Writes(
            "Refunded.",
            new ToolCall("refund_order", "{}", World.Now),
            new ToolCall("track_parcel", "{}", World.Now));
        var ticket = await World.GivenTicketAsync();
        await World.SweepAsync(Domain.Scheduling.Sweep.Drafts);
        await World
            .Get<WorkflowStore>()
            .SaveAsync(
                World.Project.Id,
                Actor.Of(World.Lena),
                new WorkflowInput(
                    null,
                    0,
                    "Refunds",
                    false,
                    [],
                    [new WorkflowStep("escalate", new Dictionary<string, string>())]),
                CancellationToken.None);
        var workflow = (await World.Get<WorkflowStore>().ReadAsync(World.Project.Id, CancellationToken.None)).Single();

        var bar = Bar(new TicketFilter(), inInbox: false);
        Assert.Empty(Choices(bar, "executed-tool"));
        var draft = (await World.DetailAsync(ticket.Id)).Thread.Single(message => message.IsPendingDraft);
        await World.ChangeAsync(ticket.Id, World.Rosa, (changed, stamp) => changed.ExecuteAndReview(stamp, draft.Id));
        await World.ChangeAsync(ticket.Id, World.Rosa, (changed, stamp) =>
        {
            var refund = draft.ToolCalls.Single(call => call.Name == "refund_order").Id;
            changed.ClaimTool(stamp, refund);
            changed.ToolEnded(stamp, refund, true, "done", TimeSpan.Zero);
        });

        // Opening the filter again offers the tool that has run since, and no other.
        bar.Find(".drop-panel [aria-label=Close]").Click();
        Button(bar, "Filter").Click();
        bar.WaitForAssertion(() => Assert.Equal(["refund_order"], Choices(bar, "executed-tool")));
        await ChooseAsync(bar, "Executed Tool", "refund_order");
        bar.WaitForAssertion(() => Assert.Equal("refund_order", _changed.Tool));
        Assert.Equal(["Refunds"], Choices(bar, "matched-workflow"));
        await ChooseAsync(bar, "Matched Workflow", "Refunds");
        bar.WaitForAssertion(() => Assert.Equal(workflow.Id, _changed.WorkflowId));
    }

    [Fact]
    public void Every_filter_that_is_set_is_a_chip_that_takes_it_away()
    {
        var filter = new TicketFilter
        {
            Status = TicketStatus.AwaitingAgent,
            Priority = TicketPriority.High,
            Channel = Channel.Email,
            Type = TicketType.Human,
            AssignedTo = new AssignedTo(World.Lena.Id),
            Tool = "refund",
            From = new DateOnly(2026, 3, 1),
            Text = "boots",
        };
        var bar = Bar(filter, inInbox: false);

        Assert.Equal(
            [
                "Search: boots",
                "Status: Awaiting Agent",
                "Priority: High",
                "Channel: Email",
                "Type: Human-handled",
                "Assigned To: me",
                "Executed Tool: refund",
                "Created from 1 Mar 2026",
            ],
            bar.FindAll(".chip").Select(chip => chip.TextContent));
        bar.Find("[aria-label='Remove filter Priority: High']").Click();
        bar.WaitForAssertion(() => Assert.Equal(filter with { Priority = null }, _changed));
        bar.Find("[aria-label='Clear all filters']").Click();
        bar.WaitForAssertion(() => Assert.True(_changed.IsEmpty));
    }

    [Fact]
    public void A_filter_that_names_something_deleted_says_so_and_can_be_taken_away()
    {
        var filter = new TicketFilter
        {
            TeamId = Guid.CreateVersion7(),
            AssignedTo = new AssignedTo(Guid.CreateVersion7()),
        };
        var bar = Bar(filter, inInbox: true);

        Assert.Equal(
            ["Assigned To: deleted person", "Team: deleted team"],
            bar.FindAll(".chip").Select(chip => chip.TextContent));
        bar.Find("[aria-label='Remove filter Team: deleted team']").Click();
        Assert.Null(_changed.TeamId);
    }

    [Fact]
    public void A_date_range_turned_round_is_pointed_out_beside_the_dates()
    {
        var bar = Bar(
            new TicketFilter { From = new DateOnly(2026, 3, 2), To = new DateOnly(2026, 3, 1) },
            inInbox: false);

        Assert.Equal(
            "The date range ends before it begins. Choose a later end or an earlier start.",
            bar.WaitForElement("[role=alert]").TextContent);
        Assert.Equal("true", bar.Find("#filter-from").GetAttribute("aria-invalid"));
    }

    private IRenderedComponent<TicketFilterBar> Bar(TicketFilter filter, bool inInbox)
    {
        var bar = RenderFor<TicketFilterBar>(
            World.Lena,
            parameters =>
                parameters
                    .Add(shown => shown.Filter, filter)
                    .Add(shown => shown.InInbox, inInbox)
                    .Add(shown => shown.Changed, changed => _changed = changed));
        bar.WaitForElement(".filter-bar", TimeSpan.FromSeconds(20));
        Button(bar, "Filter").Click();
        bar.WaitForElement(".drop-panel");
        return bar;
    }

    private static IEnumerable<string> Choices(IRenderedComponent<TicketFilterBar> bar, string name) =>
        bar.FindComponents<FilterChoice>().Single(choice => choice.Instance.Name == name)
            .Instance.Options.Select(option => option.Text);
}
