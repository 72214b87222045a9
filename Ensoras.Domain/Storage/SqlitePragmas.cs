using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Ensoras.Domain.Storage;

/// <summary>
/// Sets each connection up: write-ahead log, waiting instead of failing on a lock, memory-mapped reads.
/// <c>synchronous=NORMAL</c> survives a killed process; <c>FULL</c> also a power cut.
/// </summary>
internal sealed class SqlitePragmas(bool survivesPowerCut) : DbConnectionInterceptor
{
    private readonly string _pragmas =
        $"PRAGMA journal_mode=WAL; PRAGMA synchronous={(survivesPowerCut ? "FULL" : "NORMAL")}; PRAGMA busy_timeout=5000; PRAGMA cache_size=-32000; PRAGMA mmap_size=1073741824; PRAGMA temp_store=MEMORY;";

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = connection.CreateCommand();
        command.CommandText = _pragmas;
        command.ExecuteNonQuery();
    }

    public override async Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        var command = connection.CreateCommand();
        await using (command.ConfigureAwait(false))
        {
            command.CommandText = _pragmas;
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
