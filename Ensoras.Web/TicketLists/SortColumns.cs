using Ensoras.Domain.Tickets;

namespace Ensoras.Web.TicketLists;

/// <summary>A column of the lists.</summary>
/// <param name="Class">Its name in the stylesheet.</param>
/// <param name="Label">The key of its heading in ListsText.</param>
/// <param name="Sort">What its header sorts by; null when it is only a heading.</param>
/// <param name="FirstDescending">Which way the first press sorts.</param>
public sealed record SortColumn(string Class, string Label, TicketSort? Sort, bool FirstDescending);

/// <summary>The seven columns, in the order of the help page.</summary>
public static class SortColumns
{
    private static readonly SortColumn[] Inbox = Columns(TicketSort.Urgency);
    private static readonly SortColumn[] Everything =
    [
        .. Columns(TicketSort.Status)
            .Select(column =>
                column.Sort is { } sort && TicketList.CanSort(sort, inInbox: false)
                    ? column
                    : column with
                    {
                        Sort = null,
                    }),
    ];

    public static IReadOnlyList<SortColumn> Of(bool inInbox) => inInbox ? Inbox : Everything;

    /// <summary>How this column sorts the list now, as ARIA says it; null when another does.</summary>
    public static string? Direction(this SortColumn column, TicketFilter filter, bool inInbox)
    {
        if (filter is { Text: not null, Sort: null })
        {
            return null;
        }

        var (sort, descending) =
            filter.Sort is { } chosen ? (chosen, filter.Descending)
            : inInbox ? (TicketSort.Urgency, false)
            : (TicketSort.LastMessage, true);
        return column.Sort == sort
            ? descending
                ? "descending"
                : "ascending"
            : null;
    }

    /// <summary>
    /// The filter that a press on this header leads to: sorted, then the other way, then as it was at first.
    /// </summary>
    public static TicketFilter Press(this SortColumn column, TicketFilter filter, bool inInbox) =>
        column.Direction(filter, inInbox) switch
        {
            null => filter with { Sort = column.Sort, Descending = column.FirstDescending },
            "ascending" when !column.FirstDescending => filter with { Sort = column.Sort, Descending = true },
            "descending" when column.FirstDescending => filter with { Sort = column.Sort, Descending = false },
            _ => filter with { Sort = null, Descending = false },
        };

    private static SortColumn[] Columns(TicketSort status) =>
    [
        new("ticket", "Ticket", TicketSort.Title, false),
        new("status", "Status", status, false),
        new("priority", "Priority", TicketSort.Priority, true),
        new("messages", "Messages", TicketSort.Messages, true),
        new("assigned", "Assigned", TicketSort.Assigned, false),
        new("last-message", "LastMessage", TicketSort.LastMessage, true),
        new("created", "Created", TicketSort.Created, true),
    ];
}
