using Ensoras.Domain.Scheduling;
using Ensoras.Domain.Tickets;
using Ensoras.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using static Ensoras.Domain.Tickets.TicketStatus;
using static Ensoras.Tests.Tools.ToolSteps;

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
}
