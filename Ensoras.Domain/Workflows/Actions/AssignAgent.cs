using Ensoras.Domain.Projects;
using Ensoras.Domain.Tickets;

namespace Ensoras.Domain.Workflows.Actions;

/// <summary>Gives the ticket to a person, unless a person has it already.</summary>
public sealed class AssignAgent : IWorkflowAction
{
    public string Key => "assign-agent";

    public string Title => "Assign Agent";

    public IReadOnlyList<ActionField> Fields { get; } = [new("agent", "Agent", FieldKind.Agent)];

    public string Apply(Ticket ticket, Stamp stamp, IReadOnlyDictionary<string, string> values, Roster roster)
    {
        var agent = Guid.TryParse(values.GetValueOrDefault("agent"), out var id)
            ? roster.Agents.FirstOrDefault(each => each.Id == id)
            : null;
        if (agent is not { IsActive: true })
        {
            throw new RuleBrokenException(
                agent is null
                    ? "The person to assign it to is no longer here."
                    : $"{agent.Name} no longer works at this desk.");
        }

        if (ticket.AssigneeId is { } holder)
        {
            throw new RuleBrokenException(
                $"It is {roster.Agents.FirstOrDefault(each => each.Id == holder)?.Name ?? "somebody"}'s already.");
        }

        ticket.Assign(stamp, agent.Id, ticket.TeamId, agent.Name);
        return $"assigned to {agent.Name}";
    }
}
