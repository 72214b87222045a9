using Ensoras.Bench.Seeding;
using Ensoras.Domain.Live;
using Words = Ensoras.Domain.Search.Words;
using Ensoras.Domain.Tickets;

namespace Ensoras.Bench.Measuring;

/// <summary>
/// What screens read. Each read follows an announcement, so that none is served from what was shared before.
/// </summary>
internal static class ReadFigures
{
    private const int Deep = 20;

    private static readonly string[][] Searches =
    [
        ["delivery", "Norway", "tent"],
        ["refund", "card", "days"],
        ["warranty", "zip", "broken"],
        ["wash", "sleeping", "bag"],
        ["spare", "part", "missing", "stove"],
        ["invoice", "company"],
        ["voucher", "expired"],
        ["size", "between", "jacket", "measure"],
        ["cancel", "order", "packed"],
        ["battery", "lamp", "charge", "winter"],
    ];

    public static async Task MeasureAsync(BenchRun bench)
    {
        await InboxAsync(bench, "Inbox, first page", new TicketFilter(), isDeep: true);
        await InboxAsync(
            bench,
            "Inbox, Approval by e-mail",
            new TicketFilter { Status = TicketStatus.AwaitingApproval, Channel = Channel.Email },
            isDeep: true);
        await InboxAsync(
            bench,
            "Inbox, assigned to one agent",
            new TicketFilter { AssignedTo = new AssignedTo(bench.Cast.Agents[7].Id) });
        await InboxAsync(
            bench,
            "Inbox, newest message first",
            new TicketFilter { Sort = TicketSort.LastMessage, Descending = true });
        await InboxAsync(bench, "Inbox, oldest message first", new TicketFilter { Sort = TicketSort.LastMessage });
        await TicketsAsync(bench, "Tickets, first page", new TicketFilter());
        await TicketsAsync(bench, "Tickets, oldest first", new TicketFilter { Sort = TicketSort.Created });
        await TicketsAsync(
            bench,
            "Tickets, most urgent first",
            new TicketFilter { Sort = TicketSort.Priority, Descending = true });
        await TicketsAsync(bench, "Tickets, Resolved", new TicketFilter { Status = TicketStatus.Resolved });
        await TicketsAsync(
            bench,
            "Tickets, Resolved, one agent's, Critical",
            new TicketFilter
            {
                Status = TicketStatus.Resolved,
                AssignedTo = new AssignedTo(bench.Cast.Agents[7].Id),
                Priority = TicketPriority.Critical,
            });
        await ChangedAsync(bench, "Badge", 2, () => bench.Desk.Reads.CountInboxAsync(bench.ProjectId, default));

        int[] longOnes = [.. Seeder.LongTicketNumbers(bench.Options.Tickets)];
        await bench.MeasureAsync(
            "Ticket of 5 messages",
            10,
            () => OpenAsync(bench, bench.Random.Next(1, longOnes[0])));
        await bench.MeasureAsync(
            "Ticket of 200 messages",
            10,
            () => OpenAsync(bench, Phrases.Pick(longOnes, bench.Random)));
        await bench.MeasureAsync(
            "Ranked search in knowledge",
            null,
            async () =>
            {
                await using var db = await bench.Desk.OpenDbAsync(default);
                await db.RankPassagesAsync(
                    bench.ProjectId,
                    [.. Phrases.Pick(Searches, bench.Random).SelectMany(Words.Stems)],
                    8,
                    default);
            });
        await SearchFigures.MeasureAsync(bench);
    }

    private static async Task InboxAsync(BenchRun bench, string what, TicketFilter filter, bool isDeep = false)
    {
        await ChangedAsync(
            bench,
            what,
            10,
            () => bench.Desk.List.ReadInboxAsync(bench.ProjectId, filter, null, default));
        if (isDeep)
        {
            PageKey? after = null;
            for (var page = 0; page < Deep; page++)
            {
                after = (await bench.Desk.List.ReadInboxAsync(bench.ProjectId, filter, after, default)).Next ?? after;
            }

            await ChangedAsync(
                bench,
                $"{what}, {Deep} pages on",
                10,
                () => bench.Desk.List.ReadInboxAsync(bench.ProjectId, filter, after, default));
        }
    }

    private static Task TicketsAsync(BenchRun bench, string what, TicketFilter filter) =>
        ChangedAsync(bench, what, null, () => bench.Desk.List.ReadAllAsync(bench.ProjectId, filter, null, default));

    private static Task ChangedAsync(BenchRun bench, string what, double? target, Func<Task> read) =>
        bench.MeasureAsync(what, target, () =>
        {
            bench.Desk.Live.Publish(LiveScope.Tickets(bench.ProjectId));
            return read();
        });

    private static async Task OpenAsync(BenchRun bench, int number) =>
        _ =
            await bench.Desk.Reads.FindAsync(bench.ProjectId, number, default)
            ?? throw new InvalidOperationException($"Ticket {number} is not there.");
}
