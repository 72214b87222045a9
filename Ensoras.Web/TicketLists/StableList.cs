using Ensoras.Domain.Tickets;

namespace Ensoras.Web.TicketLists;

/// <summary>What a list keeps in place while it changes.</summary>
public enum ReorderLock
{
    /// <summary>Nothing: the list shows what was read.</summary>
    Nothing,

    /// <summary>The list is scrolled: what arrives above waits, so that nothing moves down under the eye.</summary>
    Arrivals,

    /// <summary>A row is being pointed at: every row stays where it is.</summary>
    Everything,
}

/// <summary>
/// The rows of a list that changes while somebody looks at it. Contents are always current; places wait.
/// </summary>
public sealed class StableList
{
    private IReadOnlyList<TicketRow> _newest = [];

    public IReadOnlyList<ShownRow> Shown { get; private set; } = [];

    /// <summary>How many tickets have arrived among those that are shown, and are not shown yet.</summary>
    public int Waiting { get; private set; }

    /// <summary>Whether something is not where it belongs by now.</summary>
    public bool IsHeld { get; private set; }

    /// <summary>Another list or page: nothing of the old one stays.</summary>
    public void Start(IReadOnlyList<TicketRow> rows)
    {
        _newest = rows;
        Waiting = 0;
        IsHeld = false;
        Shown = ShownRows.Of(rows);
    }

    /// <summary>The same list was read again.</summary>
    public void Follow(IReadOnlyList<TicketRow> rows, ReorderLock hold)
    {
        _newest = rows;
        IsHeld = hold is not ReorderLock.Nothing;
        if (!IsHeld || Shown.Count == 0)
        {
            Shown = ShownRows.After(Shown, rows);
            Waiting = 0;
            return;
        }

        var known = Shown.Select(row => row.Ticket.Id).ToHashSet();
        Shown = hold is ReorderLock.Everything ? InPlace() : WithoutArrivalsAbove(known);
        var shown = Shown.Select(row => row.Ticket.Id).ToHashSet();
        Waiting = rows.Take(LastKnown(known)).Count(row => !shown.Contains(row.Id));
    }

    /// <summary>Shows everything that waited, in its place.</summary>
    public void Release() => Follow(_newest, ReorderLock.Nothing);

    private List<ShownRow> InPlace()
    {
        var current = _newest.ToDictionary(row => row.Id);
        return
        [
            .. Shown.Select(row =>
                current.TryGetValue(row.Ticket.Id, out var now)
                    ? row with
                    {
                        Ticket = now,
                        IsGone = false,
                    }
                    : row with
                    {
                        IsGone = true,
                    }),
        ];
    }

    private List<ShownRow> WithoutArrivalsAbove(HashSet<Guid> known)
    {
        var lastKnown = LastKnown(known);
        return
        [
            .. _newest
                .Where((row, place) => place > lastKnown || known.Contains(row.Id))
                .Select(row => new ShownRow(row, IsNew: !known.Contains(row.Id))),
        ];
    }

    // What stands below it has only moved up from the next page.
    private int LastKnown(HashSet<Guid> known) =>
        _newest.Select((row, place) => known.Contains(row.Id) ? place : -1).DefaultIfEmpty(-1).Max();
}
