namespace Ensoras.Domain.Core;

/// <summary>What a signed-in person may do; each role includes the ones before it.</summary>
public enum Role
{
    /// <summary>Reads, replies, notes, takes ownership, asks for a draft.</summary>
    Agent,

    /// <summary>Approves, rejects, regenerates, runs tools.</summary>
    Reviewer,

    /// <summary>Assigns to others and to teams, bulk actions, workflows, knowledge.</summary>
    Lead,

    /// <summary>Project settings, channels, models, tools, people.</summary>
    Admin,
}
