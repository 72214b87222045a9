using Ensoras.Domain.Tickets;
using Ensoras.Tests.Support;
using static Ensoras.Domain.Tickets.TicketStatus;
using static Ensoras.Tests.Support.TicketSteps;

namespace Ensoras.Tests.Tickets;

/// <summary>Tools run when a person approves, each once, and what follows is what the person chose.</summary>
public sealed class ToolReviewTests
{
    private static readonly DateTimeOffset Later = Morning.AddMinutes(5);

    [Fact]
    public void Approve_is_not_offered_while_tools_are_pending()
    {
        var (ticket, draft) = Proposed("Refunded.");
        var refusal = Assert.Throws<RuleBrokenException>(() =>
            ticket.Approve(Cast.Rosa.At(Later), draft.Id, TimeSpan.Zero));
        Assert.Equal("Run this draft's tools first: Execute & Review, or Run All.", refusal.Message);
        Assert.Throws<RuleBrokenException>(() => ticket.EditDraft(Cast.Rosa.At(Later), draft.Id, "Other words"));
    }

    [Fact]
    public void Execute_and_Review_runs_them_and_a_new_draft_is_written_with_what_they_said_also_when_one_failed()
    {
        var (ticket, draft) = Proposed("I look.", calls: 2);
        ticket.ExecuteAndReview(Cast.Rosa.At(Later), draft.Id);
        var calls = draft.ToolCalls;
        ticket.RunTools(Later, call => call == calls[0]);

        Assert.Equal(
            (AwaitingApproval, true, MessageStatus.Draft, "Rosa Reviewer"),
            (ticket.Status, ticket.IsPreparing, draft.Status, draft.ReviewedBy));
        Assert.Equal([ToolCallStatus.Succeeded, ToolCallStatus.Failed], calls.Select(call => call.Status));
        Assert.Equal(MessageStatus.Draft, ticket.Draft(Later, "The shop says…").Status);
    }

    [Fact]
    public void Run_All_sends_what_was_drafted_once_all_succeeded()
    {
        var (ticket, draft) = Proposed("Refunded.", calls: 2);
        ticket.RunAll(Cast.Rosa.At(Later), draft.Id);
        var calls = draft.ToolCalls;
        ticket.ClaimTool(Actor.System.At(Later), calls[0].Id);
        ticket.ToolEnded(Actor.System.At(Later), calls[0].Id, true, "ok", TimeSpan.FromSeconds(10));
        Assert.Equal(MessageStatus.PendingTools, draft.Status);

        ticket.ClaimTool(Actor.System.At(Later), calls[1].Id);
        ticket.ToolEnded(Actor.System.At(Later), calls[1].Id, true, "ok", TimeSpan.FromSeconds(10));

        Assert.Equal(
            (AwaitingCustomer, MessageStatus.Queued, Later.AddSeconds(10)),
            (ticket.Status, draft.Status, draft.DueAt));
        ticket.UndoApprove(Cast.Rosa.At(Later), draft.Id);
        Assert.Equal((AwaitingApproval, MessageStatus.Draft), (ticket.Status, draft.Status));
    }

    [Fact]
    public void Run_All_with_a_failed_tool_sends_nothing_and_says_so()
    {
        var (ticket, draft) = Proposed("Refunded.", calls: 2);
        ticket.RunAll(Cast.Rosa.At(Later), draft.Id);
        var calls = draft.ToolCalls;
        ticket.RunTools(Later, call => call == calls[1]);

        Assert.Equal(
            (AwaitingApproval, MessageStatus.Draft, "A tool failed, so nothing was sent."),
            (ticket.Status, draft.Status, draft.Reason?.ToString()));
        Assert.Equal("the shop is down", calls[0].Result?.ToString());
        ticket.Approve(Cast.Rosa.At(Later), draft.Id, TimeSpan.Zero);
        Assert.Equal(MessageStatus.Queued, draft.Status);
    }

    [Fact]
    public void Run_All_without_a_text_has_one_written_and_sends_it_in_the_name_of_its_reviewer()
    {
        var (ticket, draft) = Proposed("");
        ticket.RunAll(Cast.Rosa.At(Later), draft.Id);
        ticket.RunTools(Later);
        Assert.Equal((AwaitingApproval, true), (ticket.Status, ticket.IsPreparing));

        var written = ticket.Draft(Later, "Your refund is done.");

        Assert.Equal(
            (AwaitingCustomer, MessageStatus.Queued, "Rosa Reviewer"),
            (ticket.Status, written.Status, written.ReviewedBy));
        var second = Assert.Throws<RuleBrokenException>(() =>
            ticket.Approve(Cast.Lena.At(Later), written.Id, TimeSpan.Zero));
        Assert.Equal("Rosa Reviewer already approved this draft; nothing was sent twice.", second.Message);
    }

    [Theory]
    [InlineData("", 0, "Ensoras wrote nothing that can be sent.")]
    [InlineData("Refunded.", 1, "Ensoras proposed more tools, so nothing was sent.")]
    public void Run_All_that_comes_back_with_nothing_or_with_new_calls_stays_in_review(
        string text,
        int newCalls,
        string why)
    {
        var (ticket, draft) = Proposed("");
        ticket.RunAll(Cast.Rosa.At(Later), draft.Id);
        ticket.RunTools(Later);

        var next = ticket.Draft(
            Later,
            text,
            [.. Enumerable.Range(0, newCalls).Select(_ => new ToolCall("refund", "{}", Later))]);

        Assert.Equal((AwaitingApproval, true, why), (ticket.Status, next.IsPendingDraft, next.Reason?.ToString()));
        Assert.All(next.ToolCalls, call => Assert.Equal(ToolCallStatus.Proposed, call.Status));
    }

