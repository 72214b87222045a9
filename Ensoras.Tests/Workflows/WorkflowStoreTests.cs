using Ensoras.Domain.Workflows;
using Ensoras.Tests.Support;

namespace Ensoras.Tests.Workflows;

/// <summary>Leads write workflows; what cannot work is refused with a sentence.</summary>
public sealed class WorkflowStoreTests
{
    private static readonly WorkflowStep Tag = new("add-tag", new Dictionary<string, string> { ["tag"] = "money" });

    [Theory, OnEveryDatabase]
    public async Task Leads_write_order_change_and_delete_workflows_and_nobody_overwrites_another_unseen(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        var (desk, lena) = (world.Get<WorkflowStore>(), Actor.Of(world.Lena));
        foreach (var name in new[] { "One", "Two", "Three" })
        {
            await desk.SaveAsync(
                world.Project.Id,
                lena,
                new WorkflowInput(null, 0, name, false, [new(ConditionKind.MessageContainsAny, "refund")], [Tag]),
                CancellationToken.None);
        }

        var three = (await desk.ReadAsync(world.Project.Id, CancellationToken.None))[2];
        await desk.MoveAsync(world.Project.Id, lena, three.Id, up: true, CancellationToken.None);
        await desk.SaveAsync(
            world.Project.Id,
            lena,
            new WorkflowInput(three.Id, three.Version, "Drei", true, three.Conditions, three.Steps),
            CancellationToken.None);
        var late = await Assert.ThrowsAsync<RuleBrokenException>(() =>
            desk.SaveAsync(
                world.Project.Id,
                lena,
                new WorkflowInput(three.Id, three.Version, "Trois", true, [], [Tag]),
                CancellationToken.None));
        await desk.DeleteAsync(
            world.Project.Id,
            lena,
            (await desk.ReadAsync(world.Project.Id, CancellationToken.None))[0].Id,
            CancellationToken.None);

        var left = await desk.ReadAsync(world.Project.Id, CancellationToken.None);
        Assert.Equal(["Drei", "Two"], left.Select(workflow => workflow.Name));
        Assert.Equal(("refund", "money"), (left[0].Conditions.Single().Value, left[0].Steps.Single().Values["tag"]));
        Assert.StartsWith("Someone else changed this workflow", late.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_work_is_refused()
    {
        await using var world = await World.CreateAsync();
        var desk = world.Get<WorkflowStore>();
        await RefusedAsync(
            world.Rosa,
            new(null, 0, "Refunds", false, [], [Tag]),
            "Changing workflows needs the role Lead");
        await RefusedAsync(world.Lena, new(null, 0, "  ", false, [], [Tag]), "Give the workflow a name.");
        await RefusedAsync(
            world.Lena,
            new(null, 0, "Refunds", false, [new(ConditionKind.MessageContainsAny, " , ")], [Tag]),
            "A condition is empty.");
        await RefusedAsync(world.Lena, new(null, 0, "Refunds", false, [], []), "Choose at least one action");
        await RefusedAsync(
            world.Lena,
            new(null, 0, "Refunds", false, [], [new("assign-team", new Dictionary<string, string>())]),
            "Assign Team: Team is missing.");
        await RefusedAsync(
            world.Lena,
            new(null, 0, "Refunds", false, [], [new("fly", new Dictionary<string, string>())]),
            "Choose what each action does.");
        await desk.SaveAsync(
            world.Project.Id,
            Actor.Of(world.Lena),
            new WorkflowInput(null, 0, "Refunds", false, [], [Tag]),
            CancellationToken.None);
        await RefusedAsync(
            world.Lena,
            new(null, 0, "REFUNDS", false, [], [Tag]),
            "There is already a workflow with this name.");

        async Task RefusedAsync(Ensoras.Domain.People.Agent by, WorkflowInput text, string why)
        {
            var refusal = await Assert.ThrowsAsync<RuleBrokenException>(() =>
                desk.SaveAsync(world.Project.Id, Actor.Of(by), text, CancellationToken.None));
            Assert.StartsWith(why, refusal.Message, StringComparison.Ordinal);
        }
    }
}
