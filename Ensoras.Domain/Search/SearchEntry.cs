namespace Ensoras.Domain.Search;

/// <summary>
/// A message as tickets are searched: with the ticket's title and its customer beside its own words, so that what is
/// looked for may stand in different places. Entry 0 of each ticket holds title and customer alone, marked, for hits
/// in those come first.
/// </summary>
public sealed record SearchEntry(long Key, IReadOnlyList<string> Title, IReadOnlyList<string> Customer,
    IReadOnlyList<string> Body)
{
    private const int MessageBits = 20;
    private const int TicketBits = 32;

    /// <summary>
    /// Descending keys are descending ticket numbers: the newest tickets are found first without sorting.
    /// </summary>
    public static long KeyOf(int project, int ticket, int message) =>
        ((((long)project << TicketBits) | (uint)ticket) << MessageBits) | (uint)message;

    public static int TicketOf(long key) => (int)(key >> MessageBits);

    public static int MessageOf(long key) => (int)(key & ((1 << MessageBits) - 1));

    public static SearchEntry OfTicket(int project, int ticket, string title, string customer) => new(
        KeyOf(project, ticket, 0),
        [.. Words.Stems(title).Select(stem => SearchQuery.InTitle + stem)],
        [.. Words.Stems(customer).Select(stem => SearchQuery.InCustomer + stem)],
        []);

    public static SearchEntry OfMessage(int project, int ticket, int message, string title, string customer,
        string body) =>
        new(KeyOf(project, ticket, message), [.. Words.Stems(title)], [.. Words.Stems(customer)],
            [.. Words.Stems(body)]);
}

/// <summary>What a search found.</summary>
/// <param name="Keys">The newest tickets first.</param>
/// <param name="IsAll">Whether there are no more.</param>
public sealed record FoundEntries(IReadOnlyList<long> Keys, bool IsAll);
