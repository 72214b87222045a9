using System.Collections.Frozen;
using static Ensoras.Domain.Tickets.TicketAction;
using static Ensoras.Domain.Tickets.TicketStatus;

namespace Ensoras.Domain.Tickets;

/// <summary>
/// The state machine: action × from → to, and the least role a person needs. What is not in this table cannot happen.
/// Source: the help page's "Ticket Statuses" and the desk's rules; rows beyond those are explained in
/// docs/decisions.md.
/// </summary>
public static class TicketTransitions
{
    private static readonly TicketStatus[] Any = Enum.GetValues<TicketStatus>();
    private static readonly TicketStatus[] Open =
    [
        AwaitingEnsoras,
        AwaitingApproval,
        AwaitingAgent,
        AwaitingCustomer,
        Resolved,
    ];
    private static readonly TicketStatus[] WithoutDraft = [AwaitingEnsoras, AwaitingAgent, AwaitingCustomer, Resolved];
    private static readonly TicketStatus[] Answered = [AwaitingCustomer];

    private static readonly FrozenDictionary<TicketAction, Row> Table = new Row[]
    {
        new(CustomerWrites, Any, [AwaitingEnsoras, AwaitingAgent]),
        new(RequestDraft, WithoutDraft, WithoutDraft, Role.Agent),
        new(DraftReady, Open, [AwaitingApproval, AwaitingCustomer]),
        new(NoAnswer, Open, Open),

        new(Approve, [AwaitingApproval], Answered, Role.Reviewer),
        new(UndoApprove, Open, Open, Role.Reviewer),
        new(Reject, [AwaitingApproval], Open, Role.Reviewer),
        new(Regenerate, [AwaitingApproval], [AwaitingApproval], Role.Reviewer),
        new(KeepDraft, [AwaitingApproval], [AwaitingApproval], Role.Reviewer),
        new(ConfirmSources, [AwaitingApproval], [AwaitingApproval], Role.Reviewer),
        new(EditDraft, [AwaitingApproval], [AwaitingApproval], Role.Reviewer),
        new(EditArguments, [AwaitingApproval], [AwaitingApproval], Role.Reviewer),
        new(ExecuteAndReview, [AwaitingApproval], [AwaitingApproval], Role.Reviewer),
        new(RunAll, [AwaitingApproval], [AwaitingApproval], Role.Reviewer),
        new(ToolsEnd, [AwaitingApproval], [AwaitingApproval, AwaitingCustomer]),

        new(Reply, Open, Answered, Role.Agent),
        new(UndoReply, Open, Open, Role.Agent),
        new(Schedule, Open, Open, Role.Agent),
        new(SendNow, Open, Answered, Role.Agent),
        new(CancelScheduled, Open, Open, Role.Agent),
        new(HoldScheduled, Open, Open),
        new(UseAgain, Any, Any, Role.Agent),
        new(DeliveryStep, Any, Any),
        new(DeliveryFailed, Any, Any),
        new(Retry, Open, Answered, Role.Agent),
        new(MarkAsSent, Any, Any, Role.Agent),
        new(WriteNote, Any, Any, Role.Agent),

        new(Escalate, Open, [AwaitingAgent], Role.Agent),
        new(TakeOwnership, Open, [AwaitingAgent, AwaitingCustomer, Resolved], Role.Agent),
        new(Assign, Open, Open, Role.Agent),
        new(ChangePriority, Any, Any, Role.Agent),
        new(Tag, Any, Any, Role.Agent),
        new(MarkRead, Any, Any, Role.Agent),
        new(Identify, Open, Open),
        new(ChangeParticipants, Any, Any, Role.Agent),
        new(ReceiveAutomaticMail, Any, Any),
        new(Bounce, Any, Any),
        new(GoStale, [AwaitingEnsoras], [AwaitingEnsoras]),

        new(ChangeStatus, Open, Open, Role.Agent),
        new(AutoClose, [AwaitingCustomer, Resolved], [Closed]),
        new(Close, Open, [Closed], Role.Agent),
        new(Reopen, [Closed, Resolved], [AwaitingEnsoras, AwaitingAgent], Role.Agent),
        new(UndoAutoClose, [Closed], [AwaitingCustomer, Resolved], Role.Admin),
        new(UndoClose, [Closed], Open, Role.Agent),
        new(CustomerThanks, [Resolved, Closed], [Resolved, Closed]),
    }.ToFrozenDictionary(row => row.Action);

    /// <summary>Every row, for the tests and for docs.</summary>
    public static IReadOnlyCollection<Row> Rows => Table.Values;

    /// <summary>
    /// Whether the table has <paramref name="action"/> for a ticket that stands at <paramref name="from"/>.
    /// </summary>
    public static bool Allows(TicketAction action, TicketStatus from) => Array.IndexOf(Table[action].From, from) >= 0;

    /// <summary>Whether a step from one status to another by this action is in the table.</summary>
    public static bool Allows(TicketAction action, TicketStatus from, TicketStatus to) =>
        Allows(action, from) && Array.IndexOf(Table[action].To, to) >= 0;

    /// <summary>
    /// The least role that a person needs for <paramref name="action"/>; null where only the desk itself acts.
    /// </summary>
    public static Role? LeastRole(TicketAction action) => Table[action].LeastRole;

    /// <summary>
    /// What can be said of a row in a list: status and role allow it. The ticket itself has the last word.
    /// </summary>
    public static bool Permits(TicketAction action, TicketStatus from, Actor by) =>
        Allows(action, from) && (LeastRole(action) is not { } least || by.IsAtLeast(least));

    /// <summary>Where <paramref name="action"/> leads from <paramref name="from"/>.</summary>
    /// <param name="wanted">Where the operation wants to go; null for the only place there is, or to stay.</param>
    /// <exception cref="RuleBrokenException">The table does not have it; the message is for the person.</exception>
    internal static TicketStatus Next(TicketAction action, TicketStatus from, TicketStatus? wanted)
    {
        var to = wanted ?? (Table[action].To is [var only] ? only : from);
        return Allows(action, from, to)
            ? to
            : throw new RuleBrokenException(Sentence.Of("Tickets.NoSuchMove", from, to));
    }

    /// <summary>One row of the table.</summary>
    /// <param name="From">The statuses in which the action may happen.</param>
    /// <param name="To">The statuses it may lead to.</param>
    /// <param name="LeastRole">What a person needs; null where only the desk itself or a customer acts.</param>
    public sealed record Row(TicketAction Action, TicketStatus[] From, TicketStatus[] To, Role? LeastRole = null);
}
