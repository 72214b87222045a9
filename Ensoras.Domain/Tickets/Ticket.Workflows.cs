namespace Ensoras.Domain.Tickets;

/// <summary>Workflows are evaluated once for each message of the customer.</summary>
public sealed partial class Ticket
{
    private readonly List<WorkflowRun> _runs = [];

    /// <summary>
    /// The first customer message for which workflows have not been evaluated; null when there is none.
    /// </summary>
    public int? WorkflowsFrom { get; private set; }

    /// <summary>What workflows made of messages in this change.</summary>
    public IReadOnlyList<WorkflowRun> NewRuns => _runs;

    /// <summary>Keeps what a workflow made of a message.</summary>
    /// <param name="detail">What it did, or why its conditions were not met.</param>
    public void RecordWorkflow(
        DateTimeOffset at,
        Guid workflowId,
        string name,
        int messageNumber,
        bool executed,
        Sentence detail) =>
        _runs.Add(new WorkflowRun(Id, workflowId, name, messageNumber, executed, detail, at));

    /// <summary>Workflows have been evaluated for all messages up to this one.</summary>
    public void WorkflowsDone(int throughNumber) =>
        WorkflowsFrom = LastCustomerNumber > throughNumber ? throughNumber + 1 : null;

    /// <summary>What was said happened elsewhere; for imports.</summary>
    internal void SkipWorkflows() => WorkflowsFrom = null;
}
