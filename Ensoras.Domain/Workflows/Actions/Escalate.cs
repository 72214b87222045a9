using Ensoras.Domain.Projects;
using Ensoras.Domain.Tickets;

namespace Ensoras.Domain.Workflows.Actions;

/// <summary>Hands the ticket to a person; Ensoras writes no draft for it.</summary>
public sealed class Escalate : IWorkflowAction
{
    public string Key => "escalate";

    public Sentence Title => Sentence.Of("Workflows.Escalate");

    public IReadOnlyList<ActionField> Fields => [];

    public Sentence Apply(Ticket ticket, Stamp stamp, IReadOnlyDictionary<string, string> values, Roster roster)
    {
        ticket.Escalate(stamp);
        return Sentence.Of("Workflows.Escalated");
    }
}
