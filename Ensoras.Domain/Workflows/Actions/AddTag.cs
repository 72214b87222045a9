using Ensoras.Domain.Projects;
using Ensoras.Domain.Tickets;

namespace Ensoras.Domain.Workflows.Actions;

/// <summary>Puts a tag on the ticket.</summary>
public sealed class AddTag : IWorkflowAction
{
    public string Key => "add-tag";

    public Sentence Title => Sentence.Of("Workflows.AddTag");

    public IReadOnlyList<ActionField> Fields { get; } = [new("tag", Sentence.Of("Workflows.Tag"), FieldKind.Text)];

    public Sentence Apply(Ticket ticket, Stamp stamp, IReadOnlyDictionary<string, string> values, Roster roster)
    {
        var tag = values.GetValueOrDefault("tag") ?? "";
        ticket.AddTag(stamp, tag);
        return Sentence.Of("Workflows.Tagged", Ticket.CleanTag(tag));
    }
}
