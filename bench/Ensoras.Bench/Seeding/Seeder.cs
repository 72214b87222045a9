using System.Diagnostics;
using Ensoras.Domain.Knowledge;
using Ensoras.Domain.Storage;
using Ensoras.Domain.Tickets;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Ensoras.Bench.Seeding;

/// <summary>
/// Fills a file that the migrations made. Rows lie in it as they would after years of use: by the time they were
/// written, so that a ticket's messages are scattered among those of other tickets.
/// </summary>
internal sealed partial class Seeder(BenchDesk desk, BenchOptions options)
{
    private const int LongTickets = 20;
    private const int LongTicket = 200;
    private const int ShortTicket = 5;

    /// <summary>How many tickets are in work at once; they are stored together.</summary>
    private const int Window = 5_000;

    private const int PassagesOfAnArticle = 7;

    /// <summary>What a file says of itself once it is whole.</summary>
    private const long Seeded = 1;

    private readonly Random _random = new(7);
    private readonly DateTimeOffset _now = DateTimeOffset.FromUnixTimeMilliseconds(
        TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());

    /// <summary>The numbers of the tickets with 200 messages: the newest.</summary>
    public static IEnumerable<int> LongTicketNumbers(int tickets) =>
        Enumerable.Range(tickets - LongTickets + 1, LongTickets);

    /// <summary>
    /// Makes a new file, or brings one that was measured before back to the number of waiting tickets.
    /// </summary>
    /// <returns>Whether the file is new.</returns>
    public async Task<bool> SeedAsync(CancellationToken cancellationToken)
    {
        var isNew = !IsSeeded();
        if (isNew)
        {
            File.Delete(desk.File);
        }

        await using var db = await desk.OpenDbAsync(cancellationToken);
        var known = db.Database.GetMigrations().ToHashSet();
        if (!isNew && !known.IsSupersetOf(await db.Database.GetAppliedMigrationsAsync(cancellationToken)))
        {
            throw new InvalidOperationException($"{desk.File} was made by a later version. Delete it and start again.");
        }

        if (isNew)
        {
            await CreateAsync(db, cancellationToken);
        }
        else
        {
            await db.Database.MigrateAsync(cancellationToken);
            await TopUpAsync(db, cancellationToken);
        }

        // As the web app does when it starts.
        var started = Stopwatch.GetTimestamp();
        await db.LearnAsync(cancellationToken);
        Console.WriteLine($"  statistics after {Stopwatch.GetElapsedTime(started).TotalMilliseconds:N0} ms");
        return isNew;
    }

    private async Task CreateAsync(EnsorasDb db, CancellationToken cancellationToken)
    {
        await db.Database.MigrateAsync(cancellationToken);
        var opened = _now.AddYears(-2);
        var cast = Cast.Create(Math.Max(100, options.Tickets / 6), opened, _random);
        db.Add(cast.Project);
        db.AddRange(cast.Agents);
        db.AddRange(cast.Teams);
        db.AddRange(Articles(cast.Project.Id));
        await db.SaveChangesAsync(cancellationToken);
        SqliteConnection.ClearAllPools();

        await using var connection = Open();
        Run(
            connection,
            "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA locking_mode=EXCLUSIVE; PRAGMA "
                + "cache_size=-500000; PRAGMA temp_store=MEMORY;");
        var indexes = Indexes(connection).ToList();
        foreach (var (name, _) in indexes)
        {
            Run(connection, $"DROP INDEX \"{name}\"");
        }

        Run(connection, "BEGIN");
        using (var customers = new RowWriter<Domain.People.Customer>(connection, db.Model))
        {
            customers.Write(cast.Customers);
        }

        Run(connection, "COMMIT");
        await WriteAsync(connection, db.Model, cast, Windows(cast, opened), cancellationToken);
        Run(connection, $"UPDATE \"Projects\" SET \"NextTicketNumber\" = {options.Tickets + 1}");
        foreach (var (name, sql) in indexes)
        {
            Console.WriteLine($"  index {name}");
            Run(connection, sql);
        }

        Run(connection, $"PRAGMA user_version={Seeded}; PRAGMA journal_mode=WAL");
    }

