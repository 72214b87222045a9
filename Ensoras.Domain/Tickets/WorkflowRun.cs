namespace Ensoras.Domain.Tickets;

/// <summary>
/// What one workflow made of one customer message. It stays, with the workflow's name, when the workflow is deleted.
/// </summary>
public sealed class WorkflowRun
{
    private WorkflowRun()
    {
    }

    internal WorkflowRun(
        Guid ticketId,
        Guid workflowId,
        string workflowName,
        int messageNumber,
        bool matched,
        Sentence detail,
        DateTimeOffset at)
    {
        Id = Guid.CreateVersion7(at);
        TicketId = ticketId;
        WorkflowId = workflowId;
        WorkflowName = workflowName;
        MessageNumber = messageNumber;
        Matched = matched;
        Detail = detail;
        At = at;
    }

    public Guid Id { get; private set; }

    public Guid TicketId { get; private set; }

    public Guid WorkflowId { get; private set; }

    /// <summary>What it was called then.</summary>
    public string WorkflowName { get; private set; } = "";

    /// <summary>The customer message that it was evaluated for.</summary>
    public int MessageNumber { get; private set; }

    /// <summary>Whether its conditions were met.</summary>
    public bool Matched { get; private set; }

    /// <summary>What it did, or why its conditions were not met.</summary>
    public Sentence Detail { get; private set; } = null!;

    public DateTimeOffset At { get; private set; }
}
