using Ensoras.Domain.Workflows;

namespace Ensoras.Web.Workflows;

/// <summary>A workflow as it is being edited; a new one has no id.</summary>
public sealed class WorkflowForm
{
    public Guid? Id { get; private init; }

    public string Name { get; set; } = "";

    public bool AnyIsEnough { get; set; }

    public List<ConditionRow> Conditions { get; private init; } = [];

    public List<StepRow> Steps { get; private init; } = [];

    private int Version { get; init; }

    public static WorkflowForm New() => new() { Conditions = [new ConditionRow()], Steps = [new StepRow()] };

    public static WorkflowForm Of(Workflow workflow) =>
        new()
        {
            Id = workflow.Id,
            Version = workflow.Version,
            Name = workflow.Name,
            AnyIsEnough = workflow.AnyIsEnough,
            Conditions =
            [
                .. workflow.Conditions.Select(condition => new ConditionRow
                {
                    Kind = condition.Kind,
                    Value = condition.Value,
                }),
            ],
            Steps =
            [
                .. workflow.Steps.Select(step => new StepRow
                {
                    Action = step.Action,
                    Values = new Dictionary<string, string>(step.Values),
                }),
            ],
        };

    public WorkflowInput ToText() =>
        new(
            Id,
            Version,
            Name,
            AnyIsEnough,
            [
                .. Conditions.Select(row => new WorkflowCondition(
                    row.Kind,
                    row.Kind is ConditionKind.TicketIsNew ? "" : row.Value.Trim())),
            ],
            [.. Steps.Select(row => new WorkflowStep(row.Action, new Dictionary<string, string>(row.Values)))]);

    public sealed class ConditionRow
    {
        public ConditionKind Kind { get; set; }

        public string Value { get; set; } = "";
    }

    public sealed class StepRow
    {
        public string Action { get; set; } = "assign-team";

        public Dictionary<string, string> Values { get; init; } = [];
    }
}
