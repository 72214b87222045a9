using Ensoras.Domain.Knowledge;
using Ensoras.Domain.Tickets;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Ensoras.Domain.Storage;

/// <summary>The desk on PostgreSQL, for several servers: full text by tsvector, writers beside each other.</summary>
public sealed partial class PostgresDb(DbContextOptions<PostgresDb> options) : EnsorasDb(options)
{
    private static readonly NoTurn Free = new();

    public override bool IsShared => true;

    public override async Task<bool> HasTablesAsync(CancellationToken cancellationToken) =>
        await this.GetService<IRelationalDatabaseCreator>().ExistsAsync(cancellationToken).ConfigureAwait(false)
        && await Database
            .SqlQuery<int>(
                $"""
                SELECT count(*)::int AS "Value" FROM information_schema.tables WHERE table_schema = current_schema() AND table_name NOT LIKE '!_!_EF%' ESCAPE '!'
                """)
            .SingleAsync(cancellationToken)
            .ConfigureAwait(false) > 0;

    public override ValueTask<IAsyncDisposable> TakeWriteTurnAsync(CancellationToken cancellationToken) => new(Free);

    public override async ValueTask<IAsyncDisposable> TakeChangeTurnAsync(
        bool isBackground,
        CancellationToken cancellationToken) => await Database.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);

    /// <summary>
    /// Locks the ticket's row: those who come meanwhile wait, and decide on what is there after this.
    /// </summary>
    public override async ValueTask<IAsyncDisposable> TakeTicketTurnAsync(
        Guid ticketId,
        bool isBackground,
        CancellationToken cancellationToken)
    {
        var transaction = await Database.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await Database
            .ExecuteSqlAsync($"SELECT 1 FROM \"Tickets\" WHERE \"Id\" = {ticketId} FOR UPDATE", cancellationToken)
            .ConfigureAwait(false);
        return transaction;
    }

    /// <summary>
    /// The same for several tickets, always in the same order: two who each want what the other has would wait for
    /// ever.
    /// </summary>
    public override async ValueTask<IAsyncDisposable> TakeTicketTurnsAsync(
        IReadOnlyList<Guid> ticketIds,
        CancellationToken cancellationToken)
    {
        var transaction = await Database.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await Database
            .ExecuteSqlAsync(
                $"SELECT 1 FROM \"Tickets\" WHERE \"Id\" = ANY({ticketIds.ToArray()}) ORDER BY \"Id\" FOR UPDATE",
                cancellationToken)
            .ConfigureAwait(false);
        return transaction;
    }

    public override bool IsDuplicate(DbUpdateException error) =>
        error.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation };

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);

        // Keys that are made to be compared by code point, as SQLite does.
        modelBuilder.Entity<Ticket>().Property(ticket => ticket.TitleOrder).UseCollation("C");
        modelBuilder.Entity<Article>().Property(article => article.CollectionOrder).UseCollation("C");
        modelBuilder.Entity<Article>().Property(article => article.TitleOrder).UseCollation("C");
    }

    private sealed class NoTurn : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
