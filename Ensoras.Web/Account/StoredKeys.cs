using System.Xml.Linq;
using Ensoras.Domain.Storage;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.EntityFrameworkCore;

namespace Ensoras.Web.Account;

/// <summary>
/// Keeps the keys that protect cookies in the desk's database: one file to back up, and every server knows them.
/// </summary>
public sealed class StoredKeys(IDbContextFactory<EnsorasDb> databases) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var db = databases.CreateDbContext();
        return [.. db.ProtectionKeys.AsNoTracking().Select(key => key.Xml).AsEnumerable().Select(XElement.Parse)];
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        using var db = databases.CreateDbContext();
        db.Add(new ProtectionKey(friendlyName, element.ToString(SaveOptions.DisableFormatting)));
        db.SaveKeys();
    }
}
