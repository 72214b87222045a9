using Ensoras.Domain.Projects;
using Ensoras.Domain.Tickets;

namespace Ensoras.Domain.Workflows;

/// <summary>
/// Evaluates workflows for one message, in their order, and runs the actions of those whose conditions are met.
/// </summary>
internal static class WorkflowEvaluator
{
    public static void Evaluate(
        Ticket ticket,
        DateTimeOffset at,
        ArrivedMessage message,
        IEnumerable<Workflow> workflows,
        IReadOnlyCollection<IWorkflowAction> actions,
        Roster roster)
    {
        foreach (var workflow in workflows)
        {
            var whyNot = WhyNot(workflow, message);
            var detail = whyNot is null ? Do(workflow, ticket, at, actions, roster) : Whole(whyNot);
            ticket.RecordWorkflow(at, workflow.Id, workflow.Name, message.Number, whyNot is null, detail);
        }
    }

    private static Sentence? WhyNot(Workflow workflow, ArrivedMessage message)
    {
        var unmet = workflow.Conditions.Select(condition => condition.WhyNot(message)).OfType<Sentence>().ToList();
        return unmet.Count == 0 || (workflow.AnyIsEnough && unmet.Count < workflow.Conditions.Count)
            ? null
            : Sentence.Joined("Workflows.Also", unmet);
    }

    private static Sentence Do(
        Workflow workflow,
        Ticket ticket,
        DateTimeOffset at,
        IReadOnlyCollection<IWorkflowAction> actions,
        Roster roster)
    {
        var stamp = new Stamp(new Actor(Sender.System, workflow.Id, $"Workflow “{workflow.Name}”", null), at);
        var done = workflow.Steps.Select(step =>
        {
            try
            {
                return actions.FirstOrDefault(action => action.Key == step.Action) is { } action
                    ? action.Apply(ticket, stamp, step.Values, roster)
                    : Sentence.Of("Workflows.UnknownAction", step.Action);
            }
            catch (RuleBrokenException refusal)
            {
                // What one action may not do is said, and the next one is done.
                return Sentence.Of("Workflows.LeftAsItWas", refusal.Why);
            }
        }).ToList();
        return done.Count == 0 ? Sentence.Of("Workflows.NoActions") : Whole(Sentence.Joined("Workflows.Also", done));
    }

    private static Sentence Whole(Sentence part) => Sentence.Of("Workflows.Whole", part);
}
