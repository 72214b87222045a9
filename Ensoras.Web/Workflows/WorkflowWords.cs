using Ensoras.Domain.Projects;
using Ensoras.Domain.Workflows;
using Ensoras.Web.Resources;

namespace Ensoras.Web.Workflows;

/// <summary>A workflow in words.</summary>
public sealed class WorkflowWords(IStringLocalizer<WorkflowsText> text, IStringLocalizer<SharedText> shared)
{
    /// <summary>What the editor calls a condition.</summary>
    public string Label(ConditionKind kind) => text[$"Condition_{kind}"];

    /// <summary>What people call an action; one without a text of its own by its title.</summary>
    public string Label(IWorkflowAction action) =>
        text[$"Action_{Name(action.Key)}"] is { ResourceNotFound: false } label ? label : action.Title.ToString();

    public string Label(ActionField field) =>
        text[$"Field_{Name(field.Name)}"] is { ResourceNotFound: false } label ? label : field.Label.ToString();

    public string Label(string channelOrPriority) =>
        shared[$"Channel_{channelOrPriority}"] is { ResourceNotFound: false } channel ? channel
        : shared[$"TicketPriority_{channelOrPriority}"] is { ResourceNotFound: false } priority ? priority
        : channelOrPriority;

    /// <summary>Such as "When the message contains any of refund, money and the ticket is new".</summary>
    public string When(Workflow workflow) => workflow.Conditions.Count == 0
        ? text["WhenEver"]
        : text["WhenAll", workflow.Conditions.Select(Sentence).Aggregate((first, next) => Join(workflow, first, next))];

    /// <summary>Such as "Assign Team: Returns", one per step.</summary>
    public IEnumerable<string> Then(Workflow workflow, IReadOnlyList<IWorkflowAction> actions, Roster roster) =>
        workflow.Steps.Select(step =>
        {
            if (actions.FirstOrDefault(action => action.Key == step.Action) is not { } action)
            {
                return step.Action;
            }

            var values = action
                .Fields.Select(field => ValueOf(field.Kind, step.Values.GetValueOrDefault(field.Name), roster))
                .ToList();
            return values.Count == 0 ? Label(action) : text["Do", Label(action), string.Join(", ", values)];
        });

    private string Join(Workflow workflow, string first, string next) =>
        text[workflow.AnyIsEnough ? "OrJoin" : "AndJoin", first, next];

    private string Sentence(WorkflowCondition condition)
    {
        var value = condition.Kind is ConditionKind.Channel ? Label(condition.Value) : condition.Value;
        return text[$"When_{condition.Kind}", value] is { ResourceNotFound: false } sentence
            ? sentence
            : text["When_Unknown"];
    }

    private string ValueOf(FieldKind kind, string? value, Roster roster) => kind switch
    {
        FieldKind.Agent when roster.Agents.FirstOrDefault(agent => agent.Id.ToString() == value) is { } agent =>
            agent.IsActive ? agent.Name : text["PersonGone", agent.Name],
        FieldKind.Agent => "",
        FieldKind.Team => roster.Teams.FirstOrDefault(team => team.Id.ToString() == value)?.Name ?? text["TeamGone"],
        FieldKind.Priority => Label(value ?? ""),
        _ => value ?? "",
    };

    // "assign-team" is AssignTeam in the resource files.
    private static string Name(string key) =>
        string.Concat(key.Split('-').Select(word => string.Concat(word[..1].ToUpperInvariant(), word.AsSpan(1))));
}
