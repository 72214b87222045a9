using Ensoras.Domain.People;

namespace Ensoras.Web.Settings;

/// <summary>What each role may do, in a few words.</summary>
public static class RoleWords
{
    public static readonly IReadOnlyList<(Role Role, string Meaning)> All =
    [
        (Role.Agent, "Reads, replies, writes notes, takes ownership, asks for a draft."),
        (Role.Reviewer, "Approves, rejects and regenerates drafts, runs tools."),
        (Role.Lead, "Assigns to others and to teams, bulk actions, knowledge."),
        (Role.Admin, "Settings, channels, people."),
    ];
}
