namespace Ensoras.Domain.Tickets;

/// <summary>
/// What a list shows of a ticket. Equal records look equal, so a screen renders only rows that changed.
/// </summary>
/// <param name="TagLines">The tags as stored; <see cref="Tags"/> splits them.</param>
public sealed record TicketRow(
    Guid Id,
    int Number,
    string Title,
    string CustomerName,
    string? CustomerAddress,
    Channel Channel,
    TicketStatus Status,
    TicketPriority Priority,
    TicketType Type,
    int MessageCount,
    Guid? AssigneeId,
    string? AssigneeName,
    string? TeamName,
    string TagLines,
    bool IsUnread,
    bool IsPreparing,
    DateTimeOffset LastMessageAt,
    DateTimeOffset CreatedAt)
{
    public IReadOnlyList<string> Tags => Ticket.SplitTags(TagLines);

    /// <summary>
    /// The words around what a search found in a message, marked as <see cref="HitText"/> says; null when none was
    /// hit.
    /// </summary>
    public string? Hit { get; init; }

    /// <summary>The title, marked likewise; null when it was not hit.</summary>
    public string? TitleHit { get; init; }

    /// <summary>The customer's name and address, marked likewise; null when neither was hit.</summary>
    public string? CustomerHit { get; init; }
}

/// <summary>One page of a list.</summary>
/// <param name="Next">Asks for the page after this one; null at the end.</param>
/// <param name="Total">How many tickets the list has on all pages; null where it was not counted.</param>
public sealed record TicketListPage(IReadOnlyList<TicketRow> Rows, PageKey? Next, int? Total)
{
    /// <summary>Asks for the page before this one; null on the first.</summary>
    public PageKey? Previous { get; init; }

    /// <summary>This page with the rows that were there <paramref name="before"/> in the order they had, and each new
    /// row behind the one it follows: what somebody reads shall not move.</summary>
    public TicketListPage InPlacesOf(TicketListPage before)
    {
        var now = Rows.ToDictionary(row => row.Id);
        var rows = before.Rows.Where(row => now.ContainsKey(row.Id)).Select(row => now[row.Id]).ToList();
        var known = rows.ToHashSet();
        for (var place = 0; place < Rows.Count; place++)
        {
            if (!known.Contains(Rows[place]))
            {
                rows.Insert(place == 0 ? 0 : rows.IndexOf(Rows[place - 1]) + 1, Rows[place]);
            }
        }

        return this with { Rows = rows };
    }

    /// <summary>The page as it is <paramref name="now"/>, with what has not changed since <paramref name="before"/> by
    /// reference: the very rows, and the very page where nothing has.</summary>
    public static TicketListPage Reuse(TicketListPage before, TicketListPage now)
    {
        var known = before.Rows.ToDictionary(row => row.Id);
        var rows = now.Rows
            .Select(row => known.TryGetValue(row.Id, out var old) && old == row ? old : row)
            .ToList();
        var isSame = rows.Count == before.Rows.Count && rows.Zip(before.Rows).All(pair => pair.First == pair.Second);
        var page = now with { Rows = isSame ? before.Rows : rows };
        return page == before ? before : page;
    }

    /// <summary>Whether the total is exact; else counting stopped there and there may be more.</summary>
    public bool IsCountedOut { get; init; }

    /// <summary>What the reader should know of how the list was made; null when nothing.</summary>
    public Sentence? Note { get; init; }
}
