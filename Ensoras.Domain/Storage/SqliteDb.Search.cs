using System.Text.Encodings.Web;
using System.Text.Json;
using Ensoras.Domain.Knowledge;
using Ensoras.Domain.Search;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Ensoras.Domain.Storage;

public sealed partial class SqliteDb
{
    /// <summary>
    /// FTS5 reads everything under a beginning before it gives the first hit, except for lengths that have an index of
    /// their own.
    /// </summary>
    private const int MinIndexedBeginning = 3;
    private const int MaxIndexedBeginning = 4;
    private const int MaxBeginnings = 200;
    private static readonly JsonSerializerOptions Json =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public override async Task<IReadOnlyList<RankedPassage>> RankPassagesAsync(Guid projectId,
        IReadOnlyCollection<string> stems, int most, CancellationToken cancellationToken)
    {
        var match = Fts5Query.AnyOf(stems);
        return await Database
            .SqlQuery<RankedPassage>(
                $"""
                SELECT p."Id", a."Key" AS "ArticleKey", a."Collection", p."Title", p."Heading", p."Text", -bm25(passages_fts, 4.0, 2.0, 1.0) AS "Rank"
                FROM passages_fts JOIN "Passages" p ON p."Id" = passages_fts.rowid JOIN "Articles" a ON a."Id" = p."ArticleId"
                WHERE passages_fts MATCH {match} AND p."ProjectId" = {projectId.ToByteArray(bigEndian: true)}
                ORDER BY bm25(passages_fts, 4.0, 2.0, 1.0) LIMIT {most}
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
            counts[stem] = await Database
                .SqlQuery<int>(
                    $"""
                    SELECT count(*) AS "Value" FROM passages_fts JOIN "Passages" p ON p."Id" = passages_fts.rowid
                    WHERE passages_fts MATCH {Fts5Query.AnyOf([stem])} AND p."ProjectId" = {projectId.ToByteArray(
                        bigEndian: true)}
                    """)
                .SingleAsync(cancellationToken)
                .ConfigureAwait(false);
        }

        return counts;
    }

    internal override Task WritePassagesAsync(IReadOnlyList<PassageWords> passages,
        CancellationToken cancellationToken)
    {
        var json = JsonSerializer.Serialize(passages.Select(passage =>
            new object[] { passage.Id, Joined(passage.Title), Joined(passage.Heading), Joined(passage.Text) }), Json);
        return Database.ExecuteSqlAsync(
            $"""
            INSERT OR REPLACE INTO passages_fts(rowid, "Title", "Heading", "Text")
            SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3 FROM json_each({json})
            """,
            cancellationToken);
    }

    internal override async Task WriteEntriesAsync(IReadOnlyList<SearchEntry> entries,
        CancellationToken cancellationToken)
    {
        var json = JsonSerializer.Serialize(
            entries.Select(entry =>
                new object[] { entry.Key, Joined(entry.Title), Joined(entry.Customer), Joined(entry.Body) }),
            Json);
        var words = JsonSerializer.Serialize(
            entries.SelectMany(entry => entry.Title.Concat(entry.Customer).Concat(entry.Body)).Distinct(),
            Json);
        await Database
            .ExecuteSqlAsync(
                $"""
                INSERT OR REPLACE INTO ticket_search(rowid, "Title", "Customer", "Body")
                SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3 FROM json_each({json});
                INSERT OR IGNORE INTO ticket_search_words SELECT value FROM json_each({words})
                """,
                cancellationToken)
            .ConfigureAwait(false);
    }

    internal override async Task<FoundEntries> FindEntriesAsync(SearchQuery query, long from, long to, int most,
        CancellationToken cancellationToken)
    {
        var match = await MatchAsync(query, cancellationToken).ConfigureAwait(false);
        await Database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        var command = Database.GetDbConnection().CreateCommand();
        await using (command.ConfigureAwait(false))
        {
            command.CommandText =
                "SELECT rowid FROM ticket_search WHERE ticket_search MATCH $match AND rowid BETWEEN $from AND $to ORDER BY rowid DESC LIMIT $most";
            command.Transaction = Database.CurrentTransaction?.GetDbTransaction();
            foreach (var (name, value) in new (string, object)[] { ("$match", match), ("$from", from), ("$to", to),
                ("$most", most) })
            {
                var parameter = command.CreateParameter();
                parameter.ParameterName = name;
                parameter.Value = value;
                command.Parameters.Add(parameter);
            }

            var keys = new List<long>();
            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    keys.Add(reader.GetInt64(0));
                }
            }

            return new FoundEntries(keys, IsAll: keys.Count < most);
        }
    }

    internal override async Task<IReadOnlyList<int>> FindAmongAsync(SearchQuery query, int project,
        IReadOnlyCollection<int> numbers, CancellationToken cancellationToken)
    {
        var match = await MatchAsync(query, cancellationToken).ConfigureAwait(false);
        var json = JsonSerializer.Serialize(
            numbers.Select(number =>
                new[] { number, SearchEntry.KeyOf(project, number, 0), SearchEntry.KeyOf(project, number + 1, 0) - 1 }));
        return await Database
            .SqlQuery<int>(
                $"""
                SELECT CAST(n.value ->> 0 AS INTEGER) AS "Value" FROM json_each({json}) n
                WHERE EXISTS (SELECT 1 FROM ticket_search WHERE ticket_search MATCH {match} AND rowid BETWEEN (n.value ->> 1) AND (n.value ->> 2))
                """)
            .ToListAsync(cancellationToken)
            .ConfigureAwait(false);
    }

    private async Task<string> MatchAsync(SearchQuery query, CancellationToken cancellationToken)
    {
        var beginnings = new Dictionary<string, IReadOnlyList<string>?>();
        foreach (var beginning in query.Phrases.Select(phrase => phrase.Beginning).OfType<string>())
        {
            var isIndexed = beginning.Length is >= MinIndexedBeginning and <= MaxIndexedBeginning;
            beginnings[beginning] = isIndexed ? null
                : await WordsAsync(beginning, cancellationToken).ConfigureAwait(false);
        }

        return Fts5Query.Of(query, beginnings);
    }

    /// <summary>The known words that begin so; null when there are too many to name.</summary>
    private async Task<IReadOnlyList<string>?> WordsAsync(string beginning, CancellationToken cancellationToken)
    {
        var words = await Database
            .SqlQuery<string>(
                $"""SELECT "Word" AS "Value" FROM ticket_search_words WHERE "Word" >= {beginning} AND "Word" < {beginning + "\U0010FFFF"} LIMIT {MaxBeginnings + 1}""")
            .ToListAsync(cancellationToken)
            .ConfigureAwait(false);
        return words.Count > MaxBeginnings ? null : words;
    }

    private static string Joined(IReadOnlyList<string> words) => string.Join(' ', words);
}
