using Ensoras.Domain.Tickets;
using static Ensoras.Domain.Tickets.TicketStatus;

namespace Ensoras.Tests.Tickets;

/// <summary>
/// What must hold of a ticket after every step, whatever was done to it. Follows one ticket, so it also sees what may
/// never change again.
/// </summary>
internal sealed class LifecycleInvariants
{
    private readonly Dictionary<Guid, (MessageStatus Status, string Body, int? Shown)> _final = [];
    private readonly Dictionary<Guid, ToolCallStatus> _endedCalls = [];
    private int _highestShown;

    public void Check(Ticket ticket, IReadOnlyCollection<Message> thread, DateTimeOffset now)
    {
        var pending = thread.Where(message => message.IsPendingDraft).ToList();
        Hold(pending.Count <= 1, "at most one draft waits");
        Hold(
            pending.Count == 0 || ticket.Status is AwaitingApproval,
            "a draft waits only while the ticket awaits approval");
        Hold(ticket.Status is not AwaitingApproval || pending.Count == 1, "what awaits approval has a draft");
        Hold(
            pending.TrueForAll(draft => draft.AnswersNumber == ticket.LastCustomerNumber),
            "a waiting draft answers the customer's last message");
        Hold(
            ticket.Status is not AwaitingEnsoras || ticket.IsPreparing || ticket.InboxRank is not null,
            "what waits for Ensoras is being worked on, or in the Inbox");
        Hold(ticket.IsPreparing == ticket.DraftDueAt is not null, "a draft that is asked for has its moment");
        Hold(
            thread.Count(message => message.Status is MessageStatus.Sending) <= 1,
            "one message is being sent at a time");
        Hold(
            thread.All(message =>
                message.Status is not (MessageStatus.Queued or MessageStatus.Scheduled)
                || message.DueAt is not null
                || (message.IsHeld && message.Reason is not null)),
            "what is to go out has its moment, or a reason why it is held");
        if (ticket.Status is Closed)
        {
            Hold(
                pending.Count == 0
                    && !ticket.IsPreparing
                    && thread.All(message => message.Status is not MessageStatus.Scheduled),
                "a closed ticket has no draft, no request and nothing scheduled");
        }

        CheckNumbers(ticket, thread);
        CheckInbox(ticket);
        CheckWhatIsFinal(thread);
        Hold(
            ticket.StatusSince <= now && ticket.WaitingSince <= now && ticket.LastMessageAt <= now,
            "nothing happened in the future");
    }

    private void CheckNumbers(Ticket ticket, IReadOnlyCollection<Message> thread)
    {
        var shown = thread
            .Where(message =>
                message.Status is MessageStatus.Received or MessageStatus.Sent
                && message.Sender is not Sender.System
                && !message.IsNote)
            .ToList();
        Hold(shown.TrueForAll(message => message.ShownNumber is not null), "what the customer has is numbered");
        Hold(
            thread.Except(shown).All(message => message.ShownNumber is null),
            "what the customer does not see has no number");
        Hold(
            shown
                .Select(message => message.ShownNumber!.Value)
                .Order()
                .SequenceEqual(Enumerable.Range(1, shown.Count)),
            "shown numbers are 1, 2, 3 and so on");
        var fresh = shown
            .Where(message => !_final.TryGetValue(message.Id, out var before) || before.Shown is null)
            .Select(message => message.ShownNumber!.Value)
            .ToList();
        Hold(fresh.TrueForAll(number => number > _highestShown), "what is shown later has a higher number");
        _highestShown = shown.Count;

        Hold(
            ticket.MessageCount == ticket.CustomerMessages + ticket.EnsorasMessages + ticket.AgentMessages,
            "the count is the sum of its parts");
        Hold(ticket.MessageCount == shown.Count, "the count is what was shown");
        Hold(
            ticket.CustomerMessages == shown.Count(message => message.Sender is Sender.Customer),
            "the customer's messages are counted");
        Hold(
            ticket.EnsorasMessages == shown.Count(message => message.Sender is Sender.Ensoras),
            "Ensoras' messages are counted");
        Hold(
            ticket.LastCustomerNumber
                == thread.Where(message => message.Sender is Sender.Customer).Max(message => message.Number),
            "the last customer message is known");
        Hold(
            thread.Select(message => message.Number).Order().SequenceEqual(Enumerable.Range(1, thread.Count)),
            "the thread is numbered without gaps");
    }

    private static void CheckInbox(Ticket ticket)
    {
        var isIn =
            ticket.Status is AwaitingApproval or AwaitingAgent || (ticket.Status is AwaitingEnsoras && ticket.IsStale);
        Hold(isIn == ticket.InboxRank is not null, "it is in the Inbox when it needs a person, and only then");
        Hold(!ticket.IsStale || ticket.Status is AwaitingEnsoras, "only what awaits Ensoras is stale");
        Hold(
            ticket.InboxRank is not { } rank || rank % 10 == TicketPriority.Critical - ticket.Priority,
            "its place follows its priority");
        Hold(!ticket.IsUnread || ticket.Status is not Closed, "what is closed is not unread");
        Hold(ticket.AssigneeKey == (ticket.AssigneeId ?? Guid.Empty), "it sorts by its assignee");
    }

    private void CheckWhatIsFinal(IReadOnlyCollection<Message> thread)
    {
        foreach (var message in thread)
        {
            var now = (message.Status, message.Body, message.ShownNumber);
            if (_final.TryGetValue(message.Id, out var before))
            {
                Hold(
                    before == now,
                    $"message {message.Number} was {before.Status} and is {message.Status}: what is final stays as "
                        + "it is");
            }
            else if (
                message.Status is MessageStatus.Received or MessageStatus.Sent
                || message
                    is { Status: MessageStatus.Rejected, Rejection: not (Rejection.Closed or Rejection.AgentReplied) })
            {
                _final[message.Id] = now;
            }

            foreach (var call in message.ToolCalls)
            {
                Hold(
                    !_endedCalls.TryGetValue(call.Id, out var ended) || ended == call.Status,
                    "a tool that ended does not run again");
                if (
                    call.Status is ToolCallStatus.Succeeded or ToolCallStatus.Failed
                    || (
                        call.Status is ToolCallStatus.Dropped
                        && message.Rejection is not (Rejection.Closed or Rejection.AgentReplied)))
                {
                    _endedCalls[call.Id] = call.Status;
                }
            }
        }
    }

    public static void Hold(bool condition, string promise)
    {
        if (!condition)
        {
            throw new BrokenPromiseException(promise);
        }
    }
}

/// <summary>A promise that a sequence of operations broke.</summary>
internal sealed class BrokenPromiseException(string promise) : Exception(promise);
