using Microsoft.EntityFrameworkCore;

namespace Ensoras.Domain.Storage;

/// <summary>A turn to write that is the holder's alone.</summary>
internal sealed class SqliteTurn(SqliteDb db, SqliteWriteGate gate) : IAsyncDisposable
{
    public ValueTask DisposeAsync()
    {
        db.Turn = null;
        gate.Leave();
        return ValueTask.CompletedTask;
    }
}

/// <summary>A turn to make one change within a commit that others share.</summary>
internal sealed class SqliteSharedTurn : IAsyncDisposable
{
    private readonly SqliteDb _db;
    private readonly SqliteWriteGate _gate;
    private readonly SqliteCommitGroup _group;
    private readonly string _connectionString;
    private bool _isOver;

    private SqliteSharedTurn(SqliteDb db, SqliteWriteGate gate, SqliteCommitGroup group, string connectionString) =>
        (_db, _gate, _group, _connectionString) = (db, gate, group, connectionString);

    /// <summary>Joins the open group, or opens one. The turn is the caller's.</summary>
    public static async Task<SqliteSharedTurn> BeginAsync(SqliteDb db, SqliteWriteGate gate, CancellationToken cancellationToken)
    {
        var connectionString = db.Database.GetConnectionString()!;
        try
        {
            gate.Open ??= await SqliteCommitGroup.BeginAsync(db.NewContext(), cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            gate.Leave();
            throw;
        }

        var turn = new SqliteSharedTurn(db, gate, gate.Open, connectionString);
        try
        {
            await turn._group.JoinAsync(db, cancellationToken).ConfigureAwait(false);
            return turn;
        }
        catch
        {
            await turn.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Keeps the change, lets the next one in, and waits until it is stored.</summary>
    public async Task CommitAsync()
    {
        await _group.KeepAsync().ConfigureAwait(false);
        await PassOnAsync().ConfigureAwait(false);
        await _group.Committed.ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_isOver)
        {
            await _group.UndoAsync().ConfigureAwait(false);
            await PassOnAsync().ConfigureAwait(false);
        }
    }

    private async Task PassOnAsync()
    {
        _isOver = true;
        await _db.Database.UseTransactionAsync(null).ConfigureAwait(false);

        // Lets go of the connection, which is not this context's to close.
        await _db.Database.CloseConnectionAsync().ConfigureAwait(false);
        _db.Database.SetDbConnection(null);
        _db.Database.SetConnectionString(_connectionString);
        _db.Turn = null;
        if (_group.IsFull || !_gate.TryHandOver())
        {
            _gate.Open = null;
            await _group.CommitAsync().ConfigureAwait(false);
            await _group.DisposeAsync().ConfigureAwait(false);
            SqliteLog.CarryOver(_connectionString, _gate);
            _gate.Leave();
        }
    }
}
