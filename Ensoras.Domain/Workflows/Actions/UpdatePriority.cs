using Ensoras.Domain.Projects;
using Ensoras.Domain.Tickets;

namespace Ensoras.Domain.Workflows.Actions;

/// <summary>Sets the ticket's priority.</summary>
public sealed class UpdatePriority : IWorkflowAction
{
    public string Key => "update-priority";

    public Sentence Title => Sentence.Of("Workflows.UpdatePriority");

    public IReadOnlyList<ActionField> Fields { get; } =
        [new("priority", Sentence.Of("Workflows.Priority"), FieldKind.Priority)];

    public Sentence Apply(Ticket ticket, Stamp stamp, IReadOnlyDictionary<string, string> values, Roster roster)
    {
        if (EnumName.Read<TicketPriority>(values.GetValueOrDefault("priority")) is not { } priority)
        {
            throw new RuleBrokenException(Sentence.Of("Workflows.NoPriority"));
        }

        ticket.ChangePriority(stamp, priority);
        return Sentence.Of("Workflows.PrioritySet", priority);
    }
}
