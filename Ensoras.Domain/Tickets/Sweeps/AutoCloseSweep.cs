using Ensoras.Domain.Scheduling;
using Ensoras.Domain.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Ensoras.Domain.Tickets;

/// <summary>
/// Closes tickets whose waiting period is over. The desk checks again, so a customer's reply in the same second wins.
/// </summary>
public sealed class AutoCloseSweep(
    IDbContextFactory<EnsorasDb> databases,
    TicketDesk desk,
    ClockJumps clock,
    TimeProvider time,
    ILogger<AutoCloseSweep> logger) : ISweep
{
    private const int MaxAtOnce = 500;

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        // A jump is known before anything is closed because of it.
        await clock.CheckAsync(cancellationToken).ConfigureAwait(false);
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var projects = await db.Projects.AsNoTracking().ToListAsync(cancellationToken).ConfigureAwait(false);
        var closed = 0;
        foreach (var project in projects)
        {
            foreach (
                var (status, after) in new[]
                {
                    (TicketStatus.AwaitingCustomer, project.CloseUnansweredAfter),
                    (TicketStatus.Resolved, project.CloseResolvedAfter),
                })
            {
                var before = time.GetUtcNow() - after;
                var stayOpen = 0;
                List<Guid> due;
                do
                {
                    due = await db
                        .Tickets.Where(ticket =>
                            ticket.ProjectId == project.Id && ticket.Status == status && ticket.StatusSince <= before)
                        .OrderBy(ticket => ticket.StatusSince)
                        .ThenBy(ticket => ticket.Id)
                        .Select(ticket => ticket.Id)
                        .Skip(stayOpen)
                        .Take(MaxAtOnce)
                        .ToListAsync(cancellationToken)
                        .ConfigureAwait(false);
                    foreach (var ticketId in due)
                    {
                        _ = await TryCloseAsync(ticketId, status, after, cancellationToken).ConfigureAwait(false)
                            ? closed++
                            : stayOpen++;
                    }
                }
                while (due.Count == MaxAtOnce);
            }
        }

        return closed;
    }

    private async Task<bool> TryCloseAsync(
        Guid ticketId,
        TicketStatus status,
        TimeSpan after,
        CancellationToken cancellationToken)
    {
        try
        {
            var since = await desk.ChangeAsync(ticketId, Actor.System, (ticket, stamp) =>
            {
                if (ticket.Status != status)
                {
                    return (DateTimeOffset?)null;
                }

                var since = ticket.StatusSince;
                ticket.AutoClose(stamp, after);
                return since;
            },
                    cancellationToken)
                .ConfigureAwait(false);
            if (
                since is { } from
                && await clock.FindCauseAsync(from, after, cancellationToken).ConfigureAwait(false) is { } jumpId)
            {
                await clock.AddClosingAsync(jumpId, ticketId, cancellationToken).ConfigureAwait(false);
            }

            return since is not null;
        }
        catch (RuleBrokenException refusal)
        {
            logger.LogInformation("Ticket {TicketId} stays open: {Refusal}", ticketId, refusal.Message);
            return false;
        }
    }
}
