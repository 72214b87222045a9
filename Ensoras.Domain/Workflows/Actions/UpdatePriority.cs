using Ensoras.Domain.Projects;
using Ensoras.Domain.Tickets;

namespace Ensoras.Domain.Workflows.Actions;

/// <summary>Sets the ticket's priority.</summary>
public sealed class UpdatePriority : IWorkflowAction
{
    public string Key => "update-priority";

    public string Title => "Update Ticket Priority";

    public IReadOnlyList<ActionField> Fields { get; } = [new("priority", "Priority", FieldKind.Priority)];

    public string Apply(Ticket ticket, Stamp stamp, IReadOnlyDictionary<string, string> values, Roster roster)
    {
        if (EnumName.Read<TicketPriority>(values.GetValueOrDefault("priority")) is not { } priority)
        {
            throw new RuleBrokenException("No priority is chosen.");
        }

        ticket.ChangePriority(stamp, priority);
        return $"priority set to {priority}";
    }
}
