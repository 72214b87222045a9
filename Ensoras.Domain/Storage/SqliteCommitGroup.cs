using System.Data.Common;
using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Ensoras.Domain.Storage;

/// <summary>One transaction that several changes share. Each is decided and kept or undone by itself; they are stored together.</summary>
internal sealed class SqliteCommitGroup : IAsyncDisposable
{
    private const int MaxChanges = 32;
    private static readonly TimeSpan MaxAge = TimeSpan.FromMilliseconds(15);

    private readonly SqliteDb _host;
    private readonly IDbContextTransaction _transaction;
    private readonly TaskCompletionSource _committed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly long _beganAt = Stopwatch.GetTimestamp();
    private Exception? _broken;
    private int _changes;

    private SqliteCommitGroup(SqliteDb host, IDbContextTransaction transaction) => (_host, _transaction) = (host, transaction);

    /// <summary>Done when everything is stored; failed when nothing is.</summary>
    public Task Committed => _committed.Task;

    /// <summary>Whether no further change may join it.</summary>
    public bool IsFull => _changes >= MaxChanges || _broken is not null || Stopwatch.GetElapsedTime(_beganAt) >= MaxAge;

    /// <param name="host">A context of its own, whose connection the changes share.</param>
    public static async Task<SqliteCommitGroup> BeginAsync(SqliteDb host, CancellationToken cancellationToken)
    {
        try
        {
            await host.Database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);

            // The log is carried over beside the commits, not by the one that happens to fill it.
            await host.Database.ExecuteSqlRawAsync("PRAGMA wal_autocheckpoint=0", cancellationToken).ConfigureAwait(false);
            return new SqliteCommitGroup(host, await host.Database.BeginTransactionAsync(cancellationToken).ConfigureAwait(false));
        }
        catch
        {
            await host.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Lets a change work within the transaction, undoable by itself.</summary>
    public async Task JoinAsync(SqliteDb db, CancellationToken cancellationToken)
    {
        db.Database.SetDbConnection(_host.Database.GetDbConnection());
        await db.Database.UseTransactionAsync(_transaction.GetDbTransaction(), cancellationToken).ConfigureAwait(false);
        db.Database.AutoSavepointsEnabled = false;
        await ExecuteAsync("SAVEPOINT change").ConfigureAwait(false);
    }

    public async Task KeepAsync()
    {
        await ExecuteAsync("RELEASE change").ConfigureAwait(false);
        _changes++;
    }

    /// <summary>Undoes what the change at hand has done. An error that made SQLite end the transaction undoes all.</summary>
    public async Task UndoAsync()
    {
        try
        {
            await ExecuteAsync("ROLLBACK TO change").ConfigureAwait(false);
            await ExecuteAsync("RELEASE change").ConfigureAwait(false);
        }
        catch (DbException error)
        {
            _broken = new DbUpdateException("Another change of the same commit made the database end it.", error);
        }
    }

    /// <summary>Stores all of them, or tells each that nothing is.</summary>
    public async Task CommitAsync()
    {
        try
        {
            if (_broken is not null)
            {
                throw _broken;
            }

            await _transaction.CommitAsync(CancellationToken.None).ConfigureAwait(false);
            _committed.SetResult();
        }
#pragma warning disable CA1031 // Whatever it is, each of the changes fails with it.
        catch (Exception error)
#pragma warning restore CA1031
        {
            _committed.SetException(error);

            // Observed here too: a group whose changes were all undone has nobody who waits for it.
            _ = _committed.Task.Exception;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync().ConfigureAwait(false);
        await _host.DisposeAsync().ConfigureAwait(false);
    }

    private async Task ExecuteAsync(string sql)
    {
        var command = _host.Database.GetDbConnection().CreateCommand();
        await using (command.ConfigureAwait(false))
        {
            command.Transaction = _transaction.GetDbTransaction();
            command.CommandText = sql;
            await command.ExecuteNonQueryAsync().ConfigureAwait(false);
        }
    }
}
