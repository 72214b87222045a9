using Ensoras.Domain.Tickets;
using Ensoras.Tests.Support;

namespace Ensoras.Tests.Tickets;

/// <summary>
/// Everything that people, customers, Ensoras and the clock can do to a ticket, with arguments from a given chance.
/// </summary>
internal static class LifecycleOperations
{
    private static readonly Guid Article = Guid.CreateVersion7();
    private static readonly TimeSpan[] Graces = [TimeSpan.Zero, TimeSpan.FromSeconds(30)];

    /// <summary>
    /// Each by name. False when the ticket itself says that there was nothing to do, in which case nothing may have
    /// changed.
    /// </summary>
    public static readonly (string Name, Func<Ticket, DateTimeOffset, Random, bool> Do)[] All =
    [
        (
            "customer writes",
            (ticket, at, chance) =>
                Done(ticket.CustomerWrote(Cast.Customer.At(at), $"Question {chance.Next(100)}", null))),
        (
            "customer writes",
            (ticket, at, chance) =>
                Done(ticket.CustomerWrote(Cast.Customer.At(at), $"Question {chance.Next(100)}", null))),
        ("ask for a draft", (ticket, at, _) => Done(() => ticket.RequestDraft(Cast.Jonas.At(at), "briefly"))),
        ("claim the request", (ticket, at, _) => ticket.ClaimDraft(Actor.Ensoras.At(at), at.AddMinutes(2))),
        ("a draft is finished", FinishDraft),
        ("a draft is finished", FinishDraft),
        ("a draft is finished", FinishDraft),
        (
            "no answer",
            (ticket, at, chance) =>
                ticket.NoAnswer(Actor.Ensoras.At(at), Request(ticket, chance), Sentence.Verbatim("Nothing was "
                    + "found."))),
        (
            "writing fails",
            (ticket, at, chance) =>
                ticket.DraftFailed(
                    Actor.Ensoras.At(at),
                    Request(ticket, chance),
                    Sentence.Verbatim("The model is away."),
                    at.AddSeconds(20))),
        (
            "approve",
            (ticket, at, chance) =>
                Done(() =>
                    ticket.Approve(
                        Cast.Rosa.At(at),
                        Pick(ticket, chance, message => message.IsPendingDraft),
                        Grace(chance),
                        chance.Next(8) == 0 ? "another text" : null))),
        (
            "approve",
            (ticket, at, chance) =>
                Done(() =>
                    ticket.Approve(
                        Cast.Rosa.At(at),
                        Pick(ticket, chance, message => message.IsPendingDraft),
                        Grace(chance)))),
        (
            "take the approval back",
            (ticket, at, chance) =>
                Done(() =>
                    ticket.UndoApprove(
                        Cast.Rosa.At(at),
                        Pick(
                            ticket,
                            chance,
                            message => message.Status is MessageStatus.Queued && message.Sender is Sender.Ensoras)))),
        (
            "reject",
            (ticket, at, chance) =>
                Done(() => ticket.Reject(Cast.Rosa.At(at), Pick(ticket, chance, message => message.IsPendingDraft)))),
        (
            "regenerate",
            (ticket, at, chance) =>
                Done(() =>
                    ticket.Regenerate(
                        Cast.Rosa.At(at),
                        chance.Next(2) == 0 ? null : Pick(ticket, chance, message => message.IsPendingDraft),
                        "shorter"))),
        (
            "keep the draft",
            (ticket, at, chance) =>
                Done(() => ticket.KeepDraft(Cast.Rosa.At(at), Pick(ticket, chance, message => message.IsPendingDraft)))
        ),
        ("an article changes", ChangeArticles),
        (
            "confirm sources",
            (ticket, at, chance) =>
                Done(() =>
                    ticket.ConfirmSources(
                        Cast.Rosa.At(at),
                        Pick(ticket, chance, message => message.IsPendingDraft),
                        ticket.Messages.SelectMany(ticket.ChangedSources).ToList()))),
        (
            "edit",
            (ticket, at, chance) =>
                Done(() =>
                    ticket.EditDraft(
                        Cast.Rosa.At(at),
                        Pick(ticket, chance, message => message.IsPendingDraft),
                        $"Other words {chance.Next(100)}"))),
        (
            "Execute & Review",
            (ticket, at, chance) =>
                Done(() =>
                    ticket.ExecuteAndReview(
                        Cast.Rosa.At(at),
                        Pick(ticket, chance, message => message.Status is MessageStatus.PendingTools)))),
        (
            "Run All",
            (ticket, at, chance) =>
                Done(() =>
                    ticket.RunAll(
                        Cast.Rosa.At(at),
                        Pick(ticket, chance, message => message.Status is MessageStatus.PendingTools)))),
        (
            "Run All",
            (ticket, at, chance) =>
                Done(() =>
                    ticket.RunAll(
                        Cast.Rosa.At(at),
                        Pick(ticket, chance, message => message.Status is MessageStatus.PendingTools)))),
        (
            "claim a tool",
            (ticket, at, chance) =>
                ticket.ClaimTool(Actor.System.At(at), PickCall(ticket, chance, ToolCallStatus.Approved))),
        (
            "claim a tool",
            (ticket, at, chance) =>
                ticket.ClaimTool(Actor.System.At(at), PickCall(ticket, chance, ToolCallStatus.Approved))),
        ("a tool ends", EndTool),
        ("a tool ends", EndTool),
        (
            "edit arguments",
            (ticket, at, chance) =>
                Done(() =>
                    ticket.EditArguments(
                        Cast.Rosa.At(at),
                        PickCall(ticket, chance, ToolCallStatus.Proposed),
                        chance.Next(4) == 0 ? "{oops" : "{\"order\": 7}"))),
        (
            "reply",
            (ticket, at, chance) => Done(ticket.Reply(Cast.Jonas.At(at), $"Answer {chance.Next(100)}", Grace(chance)))
        ),
        (
            "take the reply back",
            (ticket, at, chance) =>
                Done(
                    ticket.UndoReply(
                        Cast.Jonas.At(at),
                        Pick(
                            ticket,
                            chance,
                            message => message.Status is MessageStatus.Queued && message.Sender is Sender.Agent)))),
        (
            "schedule",
            (ticket, at, chance) =>
                Done(
                    ticket.Schedule(
                        Cast.Jonas.At(at),
                        "Later",
                        at.AddMinutes(chance.Next(0, 3000)),
                        chance.Next(2) == 0))),
        (
            "send now",
            (ticket, at, chance) =>
                Done(() =>
                    ticket.SendNow(
                        Cast.Jonas.At(at),
                        Pick(ticket, chance, message => message.Status is MessageStatus.Scheduled)))),
        (
            "the scheduled moment comes",
            (ticket, at, chance) =>
                Done(
                    ticket.ScheduledMomentCame(
                        Actor.System.At(at),
                        Pick(ticket, chance, message => message.Status is MessageStatus.Scheduled)))),
        (
            "cancel",
            (ticket, at, chance) =>
                Done(() =>
                    ticket.CancelScheduled(
                        Cast.Jonas.At(at),
                        Pick(ticket, chance, message => message.Status is MessageStatus.Scheduled)))),
        (
            "retry",
            (ticket, at, chance) => Done(() => ticket.Retry(Cast.Jonas.At(at), Pick(ticket, chance, IsUndecided)))),
        (
            "mark as sent",
            (ticket, at, chance) => Done(() => ticket.MarkAsSent(Cast.Jonas.At(at), Pick(ticket, chance, IsUndecided)))
        ),
        ("note", (ticket, at, _) => Done(ticket.WriteNote(Cast.Jonas.At(at), "Mind the dog."))),
        ("escalate", (ticket, at, _) => Done(() => ticket.Escalate(Cast.Jonas.At(at)))),
        ("take ownership", (ticket, at, _) => Done(() => ticket.TakeOwnership(Cast.Jonas.At(at)))),
        (
            "assign",
            (ticket, at, chance) =>
                Done(() =>
                    ticket.Assign(Cast.Lena.At(at), chance.Next(2) == 0 ? null : Cast.Jonas.Id, null, "somebody"))),
        (
            "priority",
            (ticket, at, chance) => Done(() => ticket.ChangePriority(Cast.Jonas.At(at), Any<TicketPriority>(chance)))),
        ("tag", (ticket, at, chance) => Done(() => ticket.AddTag(Cast.Jonas.At(at), $"tag{chance.Next(3)}"))),
        ("untag", (ticket, at, chance) => Done(() => ticket.RemoveTag(Cast.Jonas.At(at), $"tag{chance.Next(3)}"))),
        ("see", (ticket, at, _) => Done(() => ticket.MarkRead(Cast.Jonas.At(at)))),
        ("go stale", (ticket, at, _) => ticket.GoStale(Actor.System.At(at), TimeSpan.FromHours(24))),
        (
            "change status",
            (ticket, at, chance) => Done(() => ticket.ChangeStatus(Cast.Jonas.At(at), Any<TicketStatus>(chance)))),
        (
            "change status",
            (ticket, at, chance) => Done(() => ticket.ChangeStatus(Cast.Jonas.At(at), Any<TicketStatus>(chance)))),
        ("auto-close", (ticket, at, _) => Done(() => ticket.AutoClose(Actor.System.At(at), TimeSpan.FromHours(24)))),
        ("close", (ticket, at, _) => Done(() => ticket.Close(Cast.Jonas.At(at)))),
        ("undo the closing", (ticket, at, _) => Done(() => ticket.UndoClose(Cast.Jonas.At(at)))),
        ("customer thanks", (ticket, at, _) => Done(ticket.CustomerThanked(Cast.Customer.At(at), "Thanks!", null))),
        (
            "automatic mail",
            (ticket, at, _) =>
                Done(() => ticket.ReceiveAutomaticMail(Actor.System.At(at), "mira@example.org", "I'm away."))),
        (
            "bounce",
            (ticket, at, chance) =>
                Done(() =>
                    ticket.Bounced(
                        Actor.System.At(at),
                        ticket.Messages[chance.Next(ticket.Messages.Count)].Id,
                        "mira@example.org",
                        "550 unknown",
                        chance.Next(2) == 0))),
        (
            "copy somebody",
            (ticket, at, chance) =>
            {
                var before = ticket.Participants.Count;
                ticket.AddParticipants(
                    Cast.Customer.At(at),
                    [new TicketParticipant("Jon", $"jon{chance.Next(30)}@example.org")]);
                return ticket.Participants.Count > before;
            }),
        ("undo auto-close", (ticket, at, _) => Done(() => ticket.UndoAutoClose(Cast.Ada.At(at)))),
        ("reopen", (ticket, at, _) => Done(() => ticket.Reopen(Cast.Jonas.At(at)))),
    ];

