using Ensoras.Domain.Storage;

namespace Ensoras.Domain.Tickets;

/// <summary>Who handles it and how it is marked.</summary>
public sealed partial class Ticket
{
    /// <summary>What <see cref="Assign"/> is told as the name of nobody.</summary>
    public const string Nobody = "nobody";

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
        AddSystemMessage(stamp, Sentence.Of("Tickets.Escalated", stamp.By.Name));
        Record(TicketAction.Escalate, stamp, from);
    }

    /// <summary>
    /// People handled it elsewhere before it came here: as <see cref="Escalate"/>, without a line that nobody wrote.
    /// </summary>
    internal void ImportAsHumanHandled(Stamp stamp)
    {
        var from = HandToPerson(stamp);
        Record(TicketAction.Escalate, stamp, from, Sentence.Of("Words.Imported"));
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
            throw new RuleBrokenException(Sentence.Of("Tickets.AssignedAlready", NameOf(agentId, name)));
        }

        var from = Move(TicketAction.Assign, stamp);
        AssigneeId = agentId;
        TeamId = teamId;
        Record(TicketAction.Assign, stamp, from, NameOf(agentId, name));
    }

    public void ChangePriority(Stamp stamp, TicketPriority priority)
    {
        if (!Enum.IsDefined(priority))
        {
            throw new RuleBrokenException(Sentence.Of("Tickets.NoSuchPriority"));
        }

        if (priority == Priority)
        {
            throw new RuleBrokenException(Sentence.Of("Tickets.PriorityAlready", priority));
        }

        var from = Move(TicketAction.ChangePriority, stamp);
        var before = Priority;
        Priority = priority;
        Record(TicketAction.ChangePriority, stamp, from, Sentence.Of("Words.Became", before, priority));
    }

    public void AddTag(Stamp stamp, string tag)
    {
        var clean = CleanTag(tag);
        var tags = Tags;
        if (tags.Contains(clean))
        {
            throw new RuleBrokenException(Sentence.Of("Tickets.TagAlready", clean));
        }

        if (tags.Count >= MaxTags)
        {
            throw new RuleBrokenException(Sentence.Of("Tickets.TooManyTags", MaxTags));
        }

        var from = Move(TicketAction.Tag, stamp);
        TagLines = JoinTags([.. tags, clean]);
        Record(TicketAction.Tag, stamp, from, Sentence.Verbatim($"+{clean}"));
    }

    public void RemoveTag(Stamp stamp, string tag)
    {
        var tags = Tags;
        if (!tags.Contains(tag))
        {
            throw new RuleBrokenException(Sentence.Of("Tickets.TagMissing", tag));
        }

        var from = Move(TicketAction.Tag, stamp);
        TagLines = JoinTags(tags.Where(other => other != tag));
        Record(TicketAction.Tag, stamp, from, Sentence.Verbatim($"−{tag}"));
    }

    private TicketStatus HandToPerson(Stamp stamp)
    {
        var from = Move(TicketAction.Escalate, stamp);
        Type = TicketType.Human;
        TakeOverFromEnsoras(Rejection.Escalated, stamp);
        return from;
    }

    // Nobody has no name that is the same in every language.
    internal static Sentence NameOf(Guid? agentId, string name) =>
        agentId is null && name == Nobody ? Sentence.Of("Words.Nobody") : Sentence.Verbatim(name);

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
            _ when !clean.SaysSomething() => throw new RuleBrokenException(Sentence.Of("Tickets.TagEmpty")),
            > MaxTagLength => throw new RuleBrokenException(Sentence.Of("Tickets.TagTooLong", MaxTagLength)),
            _ => clean,
        };
    }
}
