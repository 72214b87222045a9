namespace Ensoras.Domain.People;

/// <summary>A group of agents that tickets can be assigned to.</summary>
public sealed class Team
{
    private readonly List<TeamMember> _members = [];

    private Team()
    {
    }

    public Team(Guid projectId, string name, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        ProjectId = projectId;
        Name = name.Trim();
    }

    public Guid Id { get; private set; }

    public Guid ProjectId { get; private set; }

    public string Name { get; set; } = "";

    public IReadOnlyList<TeamMember> Members => _members;

    public void Join(Guid agentId)
    {
        if (_members.TrueForAll(member => member.AgentId != agentId))
        {
            _members.Add(new TeamMember(Id, agentId));
        }
    }

    public void Leave(Guid agentId) => _members.RemoveAll(member => member.AgentId == agentId);
}

/// <summary>That an agent belongs to a team.</summary>
public sealed record TeamMember(Guid TeamId, Guid AgentId);
