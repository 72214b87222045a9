using Ensoras.Domain.Projects;
using Ensoras.Domain.Workflows;

namespace Ensoras.Web.Workflows;

/// <summary>A workflow in plain English.</summary>
public static class WorkflowWords
{
    /// <summary>What the editor calls a condition.</summary>
    public static string Label(this ConditionKind kind) => kind switch
    {
        ConditionKind.MessageContainsAny => "Message contains any of",
        ConditionKind.MessageContainsAll => "Message contains all of",
        ConditionKind.SubjectContains => "Subject contains any of",
        ConditionKind.Channel => "Channel is",
        ConditionKind.CustomerAddress => "Customer's address or domain is",
        _ => "The ticket is new",
    };

    /// <summary>Such as "When the message contains any of refund, money and the ticket is new".</summary>
    public static string When(Workflow workflow) => workflow.Conditions.Count == 0
        ? "Whenever a customer writes"
        : "When " + string.Join(workflow.AnyIsEnough ? " or " : " and ", workflow.Conditions.Select(condition =>
            condition.Kind is ConditionKind.TicketIsNew ? "the ticket is new" : $"the {LowerFirst(condition.Kind.Label())} {condition.Value}"));

    /// <summary>Such as "Assign Team Returns, Add Tag refund".</summary>
    public static string Then(Workflow workflow, IReadOnlyList<IWorkflowAction> actions, Roster roster) => string.Join(", ", workflow.Steps.Select(step =>
        actions.FirstOrDefault(action => action.Key == step.Action) is not { } action
            ? step.Action
            : string.Join(' ', [action.Title, .. action.Fields.Select(field => Name(field.Kind, step.Values.GetValueOrDefault(field.Name), roster))])));

    private static string Name(FieldKind kind, string? value, Roster roster) => kind switch
    {
        FieldKind.Agent => roster.Agents.FirstOrDefault(agent => agent.Id.ToString() == value)?.Name ?? "(no longer here)",
        FieldKind.Team => roster.Teams.FirstOrDefault(team => team.Id.ToString() == value)?.Name ?? "(deleted)",
        _ => value ?? "",
    };

    private static string LowerFirst(string text) => char.ToLowerInvariant(text[0]) + text[1..];
}
