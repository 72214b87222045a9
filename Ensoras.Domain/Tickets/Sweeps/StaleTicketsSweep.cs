using Ensoras.Domain.Scheduling;
using Ensoras.Domain.Storage;
using Microsoft.EntityFrameworkCore;

namespace Ensoras.Domain.Tickets;

/// <summary>Brings tickets that have awaited Ensoras for too long into the Inbox.</summary>
public sealed class StaleTicketsSweep(IDbContextFactory<EnsorasDb> databases, TicketDesk desk, TimeProvider time)
    : ISweep
{
    private const int MaxAtOnce = 500;

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var projects = await db.Projects.AsNoTracking().ToListAsync(cancellationToken).ConfigureAwait(false);
        var found = 0;
        foreach (var project in projects)
        {
            var before = time.GetUtcNow() - project.StaleAfter;
            List<Guid> due;
            do
            {
                due = await db
                    .Tickets.Where(ticket =>
                        ticket.ProjectId == project.Id
                        && ticket.Status == TicketStatus.AwaitingEnsoras
                        && ticket.StatusSince <= before
                        && !ticket.IsStale)
                    .OrderBy(ticket => ticket.StatusSince)
                    .Select(ticket => ticket.Id)
                    .Take(MaxAtOnce)
                    .ToListAsync(cancellationToken)
                    .ConfigureAwait(false);
                foreach (var ticketId in due)
                {
                    found += await desk.ChangeAsync(
                            ticketId,
                            Actor.System,
                            (ticket, stamp) => ticket.GoStale(stamp, project.StaleAfter),
                            cancellationToken)
                        .ConfigureAwait(false)
                        ? 1
                        : 0;
                }
            }
            while (due.Count == MaxAtOnce);
        }

        return found;
    }
}
