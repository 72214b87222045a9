using Ensoras.Domain.Scheduling;
using Ensoras.Domain.Tickets;
using Ensoras.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using static Ensoras.Domain.Tickets.TicketStatus;
using static Ensoras.Tests.Tools.ToolSteps;

namespace Ensoras.Tests.Tools;

/// <summary>Tools that throw, hang or are interrupted, and runners that race or die.</summary>
public sealed class ToolTroubleTests
{
    [Theory, OnEveryDatabase]
    public async Task Two_runners_and_a_double_click_run_a_call_once(Engine engine)
    {
        var refund = new ScriptedTool("refund");
        await using var world = await DeskAsync(engine, refund);
        var ticketId = await ProposedAsync(world, "Refunded.", Call("refund"));
        var clicks = await Race.RunAsync(() => ClickAsync(world, ticketId), () => ClickAsync(world, ticketId));

        await Race.RunAsync(() => world.SweepAsync(Sweep.Tools), () => world.SweepAsync(Sweep.Tools));

        Assert.All(clicks, Assert.Null);
        Assert.Single(refund.Runs);
    }

    [Fact]
    public async Task A_tool_that_throws_or_answers_too_much_harms_nobody()
    {
        var refund = new ScriptedTool("refund")
            .Then(_ => throw new InvalidOperationException("no money"))
            .Then(_ => Task.FromResult(new string('a', 50_000) + "\0"));
        await using var world = await DeskAsync(Engine.Sqlite, refund);
        var ticketId = await ProposedAsync(world, "Refunded.", Call("refund"), Call("refund"));

        await RunAllAsync(world, ticketId);

        var results = (await PendingAsync(world, ticketId))
            .ToolCalls.Select(call => call.Result!.ToString())
            .OrderBy(result => result.Length)
            .ToList();
        Assert.Equal("It failed: no money", results[0]);
        Assert.Equal(10_000, results[1].Length);
    }

    [Fact]
    public async Task A_tool_that_never_answers_fails_after_its_time_and_meanwhile_others_begin()
    {
        var refund = new ScriptedTool("refund").Then(_ => new TaskCompletionSource<string>().Task);
        await using var world = await DeskAsync(Engine.Sqlite, refund);
        var slow = await ProposedAsync(world, "Refunded.", Call("refund"));
        await ClickAsync(world, slow);

        var sweep = world.SweepAsync(Sweep.Tools);
        await world.Time.AdvanceUntilAsync(() => refund.Runs.Count == 1, TimeSpan.FromSeconds(20));
        var quick = await ProposedAsync(world, "Refunded.", Call("refund"));
        await ClickAsync(world, quick);
        await world.Time.AdvanceUntilAsync(() => refund.Runs.Count == 2 || sweep.IsCompleted, TimeSpan.FromSeconds(20));
        Assert.False(sweep.IsCompleted);
        await world.Time.AdvanceUntilAsync(() => sweep.IsCompleted, TimeSpan.FromSeconds(20));

        Assert.Equal(2, await sweep);
        Assert.Equal(
            "It did not answer within 30 seconds, so it may or may not have taken effect. Check before you run it "
                + "again.",
            (await PendingAsync(world, slow)).ToolCalls.Single().Result?.ToString());
        Assert.Equal(AwaitingCustomer, (await world.DetailAsync(quick)).Ticket.Status);
    }

    [Theory, OnEveryDatabase]
    public async Task After_the_server_died_a_lookup_is_run_again_with_its_key_and_anything_else_waits_for_a_person(
        Engine engine)
    {
        var (track, refund) = (new ScriptedTool("track_parcel", isRepeatable: true), new ScriptedTool("refund"));
        await using var world = await DeskAsync(engine, track, refund);
        var lookup = await ProposedAsync(world, "It is there.", Call("track_parcel"));
        var change = await ProposedAsync(world, "Refunded.", Call("refund"));
        foreach (var ticketId in new[] { lookup, change })
        {
            await ClickAsync(world, ticketId);
            var callId = (await PendingAsync(world, ticketId)).ToolCalls.Single().Id;
            await world.Desk.ChangeAsync(
                ticketId,
                Actor.System,
                (ticket, stamp) => ticket.ClaimTool(stamp, callId),
                CancellationToken.None);
        }

        world.Time.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(0, await world.SweepAsync(Sweep.Tools));
        world.Time.Advance(TimeSpan.FromMilliseconds(1));
        await world.SweepAsync(Sweep.Tools);

        Assert.Equal(AwaitingCustomer, (await world.DetailAsync(lookup)).Ticket.Status);
        Assert.Single(track.Runs);
        Assert.Empty(refund.Runs);
        var draft = await PendingAsync(world, change);
        Assert.Equal(
            "The server stopped while it was running, so it may or may not have taken effect. Check before you run "
                + "it again.",
            draft.ToolCalls.Single().Result?.ToString());
        Assert.Equal("A tool failed, so nothing was sent.", draft.Reason?.ToString());
    }

    [Theory]
    [InlineData(true, ToolCallStatus.Approved)]
    [InlineData(false, ToolCallStatus.Failed)]
    public async Task A_server_that_stops_in_the_middle_stores_how_the_call_stands(
        bool isRepeatable,
        ToolCallStatus expected)
    {
        using var stopping = new CancellationTokenSource();
        var tool = new ScriptedTool("refund", isRepeatable).Then(async _ =>
        {
            await stopping.CancelAsync();
            return await new TaskCompletionSource<string>().Task;
        });
        await using var world = await DeskAsync(Engine.Sqlite, tool);
        var ticketId = await ProposedAsync(world, "Refunded.", Call("refund"));
        await ClickAsync(world, ticketId);

        await Record.ExceptionAsync(() =>
            world.Services.GetRequiredKeyedService<ISweep>(Sweep.Tools).RunAsync(stopping.Token));
        Assert.Equal(expected, (await PendingAsync(world, ticketId)).ToolCalls.Single().Status);

        await world.SweepAsync(Sweep.Tools);
        Assert.Equal(isRepeatable ? 2 : 1, tool.Runs.Count);
        Assert.Single(tool.Runs.Select(run => run.Key).Distinct());
    }
}
