using System.Net.Sockets;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Ensoras.Domain.Storage;

/// <summary>Tells a database that is away, full or locked from a statement that it refused.</summary>
public static class StorageTrouble
{
    private const string Unreachable = "The database cannot be reached.";
    private const string Full = "The disk is full.";

    /// <summary>What is the matter, in one sentence; null when the database itself is not what failed.</summary>
    public static string? Explain(Exception? error) => error switch
    {
        null => null,
        SqliteException sqlite => OfSqlite(sqlite.SqliteErrorCode),
        PostgresException postgres => OfPostgres(postgres.SqlState) is { } why ? $"{why} ({postgres.SqlState})" : null,
        NpgsqlException { InnerException: SocketException or TimeoutException or IOException } => Unreachable,
        NpgsqlException { IsTransient: true } => Unreachable,
        TimeoutException => "The database does not answer.",
        _ => Explain(error.InnerException),
    };

    private static string? OfSqlite(int code) => code switch
    {
        5 or 6 => "The database is locked by another program.",
        8 => "The database may only be read.",
        10 => "The disk cannot be read or written.",
        11 or 26 => "The database file is damaged.",
        13 => Full,
        14 => "The database file cannot be opened.",
        _ => null,
    };

    private static string? OfPostgres(string state) =>
        state switch
        {
            PostgresErrorCodes.DiskFull => Full,
            PostgresErrorCodes.TooManyConnections => "The database has no connection left.",
            PostgresErrorCodes.CannotConnectNow => "The database is starting up.",
            PostgresErrorCodes.AdminShutdown
            or PostgresErrorCodes.CrashShutdown
            or PostgresErrorCodes.DatabaseDropped => "The database is shutting down.",
            PostgresErrorCodes.ReadOnlySqlTransaction => "The database may only be read.",
            ['0', '8', ..] or ['5', '8', ..] => Unreachable,
            ['5', '3', ..] => "The database is out of resources.",
            _ => null,
        };
}
