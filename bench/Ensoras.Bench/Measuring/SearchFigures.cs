using Ensoras.Bench.Seeding;
using Ensoras.Domain.Live;
using Ensoras.Domain.Tickets;

namespace Ensoras.Bench.Measuring;

/// <summary>
/// Searches over all tickets, from a word that hardly stands anywhere to one that stands nearly everywhere.
/// </summary>
internal static class SearchFigures
{
    private const double Target = 100;

    private static readonly (string What, string[] Texts)[] Searches =
    [
        ("a common word", ["parcel", "order", "delivery", "refund", "card", "tent"]),
        ("two common words", ["parcel order", "refund card", "order tracking", "warranty label"]),
        ("three common words", ["refund card days", "order arrived tracking", "working days delivery"]),
        ("a name", ["lindqvist", "mira", "okafor"]),
        ("a name and a word", ["mira refund", "okafor parcel"]),
        ("an address", ["customer4711@example.org", "customer12@example.org"]),
        ("an order's number", ["471123", "823311", "150000"]),
        ("a ticket's number", ["#4711", "999999", "Re: Where is it [#815]"]),
        ("a word while it is typed", ["pa", "par", "parc", "parce", "ref", "refu", "o", "or", "ord"]),
        ("a phrase", ["pick-up", "customer4711@example.org"]),
        ("a word that is not there", ["xylophone", "kumquat parcel"]),
        ("words that seldom meet", ["voucher zip", "kayak axe"]),
    ];

    public static async Task MeasureAsync(BenchRun bench)
    {
        foreach (var (what, texts) in Searches)
        {
            await MeasureAsync(bench, $"Search: {what}", texts, new TicketFilter());
        }

        await MeasureAsync(bench, "Search: a common word, Resolved", Searches[0]
            .Texts, new TicketFilter { Status = TicketStatus.Resolved });
        await MeasureAsync(bench, "Search: a common word, one agent's", Searches[0]
            .Texts, new TicketFilter { AssignedTo = new AssignedTo(bench.Cast.Agents[7].Id) });
        await MeasureAsync(bench, "Search: a common word, one customer's", Searches[0]
            .Texts, new TicketFilter { Customer = new OfCustomer(bench.Cast.Customers[5].Id) });
        await MeasureAsync(bench, "Search: a common word, oldest first", Searches[0]
            .Texts, new TicketFilter { Sort = TicketSort.Created });
        await DeepAsync(bench);
    }

    private static Task MeasureAsync(BenchRun bench, string what, string[] texts, TicketFilter filter) =>
        bench.MeasureAsync(what, Target, () =>
            ReadAsync(bench, filter with { Text = Phrases.Pick(texts, bench.Random) }, null));

    private static async Task DeepAsync(BenchRun bench)
    {
        var filter = new TicketFilter { Text = "parcel" };
        PageKey? after = null;
        for (var page = 0; page < 20; page++)
        {
            after = (await ReadAsync(bench, filter, after)).Next ?? after;
        }

        await bench.MeasureAsync("Search: a common word, 20 pages on", Target, () => ReadAsync(bench, filter, after));
    }

    private static Task<TicketListPage> ReadAsync(BenchRun bench, TicketFilter filter, PageKey? after)
    {
        bench.Desk.Live.Publish(LiveScope.Tickets(bench.ProjectId));
        return bench.Desk.List.ReadAllAsync(bench.ProjectId, filter, after, default);
    }
}
