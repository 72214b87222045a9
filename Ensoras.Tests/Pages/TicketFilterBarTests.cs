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
        Assert.Equal(["", "Email", "Widget"], Options(bar, "filter-channel").Order(StringComparer.Ordinal));
        Assert.Equal(
            ["Any", "Awaiting Ensoras", "Awaiting Approval", "Awaiting Agent"],
            bar.FindAll("#filter-status option").Select(option => option.TextContent));
        Assert.Equal(["", .. Enum.GetNames<TicketPriority>()], Options(bar, "filter-priority"));
        Assert.Equal(
            ["Anyone", "Me", "Nobody"],
            bar.FindAll("#filter-assigned-to option").Select(option => option.TextContent).Take(3));

        bar.Find("#filter-channel").Change("Email");
        bar.WaitForAssertion(() => Assert.Equal(Channel.Email, _changed.Channel));
        bar.Find("#filter-status").Change("AwaitingApproval");
        bar.WaitForAssertion(() => Assert.Equal(TicketStatus.AwaitingApproval, _changed.Status));
        bar.Find("#filter-priority").Change("Urgent");
        bar.WaitForAssertion(() => Assert.Equal(TicketPriority.Urgent, _changed.Priority));
        bar.Find("#filter-assigned-to").Change("me");
        bar.WaitForAssertion(() => Assert.Equal(new AssignedTo(World.Lena.Id), _changed.AssignedTo));
        bar.Find("#filter-assigned-to").Change("nobody");
        bar.WaitForAssertion(() => Assert.Equal(AssignedTo.Nobody, _changed.AssignedTo));
        bar.Find("#filter-assigned-to").Change(World.Jonas.Id.ToString());
        bar.WaitForAssertion(() => Assert.Equal(new AssignedTo(World.Jonas.Id), _changed.AssignedTo));
        bar.Find("#filter-team").Change(team.Id.ToString());
        bar.WaitForAssertion(() => Assert.Equal(team.Id, _changed.TeamId));
    }

    [Fact]
    public void Tickets_has_all_statuses_types_dates_and_a_search_too()
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
        Assert.Equal("Date Range", bar.Find(".field-pair .label").TextContent);
        Assert.Equal(["", .. Enum.GetNames<TicketStatus>()], Options(bar, "filter-status"));
        Assert.Equal(
            ["Any", "Ensoras-handled", "Human-handled"],
            bar.FindAll("#filter-type option").Select(option => option.TextContent));
        bar.Find("#filter-type").Change("Human");
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
        bar.WaitForAssertion(() => Assert.Equal([""], Options(bar, "filter-executed-tool")));
        var draft = (await World.DetailAsync(ticket.Id)).Thread.Single(message => message.IsPendingDraft);
        await World.ChangeAsync(ticket.Id, World.Rosa, (changed, stamp) => changed.ExecuteAndReview(stamp, draft.Id));
        await World.ChangeAsync(ticket.Id, World.Rosa, (changed, stamp) =>
        {
            var refund = draft.ToolCalls.Single(call => call.Name == "refund_order").Id;
            changed.ClaimTool(stamp, refund);
            changed.ToolEnded(stamp, refund, true, "done", TimeSpan.Zero);
        });

        // Opening the filter again offers the tool that has run since, and no other.
        bar.Find("details.menu").TriggerEvent("ontoggle", EventArgs.Empty);
        bar.WaitForAssertion(() => Assert.Equal(["", "refund_order"], Options(bar, "filter-executed-tool")));
        bar.Find("#filter-executed-tool").Change("refund_order");
        bar.WaitForAssertion(() => Assert.Equal("refund_order", _changed.Tool));
        Assert.Equal(
            ["Any", "Refunds"],
            bar.FindAll("#filter-matched-workflow option").Select(option => option.TextContent));
        bar.Find("#filter-matched-workflow").Change(workflow.Id.ToString());
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
        bar.Find("details.menu").TriggerEvent("ontoggle", EventArgs.Empty);
        return bar;
    }

    private static IEnumerable<string?> Options(IRenderedComponent<TicketFilterBar> bar, string id) =>
        bar.FindAll($"#{id} option").Select(option => option.GetAttribute("value"));
}
