using Ensoras.Domain.Scheduling;
using Ensoras.Domain.Tickets;
using Ensoras.Domain.Workflows;
using Ensoras.Tests.Support;
using static Ensoras.Domain.Tickets.TicketStatus;

namespace Ensoras.Tests.Workflows;

/// <summary>
/// Workflows are evaluated once for each message of a customer, before Ensoras writes, and leave a record of what
/// they did.
/// </summary>
public sealed class WorkflowEngineTests
{
    [Theory, OnEveryDatabase]
    public async Task A_message_is_routed_tagged_and_given_a_priority_in_the_workflows_name(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        var team = new Team(world.Project.Id, "Returns", world.Now);
        await using (var db = await world.OpenDbAsync())
        {
            db.Add(team);
            await db.SaveChangesAsync();
        }

        await SaveAsync(
            world,
            "Refunds",
            [new(ConditionKind.MessageContainsAny, "refund*")],
            Step("assign-team", "team", team.Id),
            Step("update-priority", "priority", "Urgent"),
            Step("add-tag", "tag", "Money Back"));
        await SaveAsync(
            world,
            "Lena's customer",
            [new(ConditionKind.CustomerAddress, "example.org")],
            Step("assign-agent", "agent", world.Lena.Id));
        await SaveAsync(world, "Parcels", [new(ConditionKind.MessageContainsAny, "parcel")], Step("escalate"));

        var ticket = await world.GivenTicketAsync("Refund me!");
        await world.SweepAsync(Sweep.Drafts);

        var detail = await world.DetailAsync(ticket.Id);
        Assert.Equal(
            (world.Lena.Id, team.Id, TicketPriority.Urgent, AwaitingApproval),
            (
                detail.Ticket.AssigneeId!.Value,
                detail.Ticket.TeamId!.Value,
                detail.Ticket.Priority,
                detail.Ticket.Status));
        Assert.Equal(["money-back"], detail.Ticket.Tags);
        Assert.Contains(
            detail.History,
            line => line is { Action: TicketAction.Assign, ActorName: "Workflow “Refunds”" } && line.Detail?.ToString() == "Returns");
        Assert.Equal(
            [
                ("Refunds", true, "Assigned to Returns; priority set to Urgent; tagged money-back."),
                ("Lena's customer", true, "Assigned to Lena Lead."),
                ("Parcels", false, "The message has none of: parcel."),
            ],
            detail
                .Workflows.OrderByDescending(run => run.Matched)
                .ThenByDescending(run => run.WorkflowName)
                .Select(run => (run.WorkflowName, run.Matched, run.Detail.ToString())));
    }

    [Theory, OnEveryDatabase]
    public async Task Each_message_is_evaluated_once_however_many_look_at_the_same_moment(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        await SaveAsync(world, "Everything", [], Step("add-tag", "tag", "seen"));
        var ticket = await world.GivenTicketAsync();
        for (var index = 0; index < 12; index++)
        {
            await world.CustomerWritesAsync(ticket.Id, $"Hello? {index}");
        }

        var failures = await Race.RunAsync(
            () => world.SweepAsync(Sweep.Workflows),
            () => world.SweepAsync(Sweep.Drafts),
            () => world.SweepAsync(Sweep.Workflows));
        await world.SweepAsync(Sweep.Workflows);

        Assert.All(failures, Assert.Null);
        var runs = (await world.DetailAsync(ticket.Id)).Workflows;
        Assert.Equal(13, runs.Count);
        Assert.Equal(13, runs.Select(run => run.MessageNumber).Distinct().Count());
        Assert.Equal("Unchanged: The ticket already has the tag seen.", runs[0].Detail.ToString());
    }

    [Theory, OnEveryDatabase]
    public async Task An_escalated_ticket_is_a_persons_and_Ensoras_writes_nothing(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        await SaveAsync(
            world,
            "Wants a person",
            [new(ConditionKind.MessageContainsAll, "real, person"), new(ConditionKind.TicketIsNew, "")],
            Step("escalate"));

        var ticket = await world.GivenTicketAsync("I want a real person.");
        await world.SweepAsync(Sweep.Drafts);

        var detail = await world.DetailAsync(ticket.Id);
        Assert.Equal((AwaitingAgent, TicketType.Human), (detail.Ticket.Status, detail.Ticket.Type));
        Assert.Empty(world.Writer.Requests);
        Assert.Equal("Workflow “Wants a person” escalated the ticket to a person.", detail.Thread[^1].Text);
    }

