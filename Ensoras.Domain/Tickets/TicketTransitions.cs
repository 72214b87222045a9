using System.Collections.Frozen;
using Ensoras.Domain.People;
using static Ensoras.Domain.Tickets.TicketAction;
using static Ensoras.Domain.Tickets.TicketStatus;

namespace Ensoras.Domain.Tickets;

/// <summary>
/// The state machine: action × from → to, and the least role a person needs. What is not in this table cannot happen.
/// Source: the help page's "Ticket Statuses" and the desk's rules; rows beyond those are explained in docs/decisions.md.
/// </summary>
public static class TicketTransitions
{
    private static readonly TicketStatus[] Any = Enum.GetValues<TicketStatus>();
    private static readonly TicketStatus[] Open = [AwaitingEnsoras, AwaitingApproval, AwaitingAgent, AwaitingCustomer, Resolved];
    private static readonly TicketStatus[] WithoutDraft = [AwaitingEnsoras, AwaitingAgent, AwaitingCustomer, Resolved];
    private static readonly TicketStatus[] Answered = [AwaitingCustomer];

    private static readonly FrozenDictionary<TicketAction, Row> Table = new Row[]
    {
        new(CustomerWrites, Any, [AwaitingEnsoras, AwaitingAgent], ticket => ticket.WhoseTurn),
        new(RequestDraft, WithoutDraft, WithoutDraft, Stay),
        new(DraftReady, Open, [AwaitingApproval, AwaitingCustomer], ticket => ticket.SendsAfterTools ? AwaitingCustomer : AwaitingApproval),
        new(NoAnswer, Open, Open, ticket => ticket.Status is AwaitingEnsoras or AwaitingApproval ? AwaitingAgent : ticket.Status),

        new(Approve, [AwaitingApproval], Answered, To(AwaitingCustomer), Role.Reviewer),
        new(UndoApprove, Open, Open, ticket => ticket.StatusAfterUndo, Role.Reviewer),
        new(Reject, [AwaitingApproval], Open, ticket => ticket.StatusBeforeDraft, Role.Reviewer),
        new(Regenerate, [AwaitingApproval], [AwaitingApproval], Stay, Role.Reviewer),
        new(EditDraft, [AwaitingApproval], [AwaitingApproval], Stay, Role.Reviewer),
        new(ExecuteAndReview, [AwaitingApproval], [AwaitingApproval], Stay, Role.Reviewer),
        new(RunAll, [AwaitingApproval], [AwaitingApproval], Stay, Role.Reviewer),
        new(ToolsEnd, [AwaitingApproval], [AwaitingApproval, AwaitingCustomer], ticket => ticket.SendsAfterTools ? AwaitingCustomer : AwaitingApproval),

        new(Reply, Open, Answered, To(AwaitingCustomer), Role.Agent),
        new(UndoReply, Open, Open, ticket => ticket.StatusAfterUndo, Role.Agent),
        new(Schedule, Open, Open, Stay, Role.Agent),
        new(SendNow, Open, Answered, To(AwaitingCustomer), Role.Agent),
        new(CancelScheduled, Open, Open, Stay, Role.Agent),
        new(UseAgain, Any, Any, Stay, Role.Agent),
        new(DeliveryStep, Any, Any, Stay),
        new(DeliveryFailed, Any, Any, ticket => ticket.Status is AwaitingCustomer or Resolved ? AwaitingAgent : ticket.Status),
        new(Retry, Open, Answered, To(AwaitingCustomer), Role.Agent),
        new(MarkAsSent, Any, Any, ticket => ticket.EndsWaiting ? AwaitingCustomer : ticket.Status, Role.Agent),
        new(WriteNote, Any, Any, Stay, Role.Agent),

        new(Escalate, Open, [AwaitingAgent], To(AwaitingAgent), Role.Agent),
        new(TakeOwnership, Open, [AwaitingAgent, AwaitingCustomer, Resolved], ticket => ticket.Status is AwaitingEnsoras or AwaitingApproval ? AwaitingAgent : ticket.Status, Role.Agent),
        new(Assign, Open, Open, Stay, Role.Lead),
        new(ChangePriority, Any, Any, Stay, Role.Agent),
        new(Tag, Any, Any, Stay, Role.Agent),
        new(MarkRead, Any, Any, Stay),
        new(Identify, Open, Open, Stay),
        new(GoStale, [AwaitingEnsoras], [AwaitingEnsoras], Stay),

        new(ChangeStatus, Open, Open, ticket => ticket.ChosenStatus, Role.Agent),
        new(AutoClose, [AwaitingCustomer, Resolved], [Closed], To(Closed)),
        new(Close, Open, [Closed], To(Closed), Role.Agent),
        new(Reopen, [Closed, Resolved], [AwaitingEnsoras, AwaitingAgent], ticket => ticket.WhoseTurn, Role.Agent),
    }.ToFrozenDictionary(row => row.Action);

    /// <summary>Every row, for the tests and for docs.</summary>
    public static IReadOnlyCollection<Row> Rows => Table.Values;

    /// <summary>Whether the table has <paramref name="action"/> for a ticket that stands at <paramref name="from"/>.</summary>
    public static bool Allows(TicketAction action, TicketStatus from) => Array.IndexOf(Table[action].From, from) >= 0;

    /// <summary>Whether a step from one status to another by this action is in the table.</summary>
    public static bool Allows(TicketAction action, TicketStatus from, TicketStatus to) =>
        Allows(action, from) && Array.IndexOf(Table[action].To, to) >= 0;

    /// <summary>The least role that a person needs for <paramref name="action"/>; null where only the desk itself acts.</summary>
    public static Role? LeastRole(TicketAction action) => Table[action].LeastRole;

    /// <summary>Where <paramref name="action"/> leads; throws <see cref="RuleBrokenException"/> with a sentence for the person when it may not happen.</summary>
    internal static TicketStatus Next(Ticket ticket, TicketAction action, Actor by)
    {
        var row = Table[action];
        if (row.LeastRole is { } least && !by.IsAtLeast(least))
        {
            throw new RuleBrokenException($"This needs the role {least}; you are signed in as {by.Role}. Ask a {least.ToString().ToLowerInvariant()} to do it.");
        }

        if (!Allows(action, ticket.Status))
        {
            throw new RuleBrokenException(Refusals.For(action, ticket.Status));
        }

        var next = row.Choose(ticket);
        return Array.IndexOf(row.To, next) >= 0
            ? next
            : throw new RuleBrokenException($"A ticket that is {ticket.Status.Label()} cannot become {next.Label()} this way.");
    }

    private static TicketStatus Stay(Ticket ticket) => ticket.Status;

    private static Func<Ticket, TicketStatus> To(TicketStatus status) => _ => status;

    /// <summary>One row of the table.</summary>
    /// <param name="From">The statuses in which the action may happen.</param>
    /// <param name="To">The statuses it may lead to.</param>
    /// <param name="Choose">Which of <paramref name="To"/> it is for a given ticket.</param>
    /// <param name="LeastRole">What a person needs; null where only the desk itself acts.</param>
    public sealed record Row(TicketAction Action, TicketStatus[] From, TicketStatus[] To, Func<Ticket, TicketStatus> Choose, Role? LeastRole = null);
}
