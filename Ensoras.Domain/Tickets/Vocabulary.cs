namespace Ensoras.Domain.Tickets;

/// <summary>
/// Where a ticket stands; the words and what follows from each are the help page's "Ticket Statuses".
/// </summary>
public enum TicketStatus
{
    AwaitingEnsoras,
    AwaitingApproval,
    AwaitingAgent,
    AwaitingCustomer,
    Resolved,
    Closed,
}

/// <summary>How much a ticket presses, least first.</summary>
public enum TicketPriority
{
    Low,
    Medium,
    High,
    Urgent,
    Critical,
}

/// <summary>Who handles a ticket: Ensoras (drafts are written) or people only.</summary>
public enum TicketType
{
    Ensoras,
    Human,
}

/// <summary>The way a customer reaches the desk.</summary>
public enum Channel
{
    Email,
    Widget,
}

/// <summary>Where a message stands between being written and being with the customer.</summary>
public enum MessageStatus
{
    Received,
    Draft,
    PendingTools,
    Queued,
    Scheduled,
    Sending,
    Sent,
    Rejected,
    Failed,
    Uncertain,
}

/// <summary>The words on screen for the enumerations of this page.</summary>
public static class Vocabulary
{
    /// <summary>The longest message a customer or an agent can write, in characters.</summary>
    public const int MaxMessageLength = 20_000;

    /// <summary>The longest title of a ticket, in characters; longer ones are cut.</summary>
    public const int MaxTitleLength = 200;

    public static string Label(this TicketStatus status) => status switch
    {
        TicketStatus.AwaitingEnsoras => "Awaiting Ensoras",
        TicketStatus.AwaitingApproval => "Awaiting Approval",
        TicketStatus.AwaitingAgent => "Awaiting Agent",
        TicketStatus.AwaitingCustomer => "Awaiting Customer",
        _ => status.ToString(),
    };

    /// <summary>What became of a draft or a reply that was not sent; only a person's "no" is a rejection.</summary>
    public static string Label(this Rejection outcome) => outcome switch
    {
        Rejection.ByReviewer => "Rejected",
        Rejection.ToolsRun => "Tools run",
        Rejection.Superseded or Rejection.Regenerated => "Replaced",
        Rejection.Cancelled => "Canceled",
        Rejection.Undone => "Undone",
        _ => "Set aside",
    };

    public static string Label(this MessageStatus status) =>
        status is MessageStatus.PendingTools ? "Pending Tools" : status.ToString();
}
