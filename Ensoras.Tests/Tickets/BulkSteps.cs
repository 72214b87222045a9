using Ensoras.Domain.Tickets;
using Ensoras.Tests.Support;

namespace Ensoras.Tests.Tickets;

/// <summary>Bulk actions as a lead begins them.</summary>
internal static class BulkSteps
{
    public static Task<BulkReport> RunBulkAsync(
        this World world, BulkChange change, IReadOnlyList<Guid> ids, DateTimeOffset selectedAt) =>
        world.Get<BulkActions>().RunAsync(
            world.Project.Id,
            change,
            [.. ids.Select(id => new SelectedTicket(id, selectedAt))],
            Actor.Of(world.Lena),
            _ => { },
            CancellationToken.None);
}
