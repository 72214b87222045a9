using Ensoras.Domain.Scheduling;
using Ensoras.Domain.Tickets;
using Ensoras.Domain.Tools;
using Ensoras.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using static Ensoras.Domain.Tickets.TicketStatus;

namespace Ensoras.Tests.Tools;

/// <summary>An approval runs each call once, and what it came to decides what follows.</summary>
public sealed class ToolRunnerTests
{
    [Theory, OnEveryDatabase]
    public async Task Execute_and_Review_runs_the_tools_and_the_next_draft_is_written_with_what_they_answered(
        Engine engine)
    {
        var track = new ScriptedTool("track_parcel").Then(_ => Task.FromResult("It is in Antwerp."));
        await using var world = await DeskAsync(engine, track);
        var ticketId = await ProposedAsync(world, "I look.", Call("track_parcel", """{"order":"1042"}"""));
        var call = (await PendingAsync(world, ticketId)).ToolCalls.Single();
        await world.ChangeAsync(
            ticketId,
            world.Rosa,
            (ticket, stamp) => ticket.EditArguments(stamp, call.Id, """{"order":"1043"}"""));

        await world.ChangeAsync(
            ticketId,
            world.Rosa,
            (ticket, stamp) => ticket.ExecuteAndReview(stamp, ticket.Pending().Id));
        Assert.Equal(1, await world.SweepAsync(Sweep.Tools));
        world.Writer.Writes("It is in Antwerp and comes tomorrow.");
        await world.SweepAsync(Sweep.Drafts);

        Assert.Equal([("""{"order":"1043"}""", call.Id)], track.Runs);
        var result = Assert.Single(world.Writer.Requests.Last().ToolResults);
        Assert.Equal(("track_parcel", true, "It is in Antwerp."), (result.Name, result.Succeeded, result.Result));
        var detail = await world.DetailAsync(ticketId);
        Assert.Equal(
            (AwaitingApproval, "It is in Antwerp and comes tomorrow."),
            (detail.Ticket.Status, detail.Thread.Single(message => message.Status is MessageStatus.Draft).Body));
        var run = detail.Thread.SelectMany(message => message.ToolCalls).Single();
        Assert.Equal((ToolCallStatus.Succeeded, "It is in Antwerp."), (run.Status, run.Result?.ToString()));
    }

    [Theory, OnEveryDatabase]
    public async Task Run_All_sends_the_drafted_text_once_all_tools_succeeded(Engine engine)
    {
        var refund = new ScriptedTool("refund");
        await using var world = await DeskAsync(engine, refund);
        var ticketId = await ProposedAsync(world, "Refunded.", Call("refund"), Call("refund"));

        await RunAllAsync(world, ticketId);
        await world.SweepAsync(Sweep.Delivery);

        var detail = await world.DetailAsync(ticketId);
        Assert.Equal(
            (AwaitingCustomer, "Refunded.", MessageStatus.Sent),
            (detail.Ticket.Status, detail.Thread[^1].Body, detail.Thread[^1].Status));
        Assert.Equal(2, refund.Runs.Select(run => run.Key).Distinct().Count());
    }

    [Theory, OnEveryDatabase]
    public async Task Run_All_without_a_text_has_one_written_with_the_results_and_sends_it(Engine engine)
    {
        await using var world = await DeskAsync(
            engine,
            new ScriptedTool("refund").Then(_ => Task.FromResult("refunded 7 euros")));
        var ticketId = await ProposedAsync(world, "", Call("refund"));

        await RunAllAsync(world, ticketId);
        world.Writer.Does(request => new Domain.Drafting.DraftOutcome.Written(
            new WrittenDraft($"We {request.ToolResults.Single().Result}.", [], [])));
        await world.SweepAsync(Sweep.Drafts);
        await world.SweepAsync(Sweep.Delivery);

        var detail = await world.DetailAsync(ticketId);
        Assert.Equal(
            (AwaitingCustomer, "We refunded 7 euros.", "Rosa Reviewer"),
            (detail.Ticket.Status, detail.Thread[^1].Body, detail.Thread[^1].ReviewedBy));
    }

