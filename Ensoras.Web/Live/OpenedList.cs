using Ensoras.Domain.Tickets;

namespace Ensoras.Web.Live;

/// <summary>A ticket that stands beside another in a list.</summary>
public sealed record Neighbor(Guid Id, int Number, string Title);

/// <summary>What stands before and after a ticket in the list from which it was opened.</summary>
public sealed record Neighbors(Neighbor? Previous, Neighbor? Next)
{
    public static readonly Neighbors None = new(null, null);
}

/// <summary>
/// The list that this circuit's person last looked at: where Back leads, what comes before and after a ticket.
/// </summary>
public sealed class OpenedList(TicketList lists)
{
    private IReadOnlyList<TicketRow> _rows = [];
    private (PageKey? Before, PageKey? After) _around;
    private Guid _projectId;
    private TicketFilter _filter = new();
    private PageKey? _from;

    /// <summary>Where it is, with filter, order and page.</summary>
    public string Address { get; private set; } = "/";

    public bool IsInbox { get; private set; } = true;

    /// <summary>Called by a list with what it shows.</summary>
    public void Follow(
        Guid projectId, string address, bool isInbox, TicketFilter filter, PageKey? from, TicketListPage page)
    {
        (_projectId, Address, IsInbox, _filter, _from) = (projectId, address, isInbox, filter, from);
        Take(page);
    }

    /// <summary>The id of a ticket that is known from the list; null for another.</summary>
    public Guid? IdOf(Guid projectId, int number) =>
        projectId == _projectId ? _rows.FirstOrDefault(row => row.Number == number)?.Id : null;

    /// <summary>
    /// Reads the list as it is now. Where the ticket has left it, its neighbors there are still known.
    /// </summary>
    /// <param name="wasDecided">Whether the ticket has just been decided on, which may have moved it: then its place is
    /// the one that it had before.</param>
    public async Task<Neighbors> ReadAroundAsync(
        Guid projectId, Guid ticketId, bool wasDecided, CancellationToken cancellationToken)
    {
        _projectId = projectId;
        var page = await ReadAsync(_from, cancellationToken);
        if (!wasDecided || Place(ticketId) < 0)
        {
            if (page.Rows.Any(row => row.Id == ticketId))
            {
                Take(page);
            }
            else
            {
                await TurnAsync(ticketId, cancellationToken);
            }
        }

        var now = page.Rows.Select(row => row.Id).ToHashSet();
        var place = Place(ticketId);
        if (place < 0)
        {
            return Neighbors.None;
        }

        var previous = _rows.Take(place).LastOrDefault(row => now.Contains(row.Id));
        var next = _rows.Skip(place + 1).FirstOrDefault(row => now.Contains(row.Id));
        return new Neighbors(
            previous is not null ? Of(previous) : await EdgeAsync(_around.Before, last: true, cancellationToken),
            next is not null ? Of(next) : await EdgeAsync(_around.After, last: false, cancellationToken));
    }

    private int Place(Guid ticketId)
    {
        for (var place = 0; place < _rows.Count; place++)
        {
            if (_rows[place].Id == ticketId)
            {
                return place;
            }
        }

        return -1;
    }

    private void Take(TicketListPage page)
    {
        _rows = page.Rows;
        _around = (page.Previous, page.Next);
    }

    // Somebody went on beyond the page's edge.
    private async Task TurnAsync(Guid ticketId, CancellationToken cancellationToken)
    {
        if (Place(ticketId) >= 0)
        {
            return;
        }

        foreach (var key in new[] { _around.After, _around.Before })
        {
            if (key is not null && await ReadAsync(key, cancellationToken) is var page
                && page.Rows.Any(row => row.Id == ticketId))
            {
                _from = key;
                Take(page);
                return;
            }
        }
    }

    private async Task<Neighbor?> EdgeAsync(PageKey? key, bool last, CancellationToken cancellationToken)
    {
        if (key is null)
        {
            return null;
        }

        var rows = (await ReadAsync(key, cancellationToken)).Rows;
        return rows.Count == 0 ? null : Of(rows[last ? ^1 : 0]);
    }

    private Task<TicketListPage> ReadAsync(PageKey? from, CancellationToken cancellationToken) => IsInbox
        ? lists.ReadInboxAsync(_projectId, _filter, from, cancellationToken)
        : lists.ReadAllAsync(_projectId, _filter, from, cancellationToken);

    private static Neighbor Of(TicketRow row) => new(row.Id, row.Number, row.Title);
}
