using Ensoras.Domain.Storage;

namespace Ensoras.Domain.Tickets;

/// <summary>A ticket that was selected.</summary>
/// <param name="At">When it was selected; drafts written later were not seen and are not approved.</param>
public readonly record struct SelectedTicket(Guid Id, DateTimeOffset At);

/// <summary>One change that a person wants made to the tickets they selected.</summary>
/// <param name="Tickets">Dealt with in this order.</param>
public sealed record BulkOrder(Guid ProjectId, BulkChange Change, IReadOnlyList<SelectedTicket> Tickets, Actor By)
{
    /// <summary>
    /// What everything that was selected matched; tickets that no longer do are skipped. Null when they were picked
    /// one by one.
    /// </summary>
    public TicketFilter? Filter { get; init; }

    /// <summary>Whether <see cref="Filter"/> was of the Inbox.</summary>
    public bool InInbox { get; init; }

    /// <summary>How many were dealt with before; it goes on after them.</summary>
    internal int DealtWith { get; init; }

    /// <summary>Why tickets were left as they were, from before.</summary>
    internal IReadOnlyDictionary<Guid, Sentence> Skipped { get; init; } = new Dictionary<Guid, Sentence>();

    /// <summary>Stores how far it got, in the commit that changes the tickets.</summary>
    internal Func<EnsorasDb, int, IReadOnlyDictionary<Guid, Sentence>, CancellationToken, Task>? Store { get; init; }

    /// <summary>Throws when the person may not, or selected too many.</summary>
    internal void Check(Actor by)
    {
        if (Tickets.Count > 1 && !Change.IsAllowed(by))
        {
            throw new RuleBrokenException(Sentence.Of(
                Change.LeastRole is Role.Reviewer ? "Bulk.NeedsReviewer" : "Bulk.NeedsLead", by.Role));
        }

        if (Tickets.Count > BulkActions.MaxTickets)
        {
            throw new RuleBrokenException(Sentence.Of("Bulk.TooMany", BulkActions.MaxTickets, Tickets.Count));
        }
    }
}
