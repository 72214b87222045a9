using Ensoras.Domain.Knowledge;
using Ensoras.Domain.Tickets;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Ensoras.Domain.Storage;

/// <summary>The desk on PostgreSQL, for several servers: full text by tsvector, writers beside each other.</summary>
public sealed class PostgresDb(DbContextOptions<PostgresDb> options) : EnsorasDb(options)
{
    private static readonly NoTurn Free = new();

    public override bool IsShared => true;

    public override async Task<bool> HasTablesAsync(CancellationToken cancellationToken) =>
        await this.GetService<IRelationalDatabaseCreator>().ExistsAsync(cancellationToken).ConfigureAwait(false)
        && await Database.SqlQuery<int>(
            $"""
            SELECT count(*)::int AS "Value" FROM information_schema.tables WHERE table_schema = current_schema() AND table_name NOT LIKE '!_!_EF%' ESCAPE '!'
            """).SingleAsync(cancellationToken).ConfigureAwait(false) > 0;

    public override ValueTask<IAsyncDisposable> TakeWriteTurnAsync(CancellationToken cancellationToken) => new(Free);

    public override async ValueTask<IAsyncDisposable> TakeChangeTurnAsync(bool isBackground, CancellationToken cancellationToken) =>
        await Database.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);

    /// <summary>Locks the ticket's row: those who come meanwhile wait, and decide on what is there after this.</summary>
    public override async ValueTask<IAsyncDisposable> TakeTicketTurnAsync(Guid ticketId, bool isBackground, CancellationToken cancellationToken)
    {
        var transaction = await Database.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await Database.ExecuteSqlAsync($"SELECT 1 FROM \"Tickets\" WHERE \"Id\" = {ticketId} FOR UPDATE", cancellationToken).ConfigureAwait(false);
        return transaction;
    }

    /// <summary>The same for several tickets, always in the same order: two who each want what the other has would wait for ever.</summary>
    public override async ValueTask<IAsyncDisposable> TakeTicketTurnsAsync(IReadOnlyList<Guid> ticketIds, CancellationToken cancellationToken)
    {
        var transaction = await Database.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await Database.ExecuteSqlAsync($"SELECT 1 FROM \"Tickets\" WHERE \"Id\" = ANY({ticketIds.ToArray()}) ORDER BY \"Id\" FOR UPDATE", cancellationToken).ConfigureAwait(false);
        return transaction;
    }

    public override bool IsDuplicate(DbUpdateException error) =>
        error.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation };

    public override async Task<IReadOnlyList<RankedPassage>> RankPassagesAsync(Guid projectId, IReadOnlyCollection<string> terms, int most, CancellationToken cancellationToken)
    {
        var any = AnyOf(terms);
        return await Database.SqlQuery<RankedPassage>(
            $"""
            SELECT p."Id", a."Key" AS "ArticleKey", a."Collection", p."Title", p."Heading", p."Text", ts_rank_cd(p."SearchVector", query, 1)::float8 AS "Rank"
            FROM websearch_to_tsquery('english', {any}) query, "Passages" p JOIN "Articles" a ON a."Id" = p."ArticleId"
            WHERE p."SearchVector" @@ query AND p."ProjectId" = {projectId}
            ORDER BY ts_rank_cd(p."SearchVector", query, 1) DESC, p."Id" LIMIT {most}
            """).ToListAsync(cancellationToken).ConfigureAwait(false);
    }

    public override async Task<IReadOnlyDictionary<string, int>> CountPassagesAsync(Guid projectId, IReadOnlyCollection<string> terms, CancellationToken cancellationToken)
    {
        var counts = new Dictionary<string, int>();
        foreach (var term in terms)
        {
            counts[term] = await Database.SqlQuery<int>(
                $"""
                SELECT count(*)::int AS "Value" FROM "Passages" WHERE "SearchVector" @@ plainto_tsquery('english', {term}) AND "ProjectId" = {projectId}
                """).SingleAsync(cancellationToken).ConfigureAwait(false);
        }

        return counts;
    }

    public override IQueryable<TicketHit> FindTickets(Guid projectId, IReadOnlyList<string> words)
    {
        var all = AllOf(words);
        return Database.SqlQuery<TicketHit>(
            $"""
            SELECT DISTINCT ON (t."Number") t."Number", found."Id" AS "EntryId", ts_rank(ARRAY[0.05, 0.2, 0.5, 1.0]::float4[], found."Vector", to_tsquery('ensoras_tickets', {all}))::float8 AS "Rank"
            FROM (SELECT s."Id", s."TicketId", s."Vector" FROM "TicketSearch" s WHERE s."Vector" @@ to_tsquery('ensoras_tickets', {all}) ORDER BY s."Id" DESC LIMIT {MaxRanked}) found
            JOIN "Tickets" t ON t."Id" = found."TicketId" WHERE t."ProjectId" = {projectId}
            ORDER BY t."Number", "Rank" DESC
            """);
    }

    // An address is one word to the parser; spaces set its parts free and go again.
    public override async Task<IReadOnlyList<HitText>> ShowHitsAsync(IReadOnlyList<string> words, IReadOnlyCollection<long> entryIds, CancellationToken cancellationToken)
    {
        var all = AllOf(words);
        var entries = entryIds.ToArray();
        return await Database.SqlQuery<HitText>(
            $"""
            SELECT s."Id" AS "EntryId", ts_headline('ensoras_tickets', t."Title", q.query, q.whole) AS "Title",
              ts_headline('ensoras_tickets', c."Name", q.query, q.whole)
                || coalesce(' ' || replace(ts_headline('ensoras_tickets', regexp_replace(c."Email", '([^[:alnum:]]+)', ' \1 ', 'g'), q.query, q.whole), ' ', ''), '') AS "Customer",
              ts_headline('ensoras_tickets', m."Body", q.query, q.marks || ', MaxWords=18, MinWords=10, MaxFragments=1, FragmentDelimiter=…') AS "Text"
            FROM (SELECT *, marks || ', HighlightAll=true' AS whole FROM (SELECT to_tsquery('ensoras_tickets', {all}) AS query, 'StartSel=' || chr(2) || ', StopSel=' || chr(3) AS marks) m) q,
              "TicketSearch" s JOIN "Messages" m ON m."Id" = s."MessageId" JOIN "Tickets" t ON t."Id" = s."TicketId" JOIN "Customers" c ON c."Id" = t."CustomerId"
            WHERE s."Id" = ANY({entries})
            """).ToListAsync(cancellationToken).ConfigureAwait(false);
    }

    private static string AllOf(IReadOnlyList<string> words) =>
        string.Join(" & ", words) + (SearchWords.LastIsBeginning(words) ? ":*" : "");

    private static string AnyOf(IReadOnlyCollection<string> terms) =>
        string.Join(" or ", terms.Select(term => $"\"{term.Replace("\"", " ", StringComparison.Ordinal)}\""));

    private sealed class NoTurn : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
