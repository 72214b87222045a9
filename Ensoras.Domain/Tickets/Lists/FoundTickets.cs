using Ensoras.Domain.Search;
using Ensoras.Domain.Storage;
using Microsoft.EntityFrameworkCore;

namespace Ensoras.Domain.Tickets;

/// <summary>
/// The tickets that a search found, best first: the one with that number, then hits in titles, in customers, anywhere;
/// within each the newest ticket first. No rank moves when somebody writes, so pages follow each other by a key and
/// hold each ticket once.
/// </summary>
internal sealed class FoundTickets
{
    /// <summary>So many are looked for: a common word must not cost more than is ever shown.</summary>
    public const int MaxTickets = 10_000;

    /// <summary>A ticket may be hit in many messages.</summary>
    private const int MaxEntries = 30_000;

    /// <summary>So many entries are looked at for what a page shows.</summary>
    private const int MaxLookedAt = 5_000;

    /// <summary>Where other filters leave so few tickets, each of them is asked instead.</summary>
    private const int MaxAsked = 1_500;

    private readonly List<(int Tier, int Number)> _tickets = [];
    private readonly HashSet<int> _numbers = [];
    private readonly int _project;

    private FoundTickets(SearchQuery query, int project)
    {
        Query = query;
        _project = project;
    }

    public SearchQuery Query { get; }

    /// <summary>Whether these are all; else they are the newest.</summary>
    public bool IsAll { get; private set; } = true;

    public IReadOnlyCollection<int> Numbers => _numbers;

    /// <summary>In the order in which they are shown.</summary>
    public IReadOnlyList<(int Tier, int Number)> InOrder => _tickets;

    /// <summary>
    /// The number of the newest message in which each of these tickets was hit, for those in which one was looked at.
    /// </summary>
    public async Task<IReadOnlyDictionary<int, int>> ReadMessagesAsync(
        EnsorasDb db, IReadOnlyCollection<int> numbers, CancellationToken cancellationToken)
    {
        var messages = new Dictionary<int, int>();
        if (numbers.Count == 0 || Query.IsEmpty)
        {
            return messages;
        }

        var from = SearchEntry.KeyOf(_project, numbers.Min(), 0);
        var to = SearchEntry.KeyOf(_project, numbers.Max() + 1, 0) - 1;
        var entries = await db.FindEntriesAsync(Query, from, to, MaxLookedAt, cancellationToken).ConfigureAwait(false);
        foreach (var key in entries.Keys.Where(key => SearchEntry.MessageOf(key) > 0))
        {
            messages.TryAdd(SearchEntry.TicketOf(key), SearchEntry.MessageOf(key));
        }

        return messages;
    }

    /// <param name="others">The tickets that the other filters leave; null when there are none.</param>
    public static async Task<FoundTickets> FindAsync(EnsorasDb db, Guid projectId, string text,
        IQueryable<Ticket>? others, CancellationToken cancellationToken)
    {
        var ordinal = await db.Projects.Where(project => project.Id == projectId).Select(project => project.Ordinal)
            .SingleOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        var found = new FoundTickets(SearchQuery.Read(text), ordinal);
        if (found.Query.Number is { } number
            && await db.Tickets.AnyAsync(ticket => ticket.ProjectId == projectId
                && ticket.Number == number, cancellationToken).ConfigureAwait(false))
        {
            found.Add(0, number);
        }

        if (!found.Query.IsEmpty)
        {
            await found.AddAsync(db, 1, found.Query.Only(SearchQuery.InTitle), MaxTickets, cancellationToken)
                .ConfigureAwait(false);
            await found.AddAsync(db, 2, found.Query.Only(SearchQuery.InCustomer), MaxTickets, cancellationToken)
                .ConfigureAwait(false);
            await found.AddAsync(db, 3, found.Query, MaxEntries, cancellationToken).ConfigureAwait(false);
        }

        if (others is not null)
        {
            await found.NarrowAsync(db, others, cancellationToken).ConfigureAwait(false);
        }

        return found;
    }

    /// <summary>Which of these few tickets the words find.</summary>
    public static async Task<IReadOnlySet<int>> AmongAsync(EnsorasDb db, Guid projectId, string text,
        IReadOnlyCollection<int> numbers, CancellationToken cancellationToken)
    {
        var query = SearchQuery.Read(text);
        HashSet<int> found = [.. numbers.Where(number => number == query.Number)];
        if (!query.IsEmpty)
        {
            var ordinal = await db.Projects.Where(project => project.Id == projectId).Select(project => project.Ordinal)
                .SingleAsync(cancellationToken).ConfigureAwait(false);
            found.UnionWith(await db.FindAmongAsync(query, ordinal, numbers, cancellationToken).ConfigureAwait(false));
        }

        return found;
    }

    private async Task AddAsync(
        EnsorasDb db,
        int tier,
        SearchQuery query,
        int most,
        CancellationToken cancellationToken)
    {
        if (_tickets.Count >= MaxTickets)
        {
            IsAll = false;
            return;
        }

        var (from, to) = (SearchEntry.KeyOf(_project, 0, 0), SearchEntry.KeyOf(_project + 1, 0, 0) - 1);
        var entries = await db.FindEntriesAsync(query, from, to, most, cancellationToken).ConfigureAwait(false);
        foreach (var number in entries.Keys.Select(SearchEntry.TicketOf))
        {
            if (_tickets.Count >= MaxTickets)
            {
                IsAll = false;
                return;
            }

            Add(tier, number);
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

    private async Task NarrowAsync(EnsorasDb db, IQueryable<Ticket> others,
        CancellationToken cancellationToken)
    {
        if (!IsAll)
        {
            var few = await others.OrderByDescending(ticket => ticket.Number).Select(ticket => ticket.Number)
                .Take(MaxAsked + 1).ToListAsync(cancellationToken).ConfigureAwait(false);
            if (few.Count <= MaxAsked)
            {
                foreach (var number in (await db.FindAmongAsync(Query, _project, [.. few.Except(_numbers)],
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
