using System.Globalization;
using System.Linq.Expressions;

namespace Ensoras.Domain.Tickets;

/// <summary>
/// The order of a list and where its next page begins. Each order is an index; the ticket's number breaks ties.
/// </summary>
internal sealed class TicketOrder(TicketSort sort, bool descending)
{
    public static TicketOrder Of(TicketFilter filter, bool inInbox) =>
        filter.Sort switch
        {
            TicketSort.Status when inInbox => new TicketOrder(TicketSort.Urgency, filter.Descending),
            { } chosen when TicketList.CanSort(chosen, inInbox) => new TicketOrder(chosen, filter.Descending),
            _ => inInbox
                ? new TicketOrder(TicketSort.Urgency, descending: false)
                : new TicketOrder(TicketSort.LastMessage, descending: true),
        };

    /// <summary>The same order walked from its end, for the page before.</summary>
    public TicketOrder Reversed() => new(sort, !descending);

    /// <summary>Whether it is the Inbox by its assignees' names, which <see cref="InboxByAssignee"/> reads.</summary>
    public bool IsByAssignee => sort is TicketSort.Assigned;

    public bool IsDescending => descending;

    /// <summary>
    /// Whether <paramref name="key"/> is one of this order; what stands in an address may be anything.
    /// </summary>
    public bool Understands(PageKey key) => sort switch
    {
        TicketSort.Title => true,
        TicketSort.Urgency => IsWhole(key.Value) && IsInstant(key.Second),
        TicketSort.Priority => Enum.TryParse<TicketPriority>(key.Value, out _),
        TicketSort.Status => Enum.TryParse<TicketStatus>(key.Value, out _) && IsInstant(key.Second),
        TicketSort.Messages => IsWhole(key.Value),
        TicketSort.Assigned => Guid.TryParse(key.Value, out _),
        _ => IsInstant(key.Value),
    };

    public IQueryable<Ticket> Apply(IQueryable<Ticket> tickets, PageKey? after) => sort switch
    {
        TicketSort.Urgency => ByUrgency(tickets, after),
        TicketSort.Created => By(tickets, ticket => ticket.CreatedAt, after, Instant),
        TicketSort.Title => By(tickets, ticket => ticket.TitleOrder, after, Alphabet.KeyOf),
        TicketSort.Priority => By(tickets, ticket => ticket.Priority, after, text => Enum.Parse<TicketPriority>(text)),
        TicketSort.Status => ByStatus(tickets, after),
        TicketSort.Messages => By(tickets, ticket => ticket.MessageCount, after, Whole),
        TicketSort.Assigned => By(tickets, ticket => ticket.AssigneeKey, after, Guid.Parse),
        _ => By(tickets, ticket => ticket.LastMessageAt, after, Instant),
    };

    /// <summary>The key of the page that follows this row.</summary>
    public PageKey KeyAfter(FoundTicket found)
    {
        var row = found.Row;
        var value = sort switch
        {
            TicketSort.Urgency => Text(found.InboxRank ?? 0),
            TicketSort.Created => Text(row.CreatedAt.UtcTicks),
            TicketSort.Title => row.Title,
            TicketSort.Priority => row.Priority.ToString(),
            TicketSort.Status => row.Status.ToString(),
            TicketSort.Messages => Text(row.MessageCount),
            TicketSort.Assigned => (row.AssigneeId ?? Guid.Empty).ToString(),
            _ => Text(row.LastMessageAt.UtcTicks),
        };
        return new PageKey(
            value,
            Text((sort is TicketSort.Status ? found.StatusSince : found.WaitingSince).UtcTicks),
            row.Number);
    }

