using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using SQLitePCL;

namespace Ensoras.Bench.Seeding;

/// <summary>
/// Inserts entities of one type by a prepared statement that is made from the model, so that it follows every change
/// of the schema.
/// </summary>
internal sealed class RowWriter<T> : IDisposable
    where T : class
{
    private readonly SqliteConnection _connection;
    private readonly sqlite3_stmt _insert;
    private readonly Func<object, object?>[] _columns;

    public RowWriter(SqliteConnection connection, IModel model)
    {
        _connection = connection;
        var type = model.FindEntityType(typeof(T))!;
        var properties = type.GetProperties().ToList();
        _columns = [.. properties.Select(Read)];
        var sql = $"""
            INSERT INTO "{type.GetTableName()}" ({string.Join(
                ", ",
                properties.Select(property => $"\"{property.GetColumnName()}\""))})
            VALUES ({string.Join(", ", properties.Select(_ => "?"))})
            """;
        Check(raw.sqlite3_prepare_v2(connection.Handle, sql, out _insert));
    }

    public void Write(IEnumerable<T> rows)
    {
        foreach (var row in rows)
        {
            for (var at = 0; at < _columns.Length; at++)
            {
                Check(Bind(at + 1, _columns[at](row)));
            }

            if (raw.sqlite3_step(_insert) != raw.SQLITE_DONE)
            {
                throw new InvalidOperationException(raw.sqlite3_errmsg(_connection.Handle).utf8_to_string());
            }

            raw.sqlite3_reset(_insert);
        }
    }

    public void Dispose() => _insert.Dispose();

    private static Func<object, object?> Read(IProperty property)
    {
        var getter = property.GetGetter();
        return property.GetTypeMapping().Converter is { } converter
            ? entity => converter.ConvertToProvider(getter.GetClrValue(entity))
            : getter.GetClrValue;
    }

    private int Bind(int at, object? value) => value switch
    {
        null => raw.sqlite3_bind_null(_insert, at),
        string text => raw.sqlite3_bind_text(_insert, at, text),
        byte[] bytes => raw.sqlite3_bind_blob(_insert, at, bytes),
        bool flag => raw.sqlite3_bind_int(_insert, at, flag ? 1 : 0),
        int whole => raw.sqlite3_bind_int(_insert, at, whole),
        long whole => raw.sqlite3_bind_int64(_insert, at, whole),
        double real => raw.sqlite3_bind_double(_insert, at, real),
        _ => throw new NotSupportedException($"A column of type {value.GetType().Name} cannot be seeded."),
    };

    private void Check(int result)
    {
        if (result != raw.SQLITE_OK)
        {
            throw new InvalidOperationException(raw.sqlite3_errmsg(_connection.Handle).utf8_to_string());
        }
    }
}
