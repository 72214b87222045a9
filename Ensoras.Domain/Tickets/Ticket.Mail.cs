using System.Text.Json;

namespace Ensoras.Domain.Tickets;

/// <summary>
/// Somebody beside the customer who is sent the replies, because an email of the conversation named them.
/// </summary>
public sealed record TicketParticipant(string Name, string Address)
{
    /// <summary>The form in which addresses are compared.</summary>
    public bool Is(string address) => Address.Equals(address.Trim(), StringComparison.OrdinalIgnoreCase);
}

/// <summary>What email brings to a ticket beside the customer's words.</summary>
public sealed partial class Ticket
{
    /// <summary>The most people who are copied on replies.</summary>
    public const int MaxParticipants = 20;

    /// <summary>The mailbox that it came into and from which it is answered; null for the project's own.</summary>
    public Guid? MailboxId { get; private set; }

    /// <summary>Those who are copied on replies.</summary>
    public IReadOnlyList<TicketParticipant> Participants =>
        ParticipantList is { } list
            ? JsonSerializer.Deserialize<TicketParticipant[]>(list, JsonSerializerOptions.Default)!
            : [];

    /// <summary>The same as JSON; null for nobody.</summary>
    internal string? ParticipantList { get; private set; }

    /// <summary>The team of the mailbox that it came into has it.</summary>
    internal void CameToTeam(Guid teamId) => TeamId = teamId;

    /// <summary>It came into this mailbox.</summary>
    internal void CameInto(Guid? mailboxId) => MailboxId = mailboxId;

    /// <summary>
    /// Copies these people on replies from now on; who is copied already stays. No more than <see
    /// cref="MaxParticipants"/>.
    /// </summary>
    public void AddParticipants(Stamp stamp, IReadOnlyCollection<TicketParticipant> people)
    {
        var known = Participants;
        var added = people
            .Where(person => !known.Any(other => other.Is(person.Address)))
            .DistinctBy(person => person.Address.ToUpperInvariant())
            .Take(MaxParticipants - known.Count)
            .ToList();
        if (added.Count > 0)
        {
            ChangeParticipants(
                stamp,
                [.. known, .. added],
                $"+{string.Join(", ", added.Select(person => person.Address))}");
        }
    }

    /// <summary>This person is no longer copied on replies.</summary>
    public void RemoveParticipant(Stamp stamp, string address)
    {
        var known = Participants;
        if (!known.Any(person => person.Is(address)))
        {
            throw new RuleBrokenException(Sentence.Of("Mail.NotCopied", address));
        }

        ChangeParticipants(stamp, [.. known.Where(person => !person.Is(address))], $"−{address}");
    }

    /// <summary>A machine wrote, such as a holiday notice: kept on the ticket, and nobody gets work from it.</summary>
    public void ReceiveAutomaticMail(Stamp stamp, string from, string text)
    {
        var before = Move(TicketAction.ReceiveAutomaticMail, stamp);
        AddSystemMessage(
            stamp,
            Sentence.Of("Mail.Automatic", from, text.Cut(Vocabulary.MaxMessageLength, "…")));
        Record(TicketAction.ReceiveAutomaticMail, stamp, before, Sentence.Verbatim(from));
    }

    /// <summary>A mail server reports that a reply did not arrive, or does not arrive yet.</summary>
    /// <param name="messageId">The reply, where the report says which.</param>
    /// <param name="isFinal">Whether it will not arrive.</param>
    public void Bounced(Stamp stamp, Guid? messageId, string address, string why, bool isFinal)
    {
        // What nobody knew is known now.
        if (
            isFinal
            && _messages.Find(message => message.Id == messageId && message.Status is MessageStatus.Uncertain)
                is { } uncertain)
        {
            uncertain.Status = MessageStatus.Failed;
            uncertain.Reason = Sentence.Verbatim(why);
        }

        var from = Move(TicketAction.Bounce, stamp, to: isFinal ? BackAtTheDesk : Status);
        AddSystemMessage(
            stamp,
            isFinal
                ? Sentence.Of("Mail.DidNotArrive", address, why)
                : Sentence.Of("Mail.Delayed", address, why));
        Record(TicketAction.Bounce, stamp, from, Sentence.Verbatim(why));
    }

    /// <summary>
    /// Somebody answered under an agent's address without proof that it was them: kept for the team, and not sent.
    /// </summary>
    internal void ReceiveUnprovenReply(Stamp stamp, string from, string text)
    {
        var before = Move(TicketAction.ReceiveAutomaticMail, stamp);
        AddSystemMessage(
            stamp,
            Sentence.Of("Mail.Unproven", from, text.Cut(Vocabulary.MaxMessageLength, "…")));
        Record(TicketAction.ReceiveAutomaticMail, stamp, before, Sentence.Verbatim(from));
    }

    private void ChangeParticipants(Stamp stamp, IReadOnlyList<TicketParticipant> people, string detail)
    {
        var from = Move(TicketAction.ChangeParticipants, stamp);
        ParticipantList = people.Count == 0 ? null : JsonSerializer.Serialize(people, JsonSerializerOptions.Default);
        Record(TicketAction.ChangeParticipants, stamp, from, Sentence.Verbatim(detail));
    }
}
