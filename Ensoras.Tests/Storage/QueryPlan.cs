using System.Text.RegularExpressions;
using Ensoras.Domain.Storage;
using Microsoft.EntityFrameworkCore;

namespace Ensoras.Tests.Storage;

/// <summary>How SQLite would run a query, and whether that reads a whole table.</summary>
internal static partial class QueryPlan
{
    // A desk has one project and few people; reading all of them is right.
    private static readonly string[] SmallTables = ["Projects", "Agents", "Teams", "Workflows"];

    public static bool ScansATable(string line, ILookup<string, string> tables)
    {
        var scan = Scan().Match(line);
        return scan.Success && tables[scan.Groups["alias"].Value].Any(table => !SmallTables.Contains(table));
    }

    public static async Task<List<string>> ExplainAsync(
        EnsorasDb db,
        string sql,
        IReadOnlyList<(string Name, object? Value)> parameters)
    {
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = $"EXPLAIN QUERY PLAN {sql}";
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value ?? DBNull.Value);
            command.Parameters.Add(parameter);
        }

        var plan = new List<string>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            plan.Add(reader.GetString(3));
        }

        return plan;
    }

    [GeneratedRegex("\"(?<table>\\w+)\" AS \"(?<alias>\\w+)\"")]
    public static partial Regex TableAliases();

    [GeneratedRegex("^SCAN (?<alias>\\w+)")]
    private static partial Regex Scan();
}