    /// <summary>What the delivery worker does; a test on a database has the real one.</summary>
    public static readonly (string Name, Func<Ticket, DateTimeOffset, Random, bool> Do)[] Worker =
    [
        (
            "claim",
            (ticket, at, chance) =>
                ticket.ClaimForSending(
                    Actor.System.At(at),
                    Pick(ticket, chance, message => message.Status is MessageStatus.Queued),
                    at.AddMinutes(5))),
        (
            "claim",
            (ticket, at, chance) =>
                ticket.ClaimForSending(
                    Actor.System.At(at),
                    Pick(ticket, chance, message => message.Status is MessageStatus.Queued),
                    at.AddMinutes(5))),
        (
            "delivered",
            (ticket, at, chance) =>
                Done(() =>
                    ticket.Delivered(
                        Actor.System.At(at),
                        Pick(ticket, chance, message => message.Status is MessageStatus.Sending)))),
        (
            "delivered",
            (ticket, at, chance) =>
                Done(() =>
                    ticket.Delivered(
                        Actor.System.At(at),
                        Pick(ticket, chance, message => message.Status is MessageStatus.Sending)))),
        (
            "postponed",
            (ticket, at, chance) =>
                Done(() =>
                    ticket.Postponed(
                        Actor.System.At(at),
                        Pick(ticket, chance, message => message.Status is MessageStatus.Sending),
                        Sentence.Verbatim("busy"),
                        at.AddSeconds(15)))),
        (
            "sending fails",
            (ticket, at, chance) =>
                Done(() =>
                    ticket.DeliveryFailed(
                        Actor.System.At(at),
                        Pick(ticket, chance, message => message.Status is MessageStatus.Sending),
                        Sentence.Verbatim("refused"),
                        chance.Next(2) == 0))),
        (
            "the worker is gone",
            (ticket, at, chance) =>
                ticket.ClaimLost(
                    Actor.System.At(at),
                    Pick(ticket, chance, message => message.Status is MessageStatus.Sending))),
    ];

