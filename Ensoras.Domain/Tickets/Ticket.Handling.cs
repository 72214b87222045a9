using Ensoras.Domain.Storage;

namespace Ensoras.Domain.Tickets;

/// <summary>Who handles it and how it is marked.</summary>
public sealed partial class Ticket
{
    private const int MaxTagLength = 30;
    private const int MaxTags = 20;

    /// <summary>Each tag between line feeds, so that one text column answers "has this tag".</summary>
    private string TagLines { get; set; } = "";

    public IReadOnlyList<string> Tags => SplitTags(TagLines);

    /// <summary>The tags of a stored row.</summary>
    public static IReadOnlyList<string> SplitTags(string lines) =>
        lines.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public void Escalate(Stamp stamp)
    {
        var from = HandToPerson(stamp);
        AddSystemMessage(stamp, $"{stamp.By.Name} escalated the ticket to a person.");
        Record(TicketAction.Escalate, stamp, from);
    }

    /// <summary>
    /// People handled it elsewhere before it came here: as <see cref="Escalate"/>, without a line that nobody wrote.
    /// </summary>
    internal void ImportAsHumanHandled(Stamp stamp)
    {
        var from = HandToPerson(stamp);
        Record(TicketAction.Escalate, stamp, from, "Imported");
    }

    /// <summary>Assigns it to the person who asks, as human-handled.</summary>
    public void TakeOwnership(Stamp stamp)
    {
        var from = Move(TicketAction.TakeOwnership, stamp, to: TakenFromEnsoras);
        AssigneeId = stamp.By.Id;
        Type = TicketType.Human;
        TakeOverFromEnsoras(Rejection.TakenOver, stamp);
        Record(TicketAction.TakeOwnership, stamp, from);
    }

    /// <summary>Assigns it to a person, to a team, to both, or (both null) to nobody.</summary>
    /// <param name="name">How the history calls the new assignee.</param>
    public void Assign(Stamp stamp, Guid? agentId, Guid? teamId, string name)
    {
        if (AssigneeId == agentId && TeamId == teamId)
        {
            throw new RuleBrokenException($"The ticket is already assigned to {name}.");
        }

        var from = Move(TicketAction.Assign, stamp);
        AssigneeId = agentId;
        TeamId = teamId;
        Record(TicketAction.Assign, stamp, from, name);
    }

    public void ChangePriority(Stamp stamp, TicketPriority priority)
    {
        if (!Enum.IsDefined(priority))
        {
            throw new RuleBrokenException("There is no such priority.");
        }

        if (priority == Priority)
        {
            throw new RuleBrokenException($"The priority is already {priority}.");
        }

        var from = Move(TicketAction.ChangePriority, stamp);
        var before = Priority;
        Priority = priority;
        Record(TicketAction.ChangePriority, stamp, from, $"{before} → {priority}");
    }

    public void AddTag(Stamp stamp, string tag)
    {
        var clean = CleanTag(tag);
        var tags = Tags;
        if (tags.Contains(clean))
        {
            throw new RuleBrokenException($"The ticket already has the tag {clean}.");
        }

        if (tags.Count >= MaxTags)
        {
            throw new RuleBrokenException($"A ticket has at most {MaxTags} tags. Remove one first.");
        }

        var from = Move(TicketAction.Tag, stamp);
        TagLines = JoinTags([.. tags, clean]);
        Record(TicketAction.Tag, stamp, from, $"+{clean}");
    }

    public void RemoveTag(Stamp stamp, string tag)
    {
        var tags = Tags;
        if (!tags.Contains(tag))
        {
            throw new RuleBrokenException($"The ticket does not have the tag {tag}.");
        }

        var from = Move(TicketAction.Tag, stamp);
        TagLines = JoinTags(tags.Where(other => other != tag));
        Record(TicketAction.Tag, stamp, from, $"−{tag}");
    }

    private TicketStatus HandToPerson(Stamp stamp)
    {
        var from = Move(TicketAction.Escalate, stamp);
        Type = TicketType.Human;
        TakeOverFromEnsoras(Rejection.Escalated, stamp);
        return from;
    }

    private static string JoinTags(IEnumerable<string> tags) =>
        string.Concat(tags.Select(tag => "\n" + tag)) is { Length: > 0 } lines ? lines + "\n" : "";

    internal static string CleanTag(string tag)
    {
        var clean = string.Join(
            '-',
            tag.Storable()
                .Trim()
                .TrimStart('#')
                .ToLowerInvariant()
                .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return clean.Length switch
        {
            _ when !clean.SaysSomething() => throw new RuleBrokenException("A tag needs at least one letter."),
            > MaxTagLength => throw new RuleBrokenException($"A tag has at most {MaxTagLength} characters."),
            _ => clean,
        };
    }
}
