using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Ensoras.Domain.Storage;

/// <summary>
/// Sets each connection up: write-ahead log, waiting instead of failing on a lock, memory-mapped reads.
/// <c>synchronous=NORMAL</c> survives a killed process; <c>FULL</c> also a power cut.
/// </summary>
internal sealed class SqlitePragmas(bool survivesPowerCut) : DbConnectionInterceptor
{
    // The commit that fills the log carries it over for all before it: at the usual 4 MB every twentieth waits for
    // that, at 40 MB hardly any.
    private readonly string _pragmas =
        $"PRAGMA journal_mode=WAL; PRAGMA synchronous={(survivesPowerCut ? "FULL" : "NORMAL")}; PRAGMA busy_timeout=5000; PRAGMA cache_size=-32000; PRAGMA mmap_size=1073741824; PRAGMA temp_store=MEMORY; PRAGMA wal_autocheckpoint=10000;";

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = connection.CreateCommand();
        command.CommandText = _pragmas;
        command.ExecuteNonQuery();
    }

    public override async Task ConnectionOpenedAsync(
        DbConnection connection,
        ConnectionEndEventData eventData,
        CancellationToken cancellationToken = default)
    {
        var command = connection.CreateCommand();
        await using (command.ConfigureAwait(false))
        {
            command.CommandText = _pragmas;
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
