using System.Globalization;
using Ensoras.Domain.Rendering;
using Ensoras.Domain.Storage;
using Microsoft.EntityFrameworkCore;

namespace Ensoras.Domain.Tickets;

/// <summary>
/// Text search over tickets: best first unless a column is chosen, each with the words around its hit.
/// </summary>
internal static class TicketSearch
{
    /// <summary>Whether this filter is answered in the order of rank.</summary>
    public static bool IsRanked(TicketFilter filter) => filter is { Text: not null, Sort: null };

    /// <summary>A page of what was found.</summary>
    public static async Task<TicketListPage> ReadPageAsync(EnsorasDb db, Guid projectId, FoundTickets found,
        PageKey? from, CancellationToken cancellationToken)
    {
        var key = from is not null
            && int.TryParse(from.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var tier)
                ? (tier, from.Number) : default((int Tier, int Number)?);
        var order = found.InOrder;
        var start = 0;
        if (key is { } after && from is { Backwards: true })
        {
            start = Math.Max(0, order.TakeWhile(ticket => IsBefore(ticket, after)).Count() - TicketList.PageSize);
        }
        else if (key is { } behind)
        {
            start = order.TakeWhile(ticket => !IsBefore(behind, ticket)).Count();
        }

        var numbers = order.Skip(start).Take(TicketList.PageSize).Select(ticket => ticket.Number).ToList();
        var rows = await db.Rows(db.Tickets.Where(ticket => ticket.ProjectId == projectId
            && numbers.Contains(ticket.Number)))
            .ToDictionaryAsync(row => row.Row.Number, row => row.Row, cancellationToken).ConfigureAwait(false);
        var end = start + numbers.Count;
        return new TicketListPage([.. numbers.Where(rows.ContainsKey).Select(number => rows[number])],
            end < order.Count ? KeyOf(order[end - 1]) : null, order.Count)
        {
            Previous = start > 0 ? KeyOf(order[start]) with { Backwards = true } : null,
        };
    }

    /// <summary>Adds what was hit to each row.</summary>
    public static async Task<IReadOnlyList<TicketRow>> WithHitsAsync(EnsorasDb db, FoundTickets found,
        IReadOnlyList<TicketRow> rows, CancellationToken cancellationToken)
    {
        var hits = await found.ReadMessagesAsync(db, [.. rows.Select(row => row.Number)], cancellationToken)
            .ConfigureAwait(false);
        var ids = rows.Where(row => hits.ContainsKey(row.Number)).Select(row => row.Id).ToList();
        var wanted = hits.Values.Distinct().ToList();
        var messages = await db.Messages
            .Where(message => ids.Contains(message.TicketId) && wanted.Contains(message.Number))
            .Select(message => new { message.TicketId, message.Number, message.Sender, message.Body })
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        var bodies = messages.ToDictionary(message => (message.TicketId, message.Number));
        return [.. rows.Select(row =>
        {
            var message = hits.TryGetValue(row.Number, out var number)
                && bodies.TryGetValue((row.Id, number), out var body) ? body : null;
            return row with
            {
                Hit = message is null ? null
                    : HitText.Excerpt(message.Sender is Sender.Customer ? message.Body
                        : MarkdownPlain.Words(message.Body), found.Query),
                TitleHit = HitText.Marked(row.Title, found.Query),
                CustomerHit = HitText.Marked($"{row.CustomerName} {row.CustomerAddress}".TrimEnd(), found.Query),
            };
        })];
    }

    private static PageKey KeyOf((int Tier, int Number) ticket) =>
        new(ticket.Tier.ToString(CultureInfo.InvariantCulture), "", ticket.Number);

    private static bool IsBefore((int Tier, int Number) one, (int Tier, int Number) other) =>
        one.Tier < other.Tier || (one.Tier == other.Tier && one.Number > other.Number);
}
