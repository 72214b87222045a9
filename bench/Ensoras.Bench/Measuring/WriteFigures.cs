using Ensoras.Bench.Seeding;
using Ensoras.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Ensoras.Bench.Measuring;

/// <summary>What changes tickets, through the one door and the delivery sweep.</summary>
internal static class WriteFigures
{
    public static async Task MeasureAsync(BenchRun bench)
    {
        var open = new Queue<Guid>(await AwaitingCustomerAsync(bench));
        await bench.MeasureAsync("Customer message committed", 8, () => WriteAsync(bench, Rotate(open)));
        await bench.MeasureAsync("Customer message opening a ticket committed", 8, () => OpenAsync(bench));

        var drafts = new Queue<(Guid TicketId, Guid DraftId)>(await DraftsAsync(bench));
        await bench.MeasureAsync("Approve to delivered", null, async () =>
        {
            await ApproveAsync(bench, drafts.Dequeue());
            await bench.Desk.Delivery.RunAsync(default);
        });
        await BulkFigure.MeasureAsync(bench, [.. drafts]);
    }

    public static Task WriteAsync(BenchRun bench, Guid ticketId)
    {
        var customer = Actor.Of(bench.Cast.Customers[0]);
        var text = Phrases.Question(bench.Random);
        var externalId = Guid.CreateVersion7().ToString();
        return bench.Desk.Desk.ChangeAsync(
            ticketId,
            customer,
            (ticket, stamp) => ticket.CustomerWrote(stamp, text, externalId),
            default);
    }

    /// <summary>The next ticket; after the last it is the first one's turn again.</summary>
    public static Guid Rotate(Queue<Guid> tickets)
    {
        var next = tickets.Dequeue();
        tickets.Enqueue(next);
        return next;
    }

    public static async Task<List<Guid>> AwaitingCustomerAsync(BenchRun bench)
    {
        await using var db = await bench.Desk.OpenDbAsync(default);
        var ids = await db
            .Tickets.Where(ticket =>
                ticket.ProjectId == bench.ProjectId && ticket.Status == TicketStatus.AwaitingCustomer)
            .Select(ticket => ticket.Id)
            .Take(10_000)
            .ToListAsync();
        bench.Random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(ids));
        return ids;
    }

    private static Task OpenAsync(BenchRun bench)
    {
        var customer = Phrases.Pick(bench.Cast.Customers, bench.Random);
        var text = Phrases.Question(bench.Random);
        return bench.Desk.Desk.OpenAsync(
            new NewTicket(
                bench.ProjectId,
                customer.Id,
                Channel.Widget,
                text,
                Actor.Of(customer),
                (ticket, stamp) => ticket.CustomerWrote(stamp, text, null)),
            null,
            default);
    }

    private static Task ApproveAsync(BenchRun bench, (Guid TicketId, Guid DraftId) draft) =>
        bench.Desk.Desk.ChangeAsync(
            draft.TicketId,
            bench.Cast.Lead,
            (ticket, stamp) => ticket.Approve(stamp, draft.DraftId, TimeSpan.Zero),
            default);

    /// <summary>
    /// Drafts in widget conversations, where delivering is storing; what a mail server takes is not ours to measure.
    /// </summary>
    private static async Task<List<(Guid TicketId, Guid DraftId)>> DraftsAsync(BenchRun bench)
    {
        await using var db = await bench.Desk.OpenDbAsync(default);
        var drafts = await (
            from ticket in db.Tickets
            where
                ticket.ProjectId == bench.ProjectId
                && ticket.Status == TicketStatus.AwaitingApproval
                && ticket.Channel == Channel.Widget
            join message in db.Messages on ticket.Id equals message.TicketId
            where message.Status == MessageStatus.Draft
            select new { ticket.Id, DraftId = message.Id }).ToListAsync();
        var shuffled = drafts.Select(draft => (draft.Id, draft.DraftId)).ToArray();
        bench.Random.Shuffle(shuffled);
        return [.. shuffled];
    }
}
