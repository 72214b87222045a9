using Ensoras.Domain.Live;
using Ensoras.Domain.Storage;
using Microsoft.EntityFrameworkCore;

namespace Ensoras.Domain.Tickets;

/// <summary>How many open tickets each person and each team has; who has none is left out.</summary>
public sealed record Workload(IReadOnlyDictionary<Guid, int> ByAgent, IReadOnlyDictionary<Guid, int> ByTeam);

/// <summary>What menus show beside their choices; read when somebody opens one.</summary>
public sealed class ChoiceReads(IDbContextFactory<EnsorasDb> databases, SharedReads shared)
{
    private const int NewestTickets = 2_000;

    public Task<Workload> CountOpenAsync(Guid projectId, CancellationToken cancellationToken) =>
        shared.ReadAsync(
            LiveScope.Tickets(projectId),
            new WorkloadQuestion(projectId),
            async cancel =>
            {
                await using var db = await databases.CreateDbContextAsync(cancel).ConfigureAwait(false);
                var open = db.Tickets.Where(ticket =>
                    ticket.ProjectId == projectId && ticket.Status != TicketStatus.Closed);
                return new Workload(
                    await open.Where(ticket => ticket.AssigneeId != null)
                        .GroupBy(ticket => ticket.AssigneeId!.Value)
                        .Select(group => new { group.Key, Count = group.Count() })
                        .ToDictionaryAsync(group => group.Key, group => group.Count, cancel)
                        .ConfigureAwait(false),
                    await open.Where(ticket => ticket.TeamId != null)
                        .GroupBy(ticket => ticket.TeamId!.Value)
                        .Select(group => new { group.Key, Count = group.Count() })
                        .ToDictionaryAsync(group => group.Key, group => group.Count, cancel)
                        .ConfigureAwait(false));
            },
            cancellationToken);

    /// <summary>The tags in use, most used first, as the project's newest tickets have them.</summary>
    public Task<IReadOnlyList<string>> ReadTagsAsync(Guid projectId, CancellationToken cancellationToken) =>
        shared.ReadAsync<IReadOnlyList<string>>(
            LiveScope.Tickets(projectId),
            new TagQuestion(projectId),
            async cancel =>
            {
                await using var db = await databases.CreateDbContextAsync(cancel).ConfigureAwait(false);
                var lines = await db
                    .Tickets.Where(ticket => ticket.ProjectId == projectId)
                    .OrderByDescending(ticket => ticket.LastMessageAt)
                    .ThenByDescending(ticket => ticket.Number)
                    .Take(NewestTickets)
                    .Select(ticket => EF.Property<string>(ticket, "TagLines"))
                    .ToListAsync(cancel)
                    .ConfigureAwait(false);
                return
                [
                    .. lines
                        .SelectMany(Ticket.SplitTags)
                        .CountBy(tag => tag)
                        .OrderByDescending(pair => pair.Value)
                        .ThenBy(pair => pair.Key, StringComparer.Ordinal)
                        .Select(pair => pair.Key),
                ];
            },
            cancellationToken);

    private sealed record WorkloadQuestion(Guid ProjectId);

    private sealed record TagQuestion(Guid ProjectId);
}
