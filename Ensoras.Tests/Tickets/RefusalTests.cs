using Ensoras.Domain.Tickets;
using Ensoras.Tests.Support;
using static Ensoras.Domain.Tickets.TicketStatus;

namespace Ensoras.Tests.Tickets;

/// <summary>What the table does not have is refused with a sentence and changes nothing.</summary>
public sealed class RefusalTests(Worlds worlds) : IClassFixture<Worlds>
{
    private static readonly TicketStatus[] Any = Enum.GetValues<TicketStatus>();
    private static readonly TicketStatus[] NotInReview =
    [
        AwaitingEnsoras,
        AwaitingAgent,
        AwaitingCustomer,
        Resolved,
        Closed,
    ];

    /// <summary>
    /// Each operation with the statuses in which the rules do not allow it, written down here a second time on
    /// purpose.
    /// </summary>
    private static readonly (string Name, TicketStatus[] RefusedIn, Action<Ticket, Stamp> Do)[] Operations =
    [
        (
            "customer writes in the widget",
            [Closed],
            (ticket, stamp) => ticket.CustomerWrote(Cast.Customer.At(stamp.At), "Hello?", null)),
        ("ask for a draft", [AwaitingApproval, Closed], (ticket, stamp) => ticket.RequestDraft(stamp)),
        ("approve", NotInReview, (ticket, stamp) => ticket.Approve(stamp, LastDraft(ticket), TimeSpan.Zero)),
        ("take an approval back", Any, (ticket, stamp) => ticket.UndoApprove(stamp, LastDraft(ticket))),
        ("reject", NotInReview, (ticket, stamp) => ticket.Reject(stamp, LastDraft(ticket))),
        ("regenerate", NotInReview, (ticket, stamp) => ticket.Regenerate(stamp, null)),
        ("regenerate a draft", NotInReview, (ticket, stamp) => ticket.Regenerate(stamp, LastDraft(ticket))),
        ("edit", NotInReview, (ticket, stamp) => ticket.EditDraft(stamp, LastDraft(ticket), "Other words")),
        ("Execute & Review", Any, (ticket, stamp) => ticket.ExecuteAndReview(stamp, LastDraft(ticket))),
        ("Run All", Any, (ticket, stamp) => ticket.RunAll(stamp, LastDraft(ticket))),
        ("reply", [Closed], (ticket, stamp) => ticket.Reply(stamp, "Hello", TimeSpan.Zero)),
        ("empty reply", Any, (ticket, stamp) => ticket.Reply(stamp, " \n ", TimeSpan.Zero)),
        ("long reply", Any, (ticket, stamp) => ticket.Reply(stamp, new string('a', 20_001), TimeSpan.Zero)),
        ("undo what was sent", Any, (ticket, stamp) => ticket.UndoReply(stamp, ticket.Messages[0].Id)),
        ("schedule", [Closed], (ticket, stamp) => ticket.Schedule(stamp, "Later", stamp.At.AddHours(1), true)),
        ("send an unknown scheduled message", Any, (ticket, stamp) => ticket.SendNow(stamp, Guid.CreateVersion7())),
        ("cancel what is not scheduled", Any, (ticket, stamp) => ticket.CancelScheduled(stamp, ticket.Messages[0].Id)),
        ("use again what was not set aside", Any, (ticket, stamp) => ticket.UseAgain(stamp, ticket.Messages[0].Id)),
        ("retry what did not fail", Any, (ticket, stamp) => ticket.Retry(stamp, ticket.Messages[0].Id)),
        ("mark as sent what is not uncertain", Any, (ticket, stamp) => ticket.MarkAsSent(stamp, ticket.Messages[0].Id)),
        ("escalate", [Closed], (ticket, stamp) => ticket.Escalate(stamp)),
        ("take ownership", [Closed], (ticket, stamp) => ticket.TakeOwnership(stamp)),
        ("assign", [Closed], (ticket, stamp) => ticket.Assign(stamp, stamp.By.Id, null, "Lena")),
        ("choose Awaiting Approval", Any, (ticket, stamp) => ticket.ChangeStatus(stamp, AwaitingApproval)),
        ("choose Closed", Any, (ticket, stamp) => ticket.ChangeStatus(stamp, Closed)),
        ("keep the draft", Any, (ticket, stamp) => ticket.KeepDraft(stamp, LastDraft(ticket))),
        ("confirm sources", Any, (ticket, stamp) => ticket.ConfirmSources(stamp, LastDraft(ticket), [])),
        (
            "undo the closing",
            [AwaitingEnsoras, AwaitingApproval, AwaitingAgent, AwaitingCustomer, Resolved],
            (ticket, stamp) => ticket.UndoClose(stamp)),
        (
            "only thanks",
            [AwaitingEnsoras, AwaitingApproval, AwaitingAgent, AwaitingCustomer],
            (ticket, stamp) => ticket.CustomerThanked(Cast.Customer.At(stamp.At), "Thanks!", null)),
        ("choose the same status", Any, (ticket, stamp) => ticket.ChangeStatus(stamp, ticket.Status)),
        (
            "choose a status",
            [Closed],
            (ticket, stamp) => ticket.ChangeStatus(stamp, ticket.Status is Resolved ? AwaitingAgent : Resolved)),
        ("close", [Closed], (ticket, stamp) => ticket.Close(stamp)),
        (
            "reopen",
            [AwaitingEnsoras, AwaitingApproval, AwaitingAgent, AwaitingCustomer],
            (ticket, stamp) => ticket.Reopen(stamp)),
        (
            "close by the clock",
            [AwaitingEnsoras, AwaitingApproval, AwaitingAgent, Closed],
            (ticket, stamp) => ticket.AutoClose(Actor.System.At(stamp.At), TimeSpan.Zero)),
        (
            "close by the clock too early",
            Any,
            (ticket, stamp) => ticket.AutoClose(Actor.System.At(stamp.At), TimeSpan.FromDays(1))),
        ("the same priority", Any, (ticket, stamp) => ticket.ChangePriority(stamp, TicketPriority.Medium)),
    ];

