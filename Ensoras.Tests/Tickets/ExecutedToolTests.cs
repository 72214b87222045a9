using Ensoras.Domain.Tickets;
using Ensoras.Tests.Support;

namespace Ensoras.Tests.Tickets;

/// <summary>Tickets by the tools that ran in them.</summary>
public class ExecutedToolTests
{
    [Theory]
    [OnEveryDatabase]
    public async Task Executed_tool_lists_conversations_in_which_it_ran(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        world
            .Writer.Writes("Refunded.", new ToolCall("refund_order", "{}", world.Now))
            .Writes("Later.", new ToolCall("refund_order", "{}", world.Now));
        var ran = await world.GivenTicketAsync("Refund me");
        await world.SweepAsync(Domain.Scheduling.Sweep.Drafts);
        var draft = (await world.DetailAsync(ran.Id)).Thread.Single(message => message.IsPendingDraft);
        await world.ChangeAsync(ran.Id, world.Rosa, (ticket, stamp) => ticket.ExecuteAndReview(stamp, draft.Id));
        await world.ChangeAsync(ran.Id, world.Rosa, (ticket, stamp) => ticket.ClaimTool(stamp, draft.ToolCalls[0].Id));
        await world.ChangeAsync(
            ran.Id,
            world.Rosa,
            (ticket, stamp) => ticket.ToolEnded(stamp, draft.ToolCalls[0].Id, false, "No such order", TimeSpan.Zero));
        await world.GivenTicketAsync("Only proposed");
        await world.SweepAsync(Domain.Scheduling.Sweep.Drafts);

        var page = await world.List.ReadAllAsync(
            world.Project.Id,
            new TicketFilter { Tool = "refund_order" },
            null,
            CancellationToken.None);

        Assert.Equal("Refund me", page.Rows.Single().Title);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task The_tools_to_choose_from_are_those_that_ran_in_this_project_and_a_new_one_is_there_at_once(
        Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        world.Writer.Writes(
            "Refunded.",
            new ToolCall("refund_order", "{}", world.Now),
            new ToolCall("track_parcel", "{}", world.Now));
        var ticket = await world.GivenTicketAsync("Refund me");
        await world.SweepAsync(Domain.Scheduling.Sweep.Drafts);
        var draft = (await world.DetailAsync(ticket.Id)).Thread.Single(message => message.IsPendingDraft);
        Assert.Empty(await NamesAsync(world.Project.Id));

        await world.ChangeAsync(ticket.Id, world.Rosa, (changed, stamp) => changed.ExecuteAndReview(stamp, draft.Id));
        await RanAsync("track_parcel");
        Assert.Equal(["track_parcel"], await NamesAsync(world.Project.Id));
        await RanAsync("refund_order");
        Assert.Equal(["refund_order", "track_parcel"], await NamesAsync(world.Project.Id));
        Assert.Empty(await NamesAsync(Guid.CreateVersion7()));

        Task<IReadOnlyList<string>> NamesAsync(Guid projectId) =>
            world.List.ReadToolNamesAsync(projectId, CancellationToken.None);

        Task RanAsync(string tool) => world.ChangeAsync(ticket.Id, world.Rosa, (changed, stamp) =>
        {
            var call = draft.ToolCalls.Single(proposed => proposed.Name == tool);
            changed.ClaimTool(stamp, call.Id);
            changed.ToolEnded(stamp, call.Id, true, "done", TimeSpan.Zero);
        });
    }
}
