using Ensoras.Domain.Projects;
using Ensoras.Domain.Tickets;

namespace Ensoras.Domain.Workflows;

/// <summary>What a field of an action is chosen from.</summary>
public enum FieldKind
{
    Agent,
    Team,
    Priority,
    Text,
}

/// <summary>Something that an action needs to know; the editor draws it from this.</summary>
public sealed record ActionField(string Name, Sentence Label, FieldKind Kind);

/// <summary>Something that a workflow can do.</summary>
public interface IWorkflowAction
{
    /// <summary>What it is stored by.</summary>
    string Key { get; }

    /// <summary>What people call it, such as "Assign Agent".</summary>
    Sentence Title { get; }

    IReadOnlyList<ActionField> Fields { get; }

    /// <summary>Does it by operations of the ticket.</summary>
    /// <returns>What it did, such as "assigned to Lena Lead".</returns>
    /// <exception cref="RuleBrokenException">There was nothing to do or the rules forbid it; the message says
    /// why.</exception>
    Sentence Apply(Ticket ticket, Stamp stamp, IReadOnlyDictionary<string, string> values, Roster roster);
}
