using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Ensoras.Bench;

/// <summary>Counts what goes to the database and remembers each distinct query with one set of its values.</summary>
internal sealed class QueryLog : DbCommandInterceptor
{
    private readonly ConcurrentDictionary<string, SqliteParameter[]> _seen = new();
    private long _count;

    /// <summary>How many queries were made.</summary>
    public long Count => Interlocked.Read(ref _count);

    public override InterceptionResult<DbDataReader> ReaderExecuting(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<DbDataReader> result)
    {
        Remember(command);
        return result;
    }

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<DbDataReader> result,
        CancellationToken cancellationToken = default)
    {
        Remember(command);
        return ValueTask.FromResult(result);
    }

    /// <summary>Forgets the queries, not their count.</summary>
    public void Forget() => _seen.Clear();

    /// <summary>Every query seen so far with its plan.</summary>
    public void PrintPlans(string file, string title, TextWriter to)
    {
        using var connection = new SqliteConnection($"Data Source={file};Mode=ReadOnly");
        connection.Open();
        foreach (var (sql, values) in _seen)
        {
            to.WriteLine($"-- {title}\n{sql}");
            using var command = connection.CreateCommand();
            command.CommandText = "EXPLAIN QUERY PLAN " + sql;
            command.Parameters.AddRange(values.Select(value => new SqliteParameter(value.ParameterName, value.Value)));
            using var plan = command.ExecuteReader();
            while (plan.Read())
            {
                to.WriteLine($"   => {plan.GetString(3)}");
            }

            to.WriteLine();
        }
    }

    private void Remember(DbCommand command)
    {
        Interlocked.Increment(ref _count);
        if (!_seen.ContainsKey(command.CommandText))
        {
            _seen.TryAdd(
                command.CommandText,
                [
                    .. command
                        .Parameters.Cast<SqliteParameter>()
                        .Select(value => new SqliteParameter(value.ParameterName, value.Value)),
                ]);
        }
    }
}