    private static bool FinishDraft(Ticket ticket, DateTimeOffset at, Random chance)
    {
        var text = chance.Next(5) == 0 ? "" : "It is on its way.";
        ToolCall[] calls =
        [
            .. Enumerable
                .Range(0, Math.Max(0, chance.Next(-2, 3)))
                .Select(index => new ToolCall($"tool {index}", "{}", at)),
        ];
        return ticket.DraftReady(
            Actor.Ensoras.At(at),
            Request(ticket, chance),
            new WrittenDraft(
                text,
                [new DraftSource("Prices", "/help/prices", "€9") { ArticleId = Article, Version = 1 }],
                calls),
            Grace(chance));
    }

    // What the desk finds when it loads the ticket; nothing of the ticket itself.
    private static bool ChangeArticles(Ticket ticket, DateTimeOffset at, Random chance)
    {
        ticket.CompareSources(new Dictionary<Guid, int> { [Article] = chance.Next(1, 3) });
        return true;
    }

    private static bool EndTool(Ticket ticket, DateTimeOffset at, Random chance)
    {
        var callId = PickCall(ticket, chance, ToolCallStatus.Running);
        ticket.ToolEnded(Actor.System.At(at), callId, chance.Next(5) > 0, "result", Grace(chance));
        return true;
    }

