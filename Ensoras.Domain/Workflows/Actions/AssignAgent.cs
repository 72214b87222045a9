using Ensoras.Domain.Projects;
using Ensoras.Domain.Tickets;

namespace Ensoras.Domain.Workflows.Actions;

/// <summary>Gives the ticket to a person, unless a person has it already.</summary>
public sealed class AssignAgent : IWorkflowAction
{
    public string Key => "assign-agent";

    public Sentence Title => Sentence.Of("Workflows.AssignAgent");

    public IReadOnlyList<ActionField> Fields { get; } =
        [new("agent", Sentence.Of("Workflows.Agent"), FieldKind.Agent)];

    public Sentence Apply(Ticket ticket, Stamp stamp, IReadOnlyDictionary<string, string> values, Roster roster)
    {
        var agent = Guid.TryParse(values.GetValueOrDefault("agent"), out var id)
            ? roster.Agents.FirstOrDefault(each => each.Id == id)
            : null;
        if (agent is not { IsActive: true })
        {
            throw new RuleBrokenException(
                agent is null
                    ? Sentence.Of("Workflows.AgentGone")
                    : Sentence.Of("Tickets.NoLongerHere", agent.Name));
        }

        if (ticket.AssigneeId is { } holder)
        {
            var name = roster.Agents.FirstOrDefault(each => each.Id == holder)?.Name;
            throw new RuleBrokenException(Sentence.Of("Workflows.AssignedAlready", Sentence.Called(name)));
        }

        ticket.Assign(stamp, agent.Id, ticket.TeamId, agent.Name);
        return Sentence.Of("Workflows.AssignedTo", agent.Name);
    }
}
