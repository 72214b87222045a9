using Ensoras.Domain.Tickets;
using Ensoras.Tests.Support;
using static Ensoras.Domain.Tickets.TicketStatus;
using static Ensoras.Tests.Support.TicketSteps;

namespace Ensoras.Tests.Tickets;

/// <summary>
/// What is offered is what is accepted: for each action, over all statuses, types, roles and whatever may be pending.
/// </summary>
public sealed class ActionGuardTests
{
    private static readonly DateTimeOffset Later = Morning.AddMinutes(20);
    private static readonly Guid Article = Guid.CreateVersion7();
    private static readonly Actor Ada = new(Sender.Agent, Guid.CreateVersion7(), "Ada Admin", Role.Admin);
    private static readonly Actor[] People = [Cast.Jonas, Cast.Rosa, Cast.Lena, Ada];

    /// <summary>How each action is done, with arguments that fit.</summary>
    private static readonly Dictionary<TicketAction, Action<Ticket, Stamp, Guid>> Operations = new()
    {
        [TicketAction.RequestDraft] = (ticket, stamp, _) => ticket.RequestDraft(stamp),
        [TicketAction.Approve] = (ticket, stamp, id) => ticket.Approve(stamp, id, TimeSpan.Zero),
        [TicketAction.UndoApprove] = (ticket, stamp, id) => ticket.UndoApprove(stamp, id),
        [TicketAction.Reject] = (ticket, stamp, id) => ticket.Reject(stamp, id),
        [TicketAction.Regenerate] = (ticket, stamp, id) => ticket.Regenerate(stamp, id, "Friendlier"),
        [TicketAction.KeepDraft] = (ticket, stamp, id) => ticket.KeepDraft(stamp, id),
        [TicketAction.ConfirmSources] = (ticket, stamp, id) =>
            ticket.ConfirmSources(
                stamp,
                id,
                ticket.ChangedSources(ticket.Messages.Single(message => message.Id == id))),
        [TicketAction.EditDraft] = (ticket, stamp, id) => ticket.EditDraft(stamp, id, "Other words"),
        [TicketAction.EditArguments] = (ticket, stamp, id) =>
            ticket.EditArguments(stamp, CallOf(ticket, id), "{\"order\": 7}"),
        [TicketAction.ExecuteAndReview] = (ticket, stamp, id) => ticket.ExecuteAndReview(stamp, id),
        [TicketAction.RunAll] = (ticket, stamp, id) => ticket.RunAll(stamp, id),
        [TicketAction.Reply] = (ticket, stamp, _) => ticket.Reply(stamp, "Hello", TimeSpan.Zero),
        [TicketAction.UndoReply] = (ticket, stamp, id) => ticket.UndoReply(stamp, id),
        [TicketAction.Schedule] = (ticket, stamp, _) => ticket.Schedule(stamp, "Later", stamp.At.AddHours(1), true),
        [TicketAction.SendNow] = (ticket, stamp, id) => ticket.SendNow(stamp, id),
        [TicketAction.CancelScheduled] = (ticket, stamp, id) => ticket.CancelScheduled(stamp, id),
        [TicketAction.UseAgain] = (ticket, stamp, id) => ticket.UseAgain(stamp, id),
        [TicketAction.Retry] = (ticket, stamp, id) => ticket.Retry(stamp, id),
        [TicketAction.MarkAsSent] = (ticket, stamp, id) => ticket.MarkAsSent(stamp, id),
        [TicketAction.WriteNote] = (ticket, stamp, _) => ticket.WriteNote(stamp, "Mind the dog."),
        [TicketAction.Escalate] = (ticket, stamp, _) => ticket.Escalate(stamp),
        [TicketAction.TakeOwnership] = (ticket, stamp, _) => ticket.TakeOwnership(stamp),
        [TicketAction.Assign] = (ticket, stamp, _) => ticket.Assign(stamp, Guid.CreateVersion7(), null, "Somebody"),
        [TicketAction.ChangePriority] = (ticket, stamp, _) => ticket.ChangePriority(stamp, TicketPriority.Critical),
        [TicketAction.Tag] = (ticket, stamp, _) => ticket.AddTag(stamp, "vip"),
        [TicketAction.ChangeParticipants] = (ticket, stamp, _) =>
            ticket.AddParticipants(stamp, [new TicketParticipant("Jon", "jon@example.org")]),
        [TicketAction.MarkRead] = (ticket, stamp, _) => ticket.MarkRead(stamp),
        [TicketAction.ChangeStatus] = (ticket, stamp, _) =>
            ticket.ChangeStatus(stamp, ticket.Status is Resolved ? AwaitingAgent : Resolved),
        [TicketAction.Close] = (ticket, stamp, _) => ticket.Close(stamp),
        [TicketAction.Reopen] = (ticket, stamp, _) => ticket.Reopen(stamp),
        [TicketAction.UndoAutoClose] = (ticket, stamp, _) => ticket.UndoAutoClose(stamp),
        [TicketAction.UndoClose] = (ticket, stamp, _) => ticket.UndoClose(stamp),
    };

