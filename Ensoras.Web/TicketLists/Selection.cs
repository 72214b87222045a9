using Ensoras.Domain.Tickets;

namespace Ensoras.Web.TicketLists;

/// <summary>
/// The tickets that a person has ticked, each with the moment of it: what happens later was not seen. Lasts over
/// pages of the list.
/// </summary>
public sealed class Selection(TimeProvider time)
{
    private readonly Dictionary<Guid, DateTimeOffset> _at = [];
    private Guid? _last;

    public int Count => _at.Count;

    /// <summary>What everything matched when all of it was ticked; null when rows were ticked one by one.</summary>
    public TicketFilter? Filter { get; private set; }

    public IReadOnlyList<SelectedTicket> Tickets => [.. _at.Select(each => new SelectedTicket(each.Key, each.Value))];

    public bool Has(Guid ticketId) => _at.ContainsKey(ticketId);

    /// <summary>Whether every one of these rows is ticked.</summary>
    public bool HasAll(IReadOnlyList<ShownRow> rows) => rows.Count > 0 && rows.All(row => Has(row.Ticket.Id));

    /// <summary>One tick, or with Shift the same for all rows from the last one to this.</summary>
    public void Toggle(IReadOnlyList<ShownRow> rows, Guid ticketId, bool isRange)
    {
        var select = !Has(ticketId);
        var ids = rows.Select(row => row.Ticket.Id).ToList();
        var (here, there) = (ids.IndexOf(ticketId), isRange && _last is { } last ? ids.IndexOf(last) : -1);
        var range = there < 0 || here < 0 ? [ticketId] : ids[Math.Min(here, there)..(Math.Max(here, there) + 1)];
        Set(range, select);
        _last = ticketId;
    }

    public void Set(IEnumerable<Guid> ticketIds, bool select)
    {
        foreach (var id in ticketIds)
        {
            if (select)
            {
                _at.TryAdd(id, time.GetUtcNow());
            }
            else
            {
                _at.Remove(id);
            }
        }
    }

    /// <summary>Ticks everything that matches a filter.</summary>
    public void SetAll(IEnumerable<Guid> ticketIds, TicketFilter filter)
    {
        Set(ticketIds, true);
        Filter = filter;
    }

    /// <summary>Ticks these too, as of the moments at which they were ticked before.</summary>
    public void Add(IEnumerable<SelectedTicket> tickets)
    {
        foreach (var ticket in tickets)
        {
            _at.TryAdd(ticket.Id, ticket.At);
        }
    }

    public void Clear()
    {
        _at.Clear();
        Filter = null;
        _last = null;
    }
}
