namespace Ensoras.Domain.Tickets;

/// <summary>What becomes of it when somebody who has it, or wrote a reply for later, leaves the desk.</summary>
public sealed partial class Ticket
{
    // Null where nobody looked, such as in an import.
    private IReadOnlySet<Guid>? _departed;

    /// <summary>Who wrote the replies that are still scheduled.</summary>
    internal IEnumerable<Guid> ScheduledAuthors() =>
        _messages
            .Where(message => message.Status is MessageStatus.Scheduled)
            .Select(message => message.AuthorId)
            .OfType<Guid>();

    internal void NoteDeparted(IReadOnlySet<Guid> agentIds) => _departed = agentIds;

    /// <summary>
    /// Somebody leaves: the ticket goes to whom it is handed, and what they scheduled is held for a person.
    /// </summary>
    /// <param name="agentId">Who has it from now on; null for nobody.</param>
    /// <param name="teamId">Its team from now on; null leaves it with the one it has.</param>
    /// <param name="name">How the history calls who has it.</param>
    public void HandOver(Stamp stamp, Leaver leaving, Guid? agentId, Guid? teamId, string name)
    {
        if (AssigneeId == leaving.Id)
        {
            Assign(stamp, agentId, teamId ?? TeamId, name);
        }

        foreach (
            var message in _messages
                .Where(message =>
                    message is { Status: MessageStatus.Scheduled, DueAt: not null } && message.AuthorId == leaving.Id)
                .ToList())
        {
            Hold(stamp with { By = Actor.System }, message, LeftTheDesk(leaving.Name));
        }
    }

    private Sentence? WhyHoldOfDeparted(Message message) =>
        message.AuthorId is { } author && _departed?.Contains(author) is true ? LeftTheDesk(message.AuthorName) : null;

    private static Sentence LeftTheDesk(string? name) => name is null
        ? Sentence.Of("Tickets.AuthorNoLongerHere")
        : Sentence.Of("Tickets.NoLongerHere", name);
}

/// <summary>Somebody who leaves the desk.</summary>
public sealed record Leaver(Guid Id, string Name);
