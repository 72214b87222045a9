using Ensoras.Web.Hosting;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Ensoras.Tests.Hosting;

/// <summary>What an operator reads: when, how bad, where, what; and an outage of the database in two lines.</summary>
public sealed class LogTests
{
    [Fact]
    public void Every_line_begins_with_its_moment_in_UTC()
    {
        using var text = new StringWriter();
        var entry = new LogEntry<string>(
            LogLevel.Warning,
            "Ensoras.Desk",
            default,
            "two\nlines",
            null,
            (state, _) => state);

        new LineFormatter(new FakeTimeProvider(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.FromHours(2)))).Write(
            entry,
            null,
            text);

        Assert.Equal($"2026-03-02T07:00:00.000Z warn Ensoras.Desk: two lines{Environment.NewLine}", text.ToString());
    }

    [Fact]
    public void An_outage_is_written_once_until_it_is_over()
    {
        var outage = new StorageOutage();
        var away = new InvalidOperationException(
            "no",
            new NpgsqlException("no", new System.Net.Sockets.SocketException(111)));

        Assert.Equal(StorageOutage.Entry.Begins, outage.Take("Ensoras.Sweep", LogLevel.Error, away, out var sentence));
        Assert.StartsWith("The database cannot be reached.", sentence, StringComparison.Ordinal);
        Assert.Equal(
            StorageOutage.Entry.Withhold,
            outage.Take("Microsoft.EntityFrameworkCore.Database.Connection", LogLevel.Error, away, out _));
        Assert.Equal(StorageOutage.Entry.Withhold, outage.Take("Npgsql.Command", LogLevel.Error, null, out _));
        Assert.Equal(StorageOutage.Entry.Withhold, outage.Take("Ensoras.Sweep", LogLevel.Warning, away, out _));
        Assert.Equal(StorageOutage.Entry.Write, outage.Take("Ensoras.Account", LogLevel.Warning, null, out _));
        Assert.Equal(
            StorageOutage.Entry.Write,
            outage.Take("Ensoras.Sweep", LogLevel.Error, new InvalidOperationException("a fault of ours"), out _));

        Assert.Equal(3, outage.End());
        Assert.Equal(
            StorageOutage.Entry.Begins,
            outage.Take("Ensoras.Sweep", LogLevel.Error, new SqliteException("full", 13), out sentence));
        Assert.StartsWith("The disk is full.", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_statement_that_the_database_refused_is_no_outage()
    {
        var outage = new StorageOutage();

        Assert.Equal(
            StorageOutage.Entry.Write,
            outage.Take("Ensoras", LogLevel.Error, new SqliteException("unique", 19), out _));
        Assert.Equal(
            StorageOutage.Entry.Write,
            outage.Take("Ensoras", LogLevel.Error, new PostgresException("unique", "ERROR", "ERROR", "23505"), out _));
    }
}