    /// <summary>Whatever may be pending on a ticket, each on a ticket of its own.</summary>
    private static readonly (string Name, Func<Ticket> Make)[] Situations =
    [
        .. from status in Enum.GetValues<TicketStatus>()
        from type in Enum.GetValues<TicketType>()
        where (status, type) is not (AwaitingEnsoras, TicketType.Human)
        select ($"{status}, {type}", (Func<Ticket>)(() => Opened(Channel.Email).Led(status, type))),
        (
            "tools to approve",
            () => With(ticket => ticket.Draft(Morning, "I look.", new ToolCall("refund", "{}", Morning)))),
        (
            "tools running",
            () =>
                With(ticket =>
                    ticket.RunAll(
                        Cast.Rosa.At(Morning),
                        ticket.Draft(Morning, "", new ToolCall("refund", "{}", Morning)).Id))),
        (
            "tools ran, new draft coming",
            () =>
                With(ticket =>
                {
                    ticket.ExecuteAndReview(
                        Cast.Rosa.At(Morning),
                        ticket.Draft(Morning, "", new ToolCall("refund", "{}", Morning)).Id);
                    ticket.RunTools(Morning);
                })),
        ("new draft coming", () => With(ticket => ticket.Regenerate(Cast.Rosa.At(Morning), ticket.Draft(Morning).Id))),
        ("draft without text", () => With(ticket => ticket.Draft(Morning, ""))),
        ("draft too long", () => With(ticket => ticket.Draft(Morning, new string('a', 20_001)))),
        ("source changed", () => With(ticket => QuoteAndChange(ticket, 2))),
        ("source deleted", () => With(ticket => QuoteAndChange(ticket, 0))),
        ("rejected draft", () => With(ticket => ticket.Reject(Cast.Rosa.At(Morning), ticket.Draft(Morning).Id))),
        (
            "approval queued",
            () =>
                With(ticket => ticket.Approve(Cast.Rosa.At(Morning), ticket.Draft(Morning).Id, TimeSpan.FromHours(1)))),
        ("reply queued", () => With(ticket => ticket.Reply(Cast.Jonas.At(Morning), "Hello", TimeSpan.FromHours(1)))),
        (
            "reply undone",
            () =>
                With(ticket =>
                    ticket.UndoReply(
                        Cast.Jonas.At(Morning),
                        ticket.Reply(Cast.Jonas.At(Morning), "Hello", TimeSpan.FromHours(1)).Id))),
        (
            "reply scheduled",
            () => With(ticket => ticket.Schedule(Cast.Jonas.At(Morning), "Later", Morning.AddHours(1), true))),
        (
            "scheduled reply held",
            () =>
                With(ticket =>
                    ticket.ScheduledMomentCame(
                        Actor.System.At(Morning.AddHours(9)),
                        ticket.Schedule(Cast.Jonas.At(Morning), "Later", Morning.AddHours(1), true).Id))),
        ("reply failed", () => With(ticket => Fail(ticket, mayHaveBeenSent: false))),
        ("reply uncertain", () => With(ticket => Fail(ticket, mayHaveBeenSent: true))),
        ("closed with a reply uncertain", () => With(ticket =>
        {
            Fail(ticket, mayHaveBeenSent: true);
            ticket.Close(Cast.Lena.At(Morning));
        })),
        ("Jonas has it", () => With(ticket => ticket.TakeOwnership(Cast.Jonas.At(Morning)))),
        (
            "Jonas has it for Ensoras",
            () => With(ticket => ticket.Assign(Cast.Lena.At(Morning), Cast.Jonas.Id, null, "Jonas"))),
        (
            "a team has it",
            () => With(ticket => ticket.Assign(Cast.Lena.At(Morning), null, Guid.CreateVersion7(), "Shipping"))),
        (
            "closed for good by mail",
            () =>
                With(ticket =>
                {
                    ticket.Close(Cast.Lena.At(Morning));
                    ticket.CustomerThanked(Cast.Customer.At(Morning), "Thanks!", null);
                })),
    ];

    public static TheoryData<TicketAction> ActionsOfPeople =>
        [.. TicketTransitions.Rows.Where(row => row.LeastRole is not null).Select(row => row.Action)];

    [Theory, MemberData(nameof(ActionsOfPeople))]
    public void What_is_offered_is_what_is_accepted(TicketAction action)
    {
        var differences = new List<string>();
        foreach (var (name, make) in Situations)
        {
            foreach (var person in People)
            {
                for (var index = 0; index < make().Messages.Count; index++)
                {
                    var ticket = make();
                    var message = ticket.Messages[index];
                    var offered = ticket.Can(action, person, message.Id);
                    Assert.True(
                        !offered || ticket.Can(action, person),
                        "what can be done to a message can be done to its ticket");
                    var refusal = TryIt(ticket, action, person, message.Id);
                    if (offered != (refusal is null))
                    {
                        differences.Add(
                            $"{name}: {person.Role} on {message.Sender} {message.Status}: "
                                + $"{(offered ? "offered, but " + refusal : "done, but not offered")}");
                    }
                }
            }
        }

        Assert.Empty(differences);
    }

