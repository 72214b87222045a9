using Ensoras.Domain.Projects;
using Ensoras.Domain.Tickets;

namespace Ensoras.Domain.Workflows.Actions;

/// <summary>Gives the ticket to a team, unless a person has it already.</summary>
public sealed class AssignTeam : IWorkflowAction
{
    public string Key => "assign-team";

    public Sentence Title => Sentence.Of("Workflows.AssignTeam");

    public IReadOnlyList<ActionField> Fields { get; } = [new("team", Sentence.Of("Workflows.Team"), FieldKind.Team)];

    public Sentence Apply(Ticket ticket, Stamp stamp, IReadOnlyDictionary<string, string> values, Roster roster)
    {
        var team = Guid.TryParse(values.GetValueOrDefault("team"), out var id)
            ? roster.Teams.FirstOrDefault(each => each.Id == id)
            : null;
        if (team is null)
        {
            throw new RuleBrokenException(Sentence.Of("Workflows.TeamGone"));
        }

        if (ticket.AssigneeId is { } holder)
        {
            var name = roster.Agents.FirstOrDefault(each => each.Id == holder)?.Name;
            throw new RuleBrokenException(Sentence.Of("Workflows.AssignedAlready", Sentence.Called(name)));
        }

        ticket.Assign(stamp, null, team.Id, team.Name);
        return Sentence.Of("Workflows.AssignedTo", team.Name);
    }
}
