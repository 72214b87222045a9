namespace Ensoras.Domain.Workflows;

/// <summary>A rule of the desk: when a customer's message meets its conditions, its actions are done.</summary>
public sealed class Workflow
{
    private Workflow()
    {
    }

    internal Workflow(Guid projectId, int position, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        ProjectId = projectId;
        Position = position;
    }

    public Guid Id { get; private set; }

    public Guid ProjectId { get; private set; }

    public string Name { get; internal set; } = "";

    public bool IsOn { get; internal set; } = true;

    /// <summary>Workflows are evaluated in this order, from the lowest.</summary>
    public int Position { get; internal set; }

    /// <summary>Whether one condition is enough; else all must be met.</summary>
    public bool AnyIsEnough { get; internal set; }

    /// <summary>None means every message.</summary>
    public IReadOnlyList<WorkflowCondition> Conditions { get; internal set; } = [];

    public IReadOnlyList<WorkflowStep> Steps { get; internal set; } = [];

    /// <summary>Counts up with every change, so that nobody overwrites what another has just saved.</summary>
    public int Version { get; internal set; }
}

/// <summary>One action of a workflow with what was chosen for it.</summary>
/// <param name="Action">The key of an <see cref="IWorkflowAction"/>.</param>
public sealed record WorkflowStep(string Action, IReadOnlyDictionary<string, string> Values);
