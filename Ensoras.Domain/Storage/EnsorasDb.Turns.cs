namespace Ensoras.Domain.Storage;

/// <summary>Whose turn it is to write.</summary>
public abstract partial class EnsorasDb
{
    /// <summary>
    /// The turn to write. SQLite has one writer at a time, and waiting for it here is fair and cheap where retrying
    /// is not.
    /// </summary>
    /// <returns>Dispose it to let the next one in.</returns>
    public abstract ValueTask<IAsyncDisposable> TakeWriteTurnAsync(CancellationToken cancellationToken);

    /// <summary>
    /// The turn to make one change in a transaction, which <see cref="CommitTurnAsync"/> ends; disposing it without
    /// undoes the change.
    /// </summary>
    /// <param name="isBackground">Whether nobody waits for it: people come first.</param>
    public abstract ValueTask<IAsyncDisposable> TakeChangeTurnAsync(
        bool isBackground,
        CancellationToken cancellationToken);

    /// <summary>The same to change one ticket, also between servers.</summary>
    public abstract ValueTask<IAsyncDisposable> TakeTicketTurnAsync(
        Guid ticketId,
        bool isBackground,
        CancellationToken cancellationToken);

    /// <summary>The turn to change several tickets at once, ended by <see cref="CommitTurnAsync"/> too.</summary>
    public virtual ValueTask<IAsyncDisposable> TakeTicketTurnsAsync(
        IReadOnlyList<Guid> ticketIds,
        CancellationToken cancellationToken) => TakeWriteTurnAsync(cancellationToken);

    /// <summary>Ends a turn: what was saved in it is stored when this is done.</summary>
    public virtual async Task CommitTurnAsync(CancellationToken cancellationToken)
    {
        if (Database.CurrentTransaction is { } transaction)
        {
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
