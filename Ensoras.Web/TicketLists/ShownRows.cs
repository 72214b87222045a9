using System.Runtime.CompilerServices;
using Ensoras.Domain.Tickets;

namespace Ensoras.Web.TicketLists;

/// <summary>
/// The rows of a page as screens show them where nothing is held in its place: worked out once for all screens that
/// show the same, as each of them is told of each change.
/// </summary>
internal sealed class ShownRows
{
    private static readonly ConditionalWeakTable<IReadOnlyList<TicketRow>, ShownRows> Made = [];
    private readonly IReadOnlyList<ShownRow> _all;
    private readonly ConditionalWeakTable<IReadOnlyList<ShownRow>, IReadOnlyList<ShownRow>> _after = [];

    private ShownRows(IReadOnlyList<TicketRow> rows) => _all = [.. rows.Select(ShownRow.Of)];

    /// <summary>What a screen shows that did not show this list before.</summary>
    public static IReadOnlyList<ShownRow> Of(IReadOnlyList<TicketRow> rows) => For(rows)._all;

    /// <summary>
    /// What a screen shows that showed <paramref name="before"/>: the same, and what is new is marked.
    /// </summary>
    public static IReadOnlyList<ShownRow> After(IReadOnlyList<ShownRow> before, IReadOnlyList<TicketRow> rows)
    {
        var made = For(rows);
        return made._after.GetValue(before, made.Following);
    }

    private static ShownRows For(IReadOnlyList<TicketRow> rows) => Made.GetValue(rows, all => new ShownRows(all));

    private IReadOnlyList<ShownRow> Following(IReadOnlyList<ShownRow> before)
    {
        var known = before.Select(row => row.Ticket.Id).ToHashSet();
        return _all.All(row => known.Contains(row.Ticket.Id))
            ? _all
            : [.. _all.Select(row => known.Contains(row.Ticket.Id) ? row : row with { IsNew = true })];
    }
}