    [Theory, OnEveryDatabase]
    public async Task A_failed_tool_keeps_the_ticket_in_review_and_says_why_and_the_other_tools_still_run(Engine engine)
    {
        var refund = new ScriptedTool("refund").Fails("The card was closed.");
        await using var world = await DeskAsync(engine, refund);
        var ticketId = await ProposedAsync(world, "Refunded.", Call("refund"), Call("refund"));

        await RunAllAsync(world, ticketId);
        await world.SweepAsync(Sweep.Delivery);

        var draft = await PendingAsync(world, ticketId);
        Assert.Equal((MessageStatus.Draft, "A tool failed, so nothing was sent."), (draft.Status, draft.Reason?.ToString()));
        Assert.Equal(
            ["The card was closed.", "done"],
            draft.ToolCalls.Select(call => call.Result!.ToString()).Order(StringComparer.Ordinal));
        Assert.Equal(AwaitingApproval, (await world.DetailAsync(ticketId)).Ticket.Status);
    }

    [Theory]
    [InlineData("teleport", "{}", "There is no tool called “teleport” on this desk. Nothing was run.")]
    [InlineData("refund", "{\"amount\":\"seven\"}", "The argument “amount” must be a number. Nothing was run.")]
    [InlineData(
        "refund",
        "{\"ordr\":\"1042\"}",
        "There is no argument “ordr”. It takes order, amount. Nothing was run.")]
    [InlineData(
        "refund",
        "not json",
        "The arguments are not a JSON object, such as {\"order\": \"1042\"}. Nothing was run.")]
    public async Task What_cannot_be_run_fails_with_a_sentence(string name, string arguments, string why)
    {
        var refund = new ScriptedTool("refund");
        await using var world = await DeskAsync(Engine.Sqlite, refund);
        var ticketId = await ProposedAsync(world, "Refunded.", Call(name, arguments));

        await RunAllAsync(world, ticketId);

        var call = (await PendingAsync(world, ticketId)).ToolCalls.Single();
        Assert.Equal((ToolCallStatus.Failed, why), (call.Status, call.Result?.ToString()));
        Assert.Empty(refund.Runs);
    }

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
            "It did not answer within 30 seconds, so it is not certain whether it took effect. Look before you run it again.",
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
            "The server stopped while it was running, so it is not certain whether it took effect. Look before you run it again.",
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

    [Theory, OnEveryDatabase]
    public async Task What_a_tool_did_is_recorded_also_when_the_customer_wrote_a_dozen_times_meanwhile(Engine engine)
    {
        Guid ticketId = default;
        World? world = null;
        var refund = new ScriptedTool("refund").Then(async _ =>
        {
            for (var index = 0; index < 12; index++)
            {
                await world!.CustomerWritesAsync(ticketId, $"Hello? {index}");
            }

            return "refunded";
        });
        await using var desk = world = await DeskAsync(engine, refund);
        ticketId = await ProposedAsync(world, "Refunded.", Call("refund"), Call("refund"));

        await RunAllAsync(world, ticketId);

        var detail = await world.DetailAsync(ticketId);
        Assert.Equal(
            [ToolCallStatus.Succeeded, ToolCallStatus.Dropped],
            detail.Thread.SelectMany(message => message.ToolCalls).Select(call => call.Status).Order());
        Assert.Equal(AwaitingEnsoras, detail.Ticket.Status);
        Assert.Single(refund.Runs);
    }

    private static ToolCall Call(string name, string arguments = "{}") => new(name, arguments, TicketSteps.Morning);

    private static Task<World> DeskAsync(Engine engine, params ScriptedTool[] tools) =>
        World.CreateAsync(
            engine,
            services =>
            {
                foreach (var tool in tools)
                {
                    services.AddSingleton<IToolSource>(tool);
                }
            });

    private static async Task<Guid> ProposedAsync(World world, string text, params ToolCall[] calls)
    {
        world.Writer.Writes(text, calls);
        var ticket = await world.GivenTicketAsync();
        await world.SweepAsync(Sweep.Drafts);
        return ticket.Id;
    }

    private static Task ClickAsync(World world, Guid ticketId) =>
        world.ChangeAsync(ticketId, world.Rosa, (ticket, stamp) => ticket.RunAll(stamp, ticket.Pending().Id));

    private static async Task RunAllAsync(World world, Guid ticketId)
    {
        await ClickAsync(world, ticketId);
        await world.SweepAsync(Sweep.Tools);
    }

    private static async Task<Message> PendingAsync(World world, Guid ticketId) =>
        (await world.DetailAsync(ticketId)).Thread.Single(message => message.IsPendingDraft);
}
