using Ensoras.Domain.Projects;
using Ensoras.Domain.Tickets;

namespace Ensoras.Domain.Workflows.Actions;

/// <summary>Puts a tag on the ticket.</summary>
public sealed class AddTag : IWorkflowAction
{
    public string Key => "add-tag";

    public string Title => "Add Tag";

    public IReadOnlyList<ActionField> Fields { get; } = [new("tag", "Tag", FieldKind.Text)];

    public string Apply(Ticket ticket, Stamp stamp, IReadOnlyDictionary<string, string> values, Roster roster)
    {
        var tag = values.GetValueOrDefault("tag") ?? "";
        ticket.AddTag(stamp, tag);
        return $"tagged {Ticket.CleanTag(tag)}";
    }
}