    [Fact]
    public void A_status_that_can_be_chosen_is_reached_and_any_other_is_refused()
    {
        foreach (var (name, make) in Situations)
        {
            foreach (var status in Enum.GetValues<TicketStatus>())
            {
                var ticket = make();
                var (from, offered) = (ticket.Status, ticket.StatusChoices(Cast.Jonas).Contains(status));
                var refusal = Record.Exception(() => ticket.ChooseStatus(Cast.Lena.At(Later), status));
                Assert.True(
                    offered == refusal is null || status == from,
                    $"{name}: {status} {(offered ? "was offered" : "was not offered")}: {refusal?.Message}");
                Assert.True(!offered || ticket.Status == status, $"{name}: {status} led to {ticket.Status}");
            }
        }
    }

    [Fact]
    public void An_agent_hands_over_what_is_theirs_or_nobodys_and_a_lead_anything()
    {
        var nobodys = Opened();
        Assert.True(nobodys.Can(TicketAction.Assign, Cast.Jonas));
        nobodys.Assign(Cast.Jonas.At(Later), Cast.Jonas.Id, null, "Jonas");
        Assert.True(nobodys.Can(TicketAction.Assign, Cast.Jonas));
        nobodys.Assign(Cast.Jonas.At(Later), Cast.Rosa.Id, null, "Rosa");

        Assert.False(nobodys.Can(TicketAction.Assign, Cast.Jonas));
        var refusal = Assert.Throws<RuleBrokenException>(() =>
            nobodys.Assign(Cast.Jonas.At(Later), Cast.Jonas.Id, null, "Jonas"));
        Assert.Equal("This ticket is a colleague's. Only they or a lead can assign it.", refusal.Message);
        Assert.True(nobodys.Can(TicketAction.Assign, Cast.Lena));
    }

    [Fact]
    public void The_same_decision_twice_by_the_same_person_is_one_decision_without_an_error()
    {
        var ticket = Opened();
        var draft = ticket.Draft(Morning, "I look.", new ToolCall("refund", "{}", Morning));
        Twice(() => ticket.ExecuteAndReview(Cast.Rosa.At(Later), draft.Id));
        ticket.RunTools(Later);
        draft = ticket.Draft(Later);
        Twice(() => ticket.Regenerate(Cast.Rosa.At(Later), draft.Id, "Shorter"));
        draft = ticket.Draft(Later);
        Twice(() => ticket.Reject(Cast.Rosa.At(Later), draft.Id, "wrong"));
        draft = ticket.Draft(Later);
        Twice(() => ticket.Approve(Cast.Rosa.At(Later), draft.Id, TimeSpan.FromSeconds(30), draft.Body));
        ticket.Deliver(Later.AddMinutes(1));
        Twice(() => ticket.Close(Cast.Rosa.At(Later.AddMinutes(1))));

        Assert.Throws<RuleBrokenException>(() => ticket.Close(Cast.Lena.At(Later.AddMinutes(1))));

        void Twice(Action decision)
        {
            decision();
            var (events, status) = (ticket.NewEvents.Count, ticket.Status);
            decision();
            Assert.Equal((events, status), (ticket.NewEvents.Count, ticket.Status));
        }
    }

    private static string? TryIt(Ticket ticket, TicketAction action, Actor person, Guid messageId)
    {
        // Reading and using again leave no line in the history.
        var isSilent = action is TicketAction.MarkRead or TicketAction.UseAgain;
        var events = ticket.NewEvents.Count;
        try
        {
            Operations[action](ticket, person.At(Later), messageId);
            return isSilent || ticket.NewEvents.Count > events ? null : "was done before";
        }
        catch (RuleBrokenException refusal)
        {
            return refusal.Message;
        }
    }

    private static Guid CallOf(Ticket ticket, Guid messageId) =>
        ticket.Messages.Single(message => message.Id == messageId).ToolCalls is [var call, ..]
            ? call.Id
            : Guid.CreateVersion7();

    private static Ticket With(Action<Ticket> lead)
    {
        var ticket = Opened(Channel.Email);
        lead(ticket);
        return ticket;
    }

    private static void QuoteAndChange(Ticket ticket, int version)
    {
        ticket.DraftReady(
            Actor.Ensoras.At(Morning),
            ticket.DraftRequestId!.Value,
            new WrittenDraft(
                "It costs €9.",
                [new DraftSource("Prices", "/help/prices", "€9") { ArticleId = Article, Version = 1 }],
                []),
            TimeSpan.Zero);
        ticket.CompareSources(
            version == 0 ? new Dictionary<Guid, int>() : new Dictionary<Guid, int> { [Article] = version });
    }

    private static void Fail(Ticket ticket, bool mayHaveBeenSent)
    {
        var reply = ticket.Reply(Cast.Jonas.At(Morning), "Hello", TimeSpan.Zero);
        ticket.ClaimForSending(Actor.System.At(Morning), reply.Id, Morning.AddMinutes(1));
        ticket.DeliveryFailed(Actor.System.At(Morning), reply.Id, Sentence.Verbatim("refused"), mayHaveBeenSent);
    }
}