    /// <summary>Opens as many waiting tickets as were dealt with by the measurements before.</summary>
    private async Task TopUpAsync(EnsorasDb db, CancellationToken cancellationToken)
    {
        var missing =
            options.Waiting - await db.Tickets.CountAsync(ticket => ticket.InboxRank != null, cancellationToken);
        if (missing <= 0)
        {
            return;
        }

        var cast = await Cast.LoadAsync(db, cancellationToken);
        var story = new TicketStory(cast, _random, _now);
        var first = cast.Project.NextTicketNumber;
        var tickets = Enumerable
            .Range(first, missing)
            .Select(number => story.Tell(number, WaitingFate(), ShortTicket, _now.AddDays(-3)))
            .ToList();
        await using var connection = Open();
        await WriteAsync(connection, db.Model, cast, [tickets], cancellationToken);
        Run(connection, $"UPDATE \"Projects\" SET \"NextTicketNumber\" = {first + missing}");
    }

    /// <summary>One window is made while the one before is stored.</summary>
    private static async Task WriteAsync(
        SqliteConnection connection,
        IModel model,
        Cast cast,
        IEnumerable<IReadOnlyList<Ticket>> windows,
        CancellationToken cancellationToken)
    {
        var made = System.Threading.Channels.Channel.CreateBounded<IReadOnlyList<Ticket>>(1);
        var making = Task.Run(async () =>
        {
            try
            {
                foreach (var window in windows)
                {
                    await made.Writer.WriteAsync(window, cancellationToken);
                }
            }
            finally
            {
                made.Writer.Complete();
            }
        }, cancellationToken);

        using var tickets = new RowWriter<Ticket>(connection, model);
        using var messages = new RowWriter<Message>(connection, model);
        using var history = new RowWriter<TicketEvent>(connection, model);
        using var search = new SearchWriter(connection, cast.Project.Ordinal, cast.Customers);
        await foreach (var window in made.Reader.ReadAllAsync(cancellationToken))
        {
            Run(connection, "BEGIN");
            tickets.Write(window);
            messages.Write(window.SelectMany(ticket => ticket.Messages).OrderBy(message => message.CreatedAt));
            search.Write(window);
            history.Write(window.SelectMany(ticket => ticket.NewEvents).OrderBy(line => line.At));
            Run(connection, "COMMIT");
        }

        await making;
    }

    private IEnumerable<Article> Articles(Guid projectId)
    {
        for (var at = 0; at * PassagesOfAnArticle < options.Passages; at++)
        {
            var topic = Phrases.Topics[at % Phrases.Topics.Length];
            var product = Phrases.Products[at / Phrases.Topics.Length % Phrases.Products.Length];
            var body = Phrases.Article(
                topic,
                product,
                Math.Min(PassagesOfAnArticle, options.Passages - (at * PassagesOfAnArticle)),
                _random);
            yield return new Article(
                projectId,
                $"article-{at}",
                Phrases.Capital(topic),
                $"{Phrases.Capital(topic)}: {product}",
                body,
                _now);
        }
    }

    private bool IsSeeded()
    {
        if (!File.Exists(desk.File))
        {
            return false;
        }

        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA user_version";
        return (long)command.ExecuteScalar()! == Seeded;
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection($"Data Source={desk.File};Pooling=False");
        connection.Open();
        return connection;
    }

    private static List<(string Name, string Sql)> Indexes(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText =
            """SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN ('Tickets', 'Messages', 'TicketEvents', 'Customers')""";
        using var reader = command.ExecuteReader();
        var indexes = new List<(string, string)>();
        while (reader.Read())
        {
            indexes.Add((reader.GetString(0), reader.GetString(1)));
        }

        return indexes;
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Names come from the schema, values are whole numbers.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