    private static bool IsUndecided(Message message) =>
        message.Status is MessageStatus.Failed or MessageStatus.Uncertain;

    private static Guid Request(Ticket ticket, Random chance) =>
        chance.Next(10) > 0 && ticket.DraftRequestId is { } id ? id : Guid.CreateVersion7();

    /// <summary>Mostly a message for which the operation is meant, sometimes any other, sometimes none.</summary>
    private static Guid Pick(Ticket ticket, Random chance, Func<Message, bool> fits)
    {
        var fitting = ticket.Messages.Where(fits).ToList();
        var from = fitting.Count > 0 && chance.Next(8) > 0 ? fitting : ticket.Messages;
        return chance.Next(30) == 0 ? Guid.CreateVersion7() : from[chance.Next(from.Count)].Id;
    }

    private static Guid PickCall(Ticket ticket, Random chance, ToolCallStatus status)
    {
        var calls = ticket.Messages.SelectMany(message => message.ToolCalls).ToList();
        var fitting = calls.FindAll(call => call.Status == status);
        var from = fitting.Count > 0 && chance.Next(8) > 0 ? fitting : calls;
        return from.Count == 0 ? Guid.CreateVersion7() : from[chance.Next(from.Count)].Id;
    }

    private static TimeSpan Grace(Random chance) => Graces[chance.Next(Graces.Length)];

    private static T Any<T>(Random chance)
        where T : struct, Enum
    {
        var values = Enum.GetValues<T>();
        return values[chance.Next(values.Length)];
    }

    private static bool Done(Action change)
    {
        change();
        return true;
    }

    private static bool Done(object given) => given is not null;
}
