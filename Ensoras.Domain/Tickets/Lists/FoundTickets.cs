using Ensoras.Domain.Search;
using Ensoras.Domain.Storage;
using Microsoft.EntityFrameworkCore;

namespace Ensoras.Domain.Tickets;

/// <summary>
/// The tickets that a search found, best first: the one with that number, then hits in titles, in customers, anywhere;
/// within each
/// the newest ticket first. No rank moves when somebody writes, so pages follow each other by a key and hold each
/// ticket once.
/// </summary>
internal sealed class FoundTickets
{
    /// <summary>So many are looked for: a common word must not cost more than is ever shown.</summary>
    public const int MaxTickets = 10_000;

    /// <summary>A ticket may be hit in many messages.</summary>
    private const int MaxEntries = 30_000;

    /// <summary>Where other filters leave so few tickets, each of them is asked instead.</summary>
    private const int MaxAsked = 1_500;

    private readonly List<(int Tier, int Number)> _tickets = [];
    private readonly HashSet<int> _numbers = [];
    private readonly Dictionary<int, int> _messages = [];

    private FoundTickets(SearchQuery query) => Query = query;

    public SearchQuery Query { get; }

    /// <summary>Whether these are all; else they are the newest.</summary>
    public bool IsAll { get; private set; } = true;

    public IReadOnlyCollection<int> Numbers => _numbers;

    /// <summary>In the order in which they are shown.</summary>
    public IReadOnlyList<(int Tier, int Number)> InOrder => _tickets;

    /// <summary>
    /// The number of the newest message in which a ticket was hit; null when it was not in one that was looked at.
    /// </summary>
    public int? MessageOf(int number) => _messages.TryGetValue(number, out var message) ? message : null;

    /// <param name="others">The tickets that the other filters leave; null when there are none.</param>
    public static async Task<FoundTickets> FindAsync(EnsorasDb db, Guid projectId, string text,
        IQueryable<Ticket>? others, CancellationToken cancellationToken)
    {
        var found = new FoundTickets(SearchQuery.Read(text));
        var ordinal = await db.Projects.Where(project => project.Id == projectId).Select(project => project.Ordinal)
            .SingleOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        if (found.Query.Number is { } number
            && await db.Tickets.AnyAsync(ticket => ticket.ProjectId == projectId
                && ticket.Number == number, cancellationToken).ConfigureAwait(false))
        {
            found.Add(0, number);
        }

        if (!found.Query.IsEmpty)
        {
            await found.AddAsync(db, 1, found.Query.Only(SearchQuery.InTitle), ordinal, MaxTickets, cancellationToken)
                .ConfigureAwait(false);
            await found.AddAsync(db, 2, found.Query.Only(SearchQuery.InCustomer), ordinal, MaxTickets,
                cancellationToken).ConfigureAwait(false);
            await found.AddAsync(db, 3, found.Query, ordinal, MaxEntries, cancellationToken).ConfigureAwait(false);
        }

        if (others is not null)
        {
            await found.NarrowAsync(db, ordinal, others, cancellationToken).ConfigureAwait(false);
        }

        return found;
    }

    private async Task AddAsync(EnsorasDb db, int tier, SearchQuery query, int ordinal, int most,
        CancellationToken cancellationToken)
    {
        var entries = await db.FindEntriesAsync(query, SearchEntry.KeyOf(ordinal, 0, 0),
            SearchEntry.KeyOf(ordinal + 1, 0, 0) - 1, most, cancellationToken).ConfigureAwait(false);
        foreach (var key in entries.Keys)
        {
            if (SearchEntry.MessageOf(key) is > 0 and var message)
            {
                _messages.TryAdd(SearchEntry.TicketOf(key), message);
            }

            if (_tickets.Count >= MaxTickets)
            {
                IsAll = IsAll && _numbers.Contains(SearchEntry.TicketOf(key));
                continue;
            }

            Add(tier, SearchEntry.TicketOf(key));
        }

        IsAll &= entries.IsAll;
    }

    private void Add(int tier, int number)
    {
        if (_numbers.Add(number))
        {
            _tickets.Add((tier, number));
        }
    }

    private async Task NarrowAsync(EnsorasDb db, int ordinal, IQueryable<Ticket> others,
        CancellationToken cancellationToken)
    {
        if (!IsAll)
        {
            var few = await others.OrderByDescending(ticket => ticket.Number).Select(ticket => ticket.Number)
                .Take(MaxAsked + 1).ToListAsync(cancellationToken).ConfigureAwait(false);
            if (few.Count <= MaxAsked)
            {
                foreach (var number in (await db.FindAmongAsync(Query, ordinal, [.. few.Except(_numbers)],
                    cancellationToken).ConfigureAwait(false)).OrderDescending())
                {
                    Add(3, number);
                }

                IsAll = true;
                Keep([.. few]);
                return;
            }
        }

        Keep([.. await others.Where(ticket => _numbers.Contains(ticket.Number)).Select(ticket => ticket.Number)
            .ToListAsync(cancellationToken).ConfigureAwait(false)]);
    }

    private void Keep(HashSet<int> numbers)
    {
        _tickets.RemoveAll(ticket => !numbers.Contains(ticket.Number));
        _numbers.IntersectWith(numbers);
    }
}
