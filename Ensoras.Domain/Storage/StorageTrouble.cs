using System.Net.Sockets;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Ensoras.Domain.Storage;

/// <summary>Tells a database that is away, full or locked from a statement that it refused.</summary>
public static class StorageTrouble
{
    private static readonly Sentence Unreachable = Sentence.Of("Storage.Unreachable");
    private static readonly Sentence Full = Sentence.Of("Storage.DiskFull");

    /// <summary>What is the matter, in one sentence; null when the database itself is not what failed.</summary>
    public static Sentence? Explain(Exception? error) => error switch
    {
        null => null,
        SqliteException sqlite => OfSqlite(sqlite.SqliteErrorCode),
        PostgresException postgres => OfPostgres(postgres.SqlState) is { } why
            ? Sentence.Of("Storage.WithCode", why, postgres.SqlState)
            : null,
        NpgsqlException { InnerException: SocketException or TimeoutException or IOException } => Unreachable,
        NpgsqlException { IsTransient: true } => Unreachable,
        TimeoutException => Sentence.Of("Storage.NoAnswer"),
        _ => Explain(error.InnerException),
    };

    private static Sentence? OfSqlite(int code) => code switch
    {
        5 or 6 => Sentence.Of("Storage.Locked"),
        8 => Sentence.Of("Storage.ReadOnly"),
        10 => Sentence.Of("Storage.DiskBroken"),
        11 or 26 => Sentence.Of("Storage.Damaged"),
        13 => Full,
        14 => Sentence.Of("Storage.CannotOpen"),
        _ => null,
    };

    private static Sentence? OfPostgres(string state) =>
        state switch
        {
            PostgresErrorCodes.DiskFull => Full,
            PostgresErrorCodes.TooManyConnections => Sentence.Of("Storage.NoConnectionLeft"),
            PostgresErrorCodes.CannotConnectNow => Sentence.Of("Storage.StartingUp"),
            PostgresErrorCodes.AdminShutdown
            or PostgresErrorCodes.CrashShutdown
            or PostgresErrorCodes.DatabaseDropped => Sentence.Of("Storage.ShuttingDown"),
            PostgresErrorCodes.ReadOnlySqlTransaction => Sentence.Of("Storage.ReadOnly"),
            ['0', '8', ..] or ['5', '8', ..] => Unreachable,
            ['5', '3', ..] => Sentence.Of("Storage.OutOfResources"),
            _ => null,
        };
}
