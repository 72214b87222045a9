using Ensoras.Domain.People;
using Ensoras.Domain.Storage;
using Microsoft.EntityFrameworkCore;

namespace Ensoras.Domain.Tickets;

/// <summary>New tickets.</summary>
public sealed partial class TicketDesk
{
    /// <summary>Opens a ticket with its first message.</summary>
    /// <param name="alongside">Adds rows that are stored with it or not at all, such as a new customer.</param>
    public async Task<Ticket> OpenAsync(
        NewTicket opening,
        Action<EnsorasDb, Ticket>? alongside,
        CancellationToken cancellationToken) =>
        (await OpenManyAsync([opening], alongside, cancellationToken).ConfigureAwait(false))[0];

    /// <summary>
    /// Opens several tickets of one project: all are stored or none, and one announcement tells of them.
    /// </summary>
    public async Task<IReadOnlyList<Ticket>> OpenManyAsync(
        IReadOnlyList<NewTicket> openings,
        Action<EnsorasDb, Ticket>? alongside,
        CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var turn = await db.TakeChangeTurnAsync(isBackground: false, cancellationToken)
            .ConfigureAwait(false);
        var number = await TakeNumbersAsync(db, openings[0].ProjectId, openings.Count, cancellationToken)
            .ConfigureAwait(false);
        var tickets = new List<Ticket>(openings.Count);
        foreach (var opening in openings)
        {
            var stamp = new Stamp(
                await db.AsOfNowAsync(opening.By, cancellationToken).ConfigureAwait(false),
                opening.At ?? Now());
            var ticket = Ticket.Open(opening, number++, stamp);
            await StageAttachmentsAsync(db, ticket, opening.AttachmentIds, cancellationToken).ConfigureAwait(false);
            opening.First(ticket, stamp);
            alongside?.Invoke(db, ticket);
            ticket.CountVersion();
            db.Add(ticket);
            db.AddRange(ticket.NewEvents);
            db.AddRange(ticket.NewRuns);
            tickets.Add(ticket);
        }

        await CommitAsync(db, cancellationToken).ConfigureAwait(false);
        Publish(tickets, openings[0].By);
        return tickets;
    }

    /// <summary>
    /// The next ticket numbers of a project, counted up in the same transaction, so that none is given twice.
    /// </summary>
    private static async Task<int> TakeNumbersAsync(
        EnsorasDb db,
        Guid projectId,
        int count,
        CancellationToken cancellationToken)
    {
        var project = db.Projects.Where(row => row.Id == projectId);
        await project
            .ExecuteUpdateAsync(
                set => set.SetProperty(row => row.NextTicketNumber, row => row.NextTicketNumber + count),
                cancellationToken)
            .ConfigureAwait(false);
        return await project.Select(row => row.NextTicketNumber).SingleAsync(cancellationToken).ConfigureAwait(false)
            - count;
    }
}