    [Fact]
    public void A_text_that_is_too_long_is_not_sent_by_Run_All()
    {
        var (ticket, draft) = Proposed(new string('a', Vocabulary.MaxMessageLength + 1));
        ticket.RunAll(Cast.Rosa.At(Later), draft.Id);
        ticket.RunTools(Later);
        Assert.Equal(AwaitingApproval, ticket.Status);
        Assert.NotEqual(MessageStatus.Queued, draft.Status);
    }

    [Fact]
    public void A_double_click_is_one_refund()
    {
        var (ticket, draft) = Proposed("Refunded.");
        ticket.RunAll(Cast.Rosa.At(Later), draft.Id);

        ticket.RunAll(Cast.Rosa.At(Later), draft.Id);
        var other = Assert.Throws<RuleBrokenException>(() => ticket.ExecuteAndReview(Cast.Lena.At(Later), draft.Id));
        var call = draft.ToolCalls.Single();

        Assert.Equal("Rosa Reviewer already started these tools.", other.Message);
        Assert.True(ticket.ClaimTool(Actor.System.At(Later), call.Id));
        Assert.False(ticket.ClaimTool(Actor.System.At(Later), call.Id));
        ticket.ToolEnded(Actor.System.At(Later), call.Id, true, "ok", TimeSpan.Zero);
        ticket.ToolEnded(Actor.System.At(Later), call.Id, false, "a late second answer", TimeSpan.Zero);
        Assert.Equal((ToolCallStatus.Succeeded, "ok"), (call.Status, call.Result?.ToString()));
    }

    [Fact]
    public void Arguments_can_be_edited_until_the_word_is_given_and_must_be_a_JSON_object()
    {
        var (ticket, draft) = Proposed("Refunded.");
        var call = draft.ToolCalls.Single();

        ticket.EditArguments(Cast.Rosa.At(Later), call.Id, "{\"amount\": 7}");
        Assert.Equal("{\"amount\": 7}", call.Arguments);
        foreach (var broken in new[] { "", "{", "[]", "7", "null", "{\"a\":}" })
        {
            var refusal = Assert.Throws<RuleBrokenException>(() =>
                ticket.EditArguments(Cast.Rosa.At(Later), call.Id, broken));
            Assert.Equal("The arguments must be a JSON object, such as {\"order\": \"1042\"}.", refusal.Message);
        }

        ticket.RunAll(Cast.Rosa.At(Later), draft.Id);
        var late = Assert.Throws<RuleBrokenException>(() => ticket.EditArguments(Cast.Rosa.At(Later), call.Id, "{}"));
        Assert.Equal("These tools were already started; their arguments can no longer be changed.", late.Message);
        Assert.Equal("{\"amount\": 7}", call.Arguments);
    }

    [Fact]
    public void Tools_run_only_with_the_arguments_that_were_read()
    {
        var (ticket, draft) = Proposed("Refunded.");
        var call = draft.ToolCalls.Single();
        var read = new Dictionary<Guid, string> { [call.Id] = call.Arguments };
        ticket.EditArguments(Cast.Lena.At(Later), call.Id, "{\"amount\": 700}");

        foreach (
            var run in new Action[]
            {
                () => ticket.RunAll(Cast.Rosa.At(Later), draft.Id, read),
                () => ticket.ExecuteAndReview(Cast.Rosa.At(Later), draft.Id, read),
            })
        {
            var refusal = Assert.Throws<RuleBrokenException>(run);
            Assert.Equal(
                "Somebody changed the arguments of refund 0 in the meantime, so nothing was run. Read them, then "
                    + "decide again.",
                refusal.Message);
        }

        Assert.Equal(ToolCallStatus.Proposed, call.Status);
        ticket.RunAll(Cast.Rosa.At(Later), draft.Id, new Dictionary<Guid, string> { [call.Id] = "{\"amount\": 700}" });
        Assert.Equal(ToolCallStatus.Approved, call.Status);
    }

    [Fact]
    public void A_customer_who_writes_while_tools_run_stops_the_sending()
    {
        var (ticket, draft) = Proposed("Refunded.", calls: 2);
        ticket.RunAll(Cast.Rosa.At(Later), draft.Id);
        var calls = draft.ToolCalls;
        ticket.ClaimTool(Actor.System.At(Later), calls[0].Id);
        ticket.CustomerWrote(Cast.Customer.At(Later), "Wait!", null);
        ticket.ToolEnded(Actor.System.At(Later), calls[0].Id, true, "refunded", TimeSpan.Zero);

        Assert.Equal((AwaitingEnsoras, MessageStatus.Rejected), (ticket.Status, draft.Status));
        Assert.Equal([ToolCallStatus.Succeeded, ToolCallStatus.Dropped], calls.Select(call => call.Status));
        Assert.False(ticket.ClaimTool(Actor.System.At(Later), calls[1].Id));
    }

    private static (Ticket Ticket, Message Draft) Proposed(string text, int calls = 1)
    {
        var ticket = Opened();
        var draft = ticket.Draft(
            Morning,
            text,
            [.. Enumerable.Range(0, calls).Select(index => new ToolCall($"refund {index}", "{}", Morning))]);
        return (ticket, draft);
    }
}