    private IQueryable<Ticket> ByUrgency(IQueryable<Ticket> tickets, PageKey? after)
    {
        if (after is not null)
        {
            var rank = Whole(after.Value);
            var since = Instant(after.Second);
            var number = after.Number;

            // The first condition is implied by the second and lets the index begin at the right place.
            tickets = descending
                ? tickets.Where(ticket => ticket.InboxRank <= rank && (ticket.InboxRank < rank
                    || ticket.WaitingSince < since || (ticket.WaitingSince == since && ticket.Number < number)))
                : tickets.Where(ticket => ticket.InboxRank >= rank && (ticket.InboxRank > rank
                    || ticket.WaitingSince > since || (ticket.WaitingSince == since && ticket.Number > number)));
        }

        return descending
            ? tickets
                .OrderByDescending(ticket => ticket.InboxRank)
                .ThenByDescending(ticket => ticket.WaitingSince)
                .ThenByDescending(ticket => ticket.Number)
            : tickets
                .OrderBy(ticket => ticket.InboxRank)
                .ThenBy(ticket => ticket.WaitingSince)
                .ThenBy(ticket => ticket.Number);
    }

    private IQueryable<Ticket> ByStatus(IQueryable<Ticket> tickets, PageKey? after)
    {
        if (after is not null)
        {
            var status = Enum.Parse<TicketStatus>(after.Value);
            var since = Instant(after.Second);
            var number = after.Number;
            tickets = descending
                ? tickets.Where(ticket => ticket.Status <= status && (ticket.Status < status
                    || ticket.StatusSince < since || (ticket.StatusSince == since && ticket.Number < number)))
                : tickets.Where(ticket => ticket.Status >= status && (ticket.Status > status
                    || ticket.StatusSince > since || (ticket.StatusSince == since && ticket.Number > number)));
        }

        return descending
            ? tickets
                .OrderByDescending(ticket => ticket.Status)
                .ThenByDescending(ticket => ticket.StatusSince)
                .ThenByDescending(ticket => ticket.Number)
            : tickets
                .OrderBy(ticket => ticket.Status)
                .ThenBy(ticket => ticket.StatusSince)
                .ThenBy(ticket => ticket.Number);
    }

    private IQueryable<Ticket> By<T>(
        IQueryable<Ticket> tickets,
        Expression<Func<Ticket, T>> column,
        PageKey? after,
        Func<string, T> read)
    {
        if (after is not null)
        {
            tickets = tickets.Where(After(column, read(after.Value), after.Number));
        }

        return descending
            ? tickets.OrderByDescending(column).ThenByDescending(ticket => ticket.Number)
            : tickets.OrderBy(column).ThenBy(ticket => ticket.Number);
    }

    private Expression<Func<Ticket, bool>> After<T>(Expression<Func<Ticket, T>> column, T value, int number)
    {
        var ticket = column.Parameters[0];
        var numberColumn = Expression.Property(ticket, nameof(Ticket.Number));
        Expression<Func<T>> given = () => value;
        Expression<Func<int>> givenNumber = () => number;
        var difference = typeof(T) == typeof(string)
            ? Expression.Call(typeof(string), nameof(string.Compare), null, column.Body, given.Body)
            : null;
        var left = (Expression?)difference ?? Comparable(column.Body);
        var right = difference is null ? Comparable(given.Body) : Expression.Constant(0);
        var beyond = descending ? Expression.LessThan(left, right) : Expression.GreaterThan(left, right);
        var fromHere = descending
            ? Expression.LessThanOrEqual(left, right)
            : Expression.GreaterThanOrEqual(left, right);
        var numberBeyond = descending
            ? Expression.LessThan(numberColumn, givenNumber.Body)
            : Expression.GreaterThan(numberColumn, givenNumber.Body);
        return Expression.Lambda<Func<Ticket, bool>>(
            Expression.AndAlso(fromHere, Expression.OrElse(beyond, numberBeyond)),
            ticket);
    }

    private static Expression Comparable(Expression value) =>
        value.Type.IsEnum ? Expression.Convert(value, typeof(int)) : value;

    private static bool IsWhole(string text) => int.TryParse(text, CultureInfo.InvariantCulture, out _);

    private static bool IsInstant(string text) =>
        long.TryParse(text, CultureInfo.InvariantCulture, out var ticks)
        && ticks >= 0
        && ticks <= DateTimeOffset.MaxValue.UtcTicks;

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static int Whole(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static DateTimeOffset Instant(string text) =>
        new(long.Parse(text, CultureInfo.InvariantCulture), TimeSpan.Zero);
}
