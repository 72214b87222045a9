using Ensoras.Domain.People;
using Ensoras.Domain.Tickets;
using Microsoft.AspNetCore.WebUtilities;

namespace Ensoras.Web.TicketLists;

/// <summary>
/// How a person last looked at a list, kept with their account so that every browser opens it the same way.
/// </summary>
public sealed class FilterMemory(Preferences preferences)
{
    /// <summary>What was kept for the list at <paramref name="path"/>; an empty filter when nothing was.</summary>
    public async Task<TicketFilter> RecallAsync(Guid agentId, string path, CancellationToken cancellationToken)
    {
        var query = await preferences.ReadAsync(agentId, Key(path), cancellationToken);
        return TicketFilter.FromQuery(
            QueryHelpers.ParseQuery(query).Select(pair => KeyValuePair.Create(pair.Key, pair.Value.ToString())),
            agentId);
    }

    /// <summary>
    /// Keeps filter and order; what was searched for, or whose tickets, is not how one looks at a list, and is left
    /// out.
    /// </summary>
    public Task RememberAsync(Guid agentId, string path, TicketFilter filter, CancellationToken cancellationToken) =>
        preferences.SaveAsync(
            agentId,
            Key(path),
            (filter with { Text = null, Customer = null }).ToQuery(),
            cancellationToken);

    private static string Key(string path) => $"filter {path}";
}
