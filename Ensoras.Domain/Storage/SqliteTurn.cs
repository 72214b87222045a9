using Microsoft.EntityFrameworkCore.Storage;

namespace Ensoras.Domain.Storage;

/// <summary>
/// A turn to write, which is the holder's alone; with a transaction, what is not committed is undone.
/// </summary>
internal sealed class SqliteTurn(SqliteDb db, SqliteWriteGate gate, IDbContextTransaction? transaction)
    : IAsyncDisposable
{
    public async ValueTask DisposeAsync()
    {
        try
        {
            if (transaction is not null)
            {
                await transaction.DisposeAsync().ConfigureAwait(false);
            }
        }
        finally
        {
            db.Turn = null;
            gate.Leave();
        }
    }
}
