using Ensoras.Domain.Knowledge;
using Ensoras.Domain.Search;
using Microsoft.EntityFrameworkCore;

namespace Ensoras.Domain.Storage;

public sealed partial class PostgresDb
{
    /// <summary>
    /// GIN gives hits in no order, all of them; so a common word is looked for in the newest entries first, one by
    /// one.
    /// </summary>
    private const int Newest = 20_000;

    /// <summary>Where the newest entries hold so many hits, the word is common, and these are what is shown.</summary>
    private const int Common = 400;

    public override async Task<IReadOnlyList<RankedPassage>> RankPassagesAsync(Guid projectId,
        IReadOnlyCollection<string> stems, int most, CancellationToken cancellationToken)
    {
        var any = TsVector.AnyOf(stems);
        return await Database
            .SqlQuery<RankedPassage>(
                $"""
                SELECT p."Id", a."Key" AS "ArticleKey", a."Collection", p."Title", p."Heading", p."Text", ts_rank_cd(p."SearchVector", query, 1)::float8 AS "Rank"
                FROM CAST({any} AS tsquery) query, "Passages" p JOIN "Articles" a ON a."Id" = p."ArticleId"
                WHERE p."SearchVector" @@ query AND p."ProjectId" = {projectId}
                ORDER BY ts_rank_cd(p."SearchVector", query, 1) DESC, p."Id" LIMIT {most}
                """)
            .ToListAsync(cancellationToken)
            .ConfigureAwait(false);
    }

    public override async Task<IReadOnlyDictionary<string,
        int>> CountPassagesAsync(Guid projectId, IReadOnlyCollection<string> stems,
            CancellationToken cancellationToken)
    {
        var counts = new Dictionary<string, int>();
        foreach (var stem in stems)
        {
            var query = TsVector.AnyOf([stem]);
            counts[stem] = await Database
                .SqlQuery<int>(
                    $"""SELECT count(*)::int AS "Value" FROM "Passages" WHERE "SearchVector" @@ CAST({query} AS tsquery) AND "ProjectId" = {projectId}""")
                .SingleAsync(cancellationToken)
                .ConfigureAwait(false);
        }

        return counts;
    }

    internal override Task WritePassagesAsync(IReadOnlyList<PassageWords> passages,
        CancellationToken cancellationToken)
    {
        var ids = passages.Select(passage => passage.Id).ToArray();
        var vectors = passages.Select(passage =>
            TsVector.Of((passage.Title, 'A'), (passage.Heading, 'B'), (passage.Text, 'D'))).ToArray();
        return Database.ExecuteSqlAsync(
            $"""
            UPDATE "Passages" p SET "SearchVector" = CAST(w.vector AS tsvector) FROM unnest({ids}, {vectors}) AS w(id, vector) WHERE p."Id" = w.id
            """,
            cancellationToken);
    }

    // In the order of their keys, so that two writers never wait for each other.
    internal override Task WriteEntriesAsync(IReadOnlyList<SearchEntry> entries, CancellationToken cancellationToken)
    {
        var sorted = entries.OrderBy(entry => entry.Key).ToList();
        var keys = sorted.Select(entry => entry.Key).ToArray();
        var vectors = sorted.Select(entry => TsVector.Of((entry.Title, 'A'), (entry.Customer, 'B'), (entry.Body, 'D')))
            .ToArray();
        return Database.ExecuteSqlAsync(
            $"""
            INSERT INTO "TicketSearch" ("Key", "Vector") SELECT w.key, CAST(w.vector AS tsvector) FROM unnest({keys}, {vectors}) AS w(key, vector)
            ON CONFLICT ("Key") DO UPDATE SET "Vector" = excluded."Vector"
            """,
            cancellationToken);
    }

    internal override async Task<FoundEntries> FindEntriesAsync(SearchQuery query, long from, long to, int most,
        CancellationToken cancellationToken)
    {
        var match = TsVector.Query(query);
        var newest = await Database
            .SqlQuery<long>(
                $"""
                SELECT n."Key" AS "Value" FROM (SELECT * FROM "TicketSearch" WHERE "Key" BETWEEN {from} AND {to} ORDER BY "Key" DESC LIMIT {Newest}) n
                WHERE n."Vector" @@ CAST({match} AS tsquery) ORDER BY n."Key" DESC LIMIT {most}
                """)
            .ToListAsync(cancellationToken)
            .ConfigureAwait(false);
        if (newest.Count >= Math.Min(Common, most))
        {
            return new FoundEntries(newest, IsAll: false);
        }

        var all = await Database.SqlQuery<long>(
            $"""
            WITH found AS MATERIALIZED (SELECT "Key" FROM "TicketSearch" WHERE "Vector" @@ CAST({match} AS tsquery))
            SELECT "Key" AS "Value" FROM found WHERE "Key" BETWEEN {from} AND {to} ORDER BY "Key" DESC LIMIT {most}
            """).ToListAsync(cancellationToken).ConfigureAwait(false);
        return new FoundEntries(all, IsAll: all.Count < most);
    }

    internal override async Task<IReadOnlyList<int>> FindAmongAsync(SearchQuery query, int project,
        IReadOnlyCollection<int> numbers, CancellationToken cancellationToken)
    {
        var match = TsVector.Query(query);
        var wanted = numbers.ToArray();
        var first = wanted.Select(number => SearchEntry.KeyOf(project, number, 0)).ToArray();
        var last = wanted.Select(number => SearchEntry.KeyOf(project, number + 1, 0) - 1).ToArray();
        return await Database
            .SqlQuery<int>(
                $"""
                SELECT n.number AS "Value" FROM unnest({wanted}, {first}, {last}) AS n(number, first, last)
                WHERE EXISTS (SELECT 1 FROM (SELECT "Vector" FROM "TicketSearch" WHERE "Key" BETWEEN n.first AND n.last OFFSET 0) e WHERE e."Vector" @@ CAST({match} AS tsquery))
                """)
            .ToListAsync(cancellationToken)
            .ConfigureAwait(false);
    }
}
