using Ensoras.Domain.Storage;
using Microsoft.EntityFrameworkCore;

namespace Ensoras.Domain.People;

/// <summary>What people have set for themselves, kept so that it follows them to every browser.</summary>
public sealed class Preferences(IDbContextFactory<EnsorasDb> databases)
{
    /// <summary>What this person set under <paramref name="key"/>; null for nothing.</summary>
    public async Task<string?> ReadAsync(Guid agentId, string key, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return await Of(db, agentId, key)
            .Select(preference => preference.Value)
            .SingleOrDefaultAsync(cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>Sets it; of two browsers that set at once, the later one counts.</summary>
    public async Task SaveAsync(Guid agentId, string key, string value, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var turn = await db.TakeWriteTurnAsync(cancellationToken).ConfigureAwait(false);
        if (await UpdateAsync(db, agentId, key, value, cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        db.Add(new Preference(agentId, key, value));
        try
        {
            await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (DbUpdateException error) when (db.IsDuplicate(error))
        {
            await UpdateAsync(db, agentId, key, value, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<bool> UpdateAsync(
        EnsorasDb db,
        Guid agentId,
        string key,
        string value,
        CancellationToken cancellationToken) =>
        await Of(db, agentId, key)
            .ExecuteUpdateAsync(set => set.SetProperty(preference => preference.Value, value), cancellationToken)
            .ConfigureAwait(false) > 0;

    private static IQueryable<Preference> Of(EnsorasDb db, Guid agentId, string key) =>
        db.Preferences.Where(preference => preference.AgentId == agentId && preference.Key == key);
}
