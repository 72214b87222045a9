using Ensoras.Domain.Projects;
using Ensoras.Domain.Tickets;

namespace Ensoras.Domain.Workflows.Actions;

/// <summary>Gives the ticket to a team, unless a person has it already.</summary>
public sealed class AssignTeam : IWorkflowAction
{
    public string Key => "assign-team";

    public string Title => "Assign Team";

    public IReadOnlyList<ActionField> Fields { get; } = [new("team", "Team", FieldKind.Team)];

    public string Apply(Ticket ticket, Stamp stamp, IReadOnlyDictionary<string, string> values, Roster roster)
    {
        var team = Guid.TryParse(values.GetValueOrDefault("team"), out var id)
            ? roster.Teams.FirstOrDefault(each => each.Id == id)
            : null;
        if (team is null)
        {
            throw new RuleBrokenException("The team to assign it to has been deleted.");
        }

        if (ticket.AssigneeId is { } holder)
        {
            throw new RuleBrokenException(
                $"It is {roster.Agents.FirstOrDefault(each => each.Id == holder)?.Name ?? "somebody"}'s already.");
        }

        ticket.Assign(stamp, null, team.Id, team.Name);
        return $"assigned to {team.Name}";
    }
}
