using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Ensoras.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Ensoras.Tests.Hosting;

/// <summary>Readiness stores something, liveness does not.</summary>
public sealed class HealthTests
{
    [Fact]
    public async Task A_locked_database_is_not_ready_and_says_so_while_the_program_lives()
    {
        await using var desk = new HostedDesk();
        using var anybody = new HttpClient { BaseAddress = desk.Address };
        Assert.Equal((HttpStatusCode.OK, "healthy", null), await AskAsync(anybody, "/health/ready"));
        await using (var db = await desk.OpenDbAsync())
        {
            Assert.Single(await db.Servers.ToListAsync());
            await using var other = new SqliteConnection(
                $"Data Source={db.Database.GetDbConnection().DataSource};Pooling=False");
            await other.OpenAsync();
            await using var command = other.CreateCommand();
            command.CommandText = "BEGIN IMMEDIATE";
            await command.ExecuteNonQueryAsync();

            // What was found out is said again for a second.
            var (status, word, reason) = await AskAsync(anybody, "/health");
            using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
            while (status is HttpStatusCode.OK && await pause.WaitForNextTickAsync())
            {
                (status, word, reason) = await AskAsync(anybody, "/health");
            }

            Assert.Equal((HttpStatusCode.ServiceUnavailable, "unhealthy"), (status, word));

            // The second where a write of the desk itself waits for the lock in front of the question.
            string[] reasons =
            [
                "The database is locked by another program.",
                Sentence.Of("Storage.NoChangeInTime").ToString(),
            ];
            Assert.Contains(reason, reasons);
            Assert.Equal((HttpStatusCode.OK, "alive", null), await AskAsync(anybody, "/health/live"));
        }
    }

    private static async Task<(HttpStatusCode Status, string? Word, string? Reason)> AskAsync(
        HttpClient client,
        string path)
    {
        using var answer = await client.GetAsync(path);
        var body = await answer.Content.ReadFromJsonAsync<JsonNode>();
        return (answer.StatusCode, (string?)body!["status"], (string?)body["reason"]);
    }
}
