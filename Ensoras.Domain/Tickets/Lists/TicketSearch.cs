using System.Globalization;
using Ensoras.Domain.Storage;
using Microsoft.EntityFrameworkCore;

namespace Ensoras.Domain.Tickets;

/// <summary>Text search over tickets: best first unless a column is chosen, each with the words around its hit.</summary>
internal static class TicketSearch
{
    private const int MaxBefore = 36;
    private const string MarkdownMarks = "*_>#`|";

    /// <summary>Whether this filter is answered in the order of rank.</summary>
    public static bool IsRanked(TicketFilter filter) => filter is { Text: not null, Sort: null };

    /// <summary>The tickets found, best first. Ranks move with every message, so pages are counted instead of being found by a key.</summary>
    public static IQueryable<Ticket> Ranked(EnsorasDb db, Guid projectId, IQueryable<Ticket> matching, IReadOnlyList<string> words) =>
        db.FindTickets(projectId, words)
            .Join(matching, hit => hit.Number, ticket => ticket.Number, (hit, ticket) => new { hit.Rank, ticket })
            .OrderByDescending(found => found.Rank).ThenByDescending(found => found.ticket.Number)
            .Select(found => found.ticket);

    /// <summary>How many tickets come before the page that this key asks for.</summary>
    public static int Before(PageKey? from) => from is null ? 0 : Math.Max(0, from.Number);

    public static PageKey PageFrom(int before) => new(before.ToString(CultureInfo.InvariantCulture), "", before);

    /// <summary>Adds what was hit to each row.</summary>
    public static async Task<IReadOnlyList<TicketRow>> WithHitsAsync(EnsorasDb db, Guid projectId, IReadOnlyList<TicketRow> rows, string text, CancellationToken cancellationToken)
    {
        var words = SearchWords.In(text);
        if (rows.Count == 0 || words.Count == 0)
        {
            return rows;
        }

        var numbers = rows.Select(row => row.Number).ToList();
        var hits = await db.FindTickets(projectId, words).Where(hit => numbers.Contains(hit.Number)).ToListAsync(cancellationToken).ConfigureAwait(false);
        var texts = await db.ShowHitsAsync(words, [.. hits.Select(hit => hit.EntryId)], cancellationToken).ConfigureAwait(false);
        var shown = hits.Join(texts, hit => hit.EntryId, hit => hit.EntryId, (hit, found) => (hit.Number, found)).ToDictionary(found => found.Number, found => found.found);
        return [.. rows.Select(row => shown.TryGetValue(row.Number, out var hit)
            ? row with { Hit = HitText.Marked(hit.Text) is { } text ? OneLine(text) : null, TitleHit = HitText.Marked(hit.Title), CustomerHit = HitText.Marked(hit.Customer) }
            : row)];
    }

    /// <summary>As it reads in a row: without line ends and the marks of markdown, and not so long before the hit that the row ends first.</summary>
    private static string OneLine(string text)
    {
        var line = string.Join(' ', string.Concat(text.Where(letter => !MarkdownMarks.Contains(letter))).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        var hit = line.IndexOf(HitText.Begin);
        var start = hit > MaxBefore ? line.IndexOf(' ', hit - MaxBefore) : -1;
        return start >= 0 && start < hit ? "…" + line[(start + 1)..] : line;
    }
}