    [Theory, OnEveryDatabase]
    public async Task A_ticket_that_people_handle_is_routed_too_and_nobody_loses_a_ticket_to_a_workflow(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        await SaveAsync(
            world,
            "To Lena",
            [new(ConditionKind.Channel, "Email")],
            Step("assign-agent", "agent", world.Lena.Id));
        var led = await LedTicket.AtAsync(world, AwaitingAgent, TicketType.Human);
        await led.DoAsync(world.Jonas, (ticket, stamp) => ticket.TakeOwnership(stamp));

        await world.SweepAsync(Sweep.Workflows);

        Assert.Equal(world.Jonas.Id, (await led.RowAsync()).AssigneeId);
        var run = Assert.Single((await led.ReadAsync()).Workflows);
        Assert.Equal((true, "Unchanged: It is already assigned to Jonas Agent."), (run.Matched, run.Detail.ToString()));
    }

    [Theory, OnEveryDatabase]
    public async Task A_workflow_that_is_off_is_not_evaluated_and_any_condition_can_be_enough(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        var off = await SaveAsync(world, "Off", [], Step("add-tag", "tag", "off"));
        await world
            .Get<WorkflowStore>()
            .SwitchAsync(world.Project.Id, Actor.Of(world.Lena), off.Id, false, CancellationToken.None);
        await world
            .Get<WorkflowStore>()
            .SaveAsync(
                world.Project.Id,
                Actor.Of(world.Lena),
                new WorkflowInput(
                    null,
                    0,
                    "Either",
                    true,
                    [new(ConditionKind.Channel, "Email"), new(ConditionKind.SubjectContains, "order")],
                    [Step("add-tag", "tag", "either")]),
                CancellationToken.None);

        var ticket = await world.GivenTicketAsync();
        await world.SweepAsync(Sweep.Workflows);

        Assert.Equal(["either"], (await world.DetailAsync(ticket.Id)).Ticket.Tags);
        Assert.Equal("Either", Assert.Single((await world.DetailAsync(ticket.Id)).Workflows).WorkflowName);
    }

    [Theory, OnEveryDatabase]
    public async Task Matched_Workflow_finds_the_tickets_whose_message_met_it_also_when_it_has_been_deleted(
        Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        var refunds = await SaveAsync(
            world,
            "Refunds",
            [new(ConditionKind.MessageContainsAny, "refund")],
            Step("add-tag", "tag", "money"));
        var matched = await world.GivenTicketAsync("A refund please");
        await world.GivenTicketAsync("A parcel please");
        await world.SweepAsync(Sweep.Workflows);
        await world
            .Get<WorkflowStore>()
            .DeleteAsync(world.Project.Id, Actor.Of(world.Lena), refunds.Id, CancellationToken.None);

        var filter = TicketFilter.FromQuery([new("workflow", refunds.Id.ToString())], world.Jonas.Id);
        var page = await world.List.ReadAllAsync(world.Project.Id, filter, null, CancellationToken.None);

        Assert.Equal([matched.Id], page.Rows.Select(row => row.Id));
        Assert.Equal($"workflow={refunds.Id}", filter.ToQuery());
        Assert.Equal(
            "Refunds (deleted)",
            (await world.Get<WorkflowStore>().FindNameAsync(world.Project.Id, refunds.Id, CancellationToken.None))
                ?.ToString());
        Assert.Null(
            await world
                .Get<WorkflowStore>()
                .FindNameAsync(world.Project.Id, Guid.CreateVersion7(), CancellationToken.None));
        Assert.Equal("Refunds", (await world.DetailAsync(matched.Id)).Workflows.Single().WorkflowName);
    }

    private static WorkflowStep Step(string action, string? field = null, object? value = null) =>
        new(action, field is null ? [] : new Dictionary<string, string> { [field] = value!.ToString()! });

    private static Task<Workflow> SaveAsync(
        World world,
        string name,
        IReadOnlyList<WorkflowCondition> conditions,
        params WorkflowStep[] steps) =>
        world
            .Get<WorkflowStore>()
            .SaveAsync(
                world.Project.Id,
                Actor.Of(world.Lena),
                new WorkflowInput(null, 0, name, false, conditions, steps),
                CancellationToken.None);
}