    [Theory, OnEveryDatabase]
    public async Task What_is_not_in_the_table_is_refused_with_a_sentence_and_changes_nothing(Engine engine)
    {
        var world = await worlds.OnAsync(engine);
        foreach (var status in Any)
        {
            var led = await LedTicket.AtAsync(world, status, channel: Channel.Widget);
            var before = await led.DumpAsync();
            var announced = 0;
            world.Live.Announced += Count;
            foreach (var (name, _, change) in Operations.Where(operation => operation.RefusedIn.Contains(status)))
            {
                var refusal = await Record.ExceptionAsync(() => led.DoAsync(world.Lena, change));

                Assert.True(
                    refusal is RuleBrokenException,
                    $"“{name}” on a ticket that is {status.Label()}: {refusal?.ToString() ?? "was done"}");
                Assert.Matches(@"^\p{Lu}.{10,}[.?]$", refusal!.Message);
            }

            world.Live.Announced -= Count;
            Assert.Equal(before, await led.DumpAsync());
            Assert.Equal(0, announced);

            void Count(IReadOnlyCollection<Domain.Live.LiveScope> scopes) => announced++;
        }
    }

    [Theory, OnEveryDatabase]
    public async Task What_the_desk_finds_outdated_is_left_alone_without_a_word(Engine engine)
    {
        var world = await worlds.OnAsync(engine);
        foreach (var status in Any)
        {
            var led = await LedTicket.AtAsync(world, status);
            var before = await led.DumpAsync();

            await led.DoAsync(
                world.Lena,
                (ticket, stamp) =>
                {
                    var desk = Actor.Ensoras.At(stamp.At);
                    Assert.False(
                        ticket.DraftReady(
                            desk,
                            Guid.CreateVersion7(),
                            new WrittenDraft("Too late.", [], []),
                            TimeSpan.Zero));
                    Assert.False(ticket.NoAnswer(desk, Guid.CreateVersion7(), Sentence.Verbatim("Too late.")));
                    Assert.False(ticket.DraftFailed(desk, Guid.CreateVersion7(), Sentence.Verbatim("Too late."), stamp.At));
                    Assert.False(ticket.GoStale(desk, TimeSpan.FromHours(1)));
                    Assert.False(ticket.ClaimForSending(desk, ticket.Messages[0].Id, stamp.At));
                    Assert.Equal(ticket.IsPreparing, status is AwaitingEnsoras);
                });

            Assert.Equal(before, await led.DumpAsync());
        }
    }

    [Fact]
    public void Who_lacks_the_role_is_told_which_one_it_needs()
    {
        var draft = TicketSteps.Opened().Led(AwaitingApproval);
        var refusal = Assert.Throws<RuleBrokenException>(() =>
            draft.Approve(Cast.Jonas.At(TicketSteps.Morning), draft.Pending().Id, TimeSpan.Zero));
        Assert.Equal(
            "This needs the role Reviewer; you are signed in as Agent. Ask a reviewer to do it.",
            refusal!.Message);
        Assert.Equal(AwaitingApproval, draft.Status);

        foreach (
            var (action, least) in new[]
            {
                (TicketAction.Approve, Role.Reviewer),
                (TicketAction.UndoApprove, Role.Reviewer),
                (TicketAction.Reject, Role.Reviewer),
                (TicketAction.Regenerate, Role.Reviewer),
                (TicketAction.EditDraft, Role.Reviewer),
                (TicketAction.ExecuteAndReview, Role.Reviewer),
                (TicketAction.RunAll, Role.Reviewer),
                (TicketAction.Assign, Role.Agent),
                (TicketAction.Reply, Role.Agent),
                (TicketAction.WriteNote, Role.Agent),
                (TicketAction.TakeOwnership, Role.Agent),
            })
        {
            Assert.Equal(least, TicketTransitions.LeastRole(action) ?? Role.Agent);
            foreach (var role in Enum.GetValues<Role>())
            {
                Assert.Equal(
                    role >= least,
                    TicketTransitions.Permits(
                        action,
                        AwaitingApproval,
                        new Actor(Sender.Agent, Guid.CreateVersion7(), "Someone", role)));
            }
        }
    }

    private static Guid LastDraft(Ticket ticket) =>
        ticket.Messages.LastOrDefault(message => message.Sender is Sender.Ensoras)?.Id ?? Guid.CreateVersion7();
}
