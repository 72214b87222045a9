using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Ensoras.Tests.Support;
using Microsoft.Data.Sqlite;

namespace Ensoras.Tests.Reliability;

/// <summary>The promise of rules.md: nothing is lost, nothing happens twice, whenever the server dies.</summary>
[Trait("Kind", "Process"), Collection(LongestFirst.ServerToKill)]
public sealed class KilledServerTests
{
    private const int Kills = 4;
    private const int Visitors = 6;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);
    private static readonly TimeSpan Reading = TimeSpan.FromMilliseconds(400);

    [Fact]
    public async Task Every_acknowledged_message_is_there_once_and_every_approved_reply_is_delivered_once()
    {
        var random = new Random(20261122);
        await using var desk = new DeskProcess();
        await desk.StartAsync();
        var acknowledged = new ConcurrentDictionary<Guid, string>();
        var approved = new ConcurrentDictionary<Guid, byte>();
        using var enough = new CancellationTokenSource();
        var people = Enumerable
            .Range(0, Visitors)
            .Select(visitor => VisitAsync(desk, visitor, acknowledged, enough.Token))
            .Append(ReviewAsync(desk, "reviewer@sample.test", approved, enough.Token))
            .Append(ReviewAsync(desk, "lead@sample.test", approved, enough.Token))
            .ToList();

        for (var kill = 0; kill < Kills; kill++)
        {
            var minimum = (Acknowledged: random.Next(4, 12), Approved: random.Next(1, 3));
            var before = (Acknowledged: acknowledged.Count, Approved: approved.Count);
            await UntilAsync(() =>
                acknowledged.Count >= before.Acknowledged + minimum.Acknowledged
                && approved.Count >= before.Approved + minimum.Approved);
            await desk.KillAsync();
            await desk.StartAsync();
        }

        await enough.CancelAsync();
        await Task.WhenAll(people);
        await UntilAsync(() =>
            Count(
                desk,
                $"SELECT count(*) FROM Messages WHERE Status IN ({(int)Domain.Tickets.MessageStatus.Queued}, "
                    + $"{(int)Domain.Tickets.MessageStatus.Sending})") == 0);

        Assert.NotEmpty(approved);
        foreach (var (clientId, text) in acknowledged)
        {
            Assert.Equal(
                1,
                Count(
                    desk,
                    "SELECT count(*) FROM Messages WHERE ExternalId = $value AND Body = $text",
                    clientId.ToString(),
                    text));
        }

        foreach (var draftId in approved.Keys)
        {
            Assert.Equal(
                1,
                Count(
                    desk,
                    $"SELECT count(*) FROM Messages WHERE hex(Id) = $value AND Status = "
                        + $"{(int)Domain.Tickets.MessageStatus.Sent} AND ShownNumber IS NOT NULL",
                    Convert.ToHexString(draftId.ToByteArray(bigEndian: true))));
        }

        Assert.Equal(
            0,
            Count(
                desk,
                "SELECT count(*) FROM (SELECT TicketId, ShownNumber FROM Messages WHERE ShownNumber IS NOT NULL "
                    + "GROUP BY TicketId, ShownNumber HAVING count(*) > 1)"));
    }

    /// <summary>A visitor who writes, and repeats with the same client id until it is acknowledged.</summary>
    private static async Task VisitAsync(
        DeskProcess desk,
        int visitor,
        ConcurrentDictionary<Guid, string> acknowledged,
        CancellationToken enough)
    {
        using var client = new HttpClient { BaseAddress = desk.Address, Timeout = TimeSpan.FromSeconds(5) };
        var key = await ProjectKeyAsync(desk);
        for (var message = 0; !enough.IsCancellationRequested; message++)
        {
            if (message % 2 == 0)
            {
                var opened = await RepeatAsync(() =>
                    client.PostAsJsonAsync("/api/widget/v1/sessions", new { projectKey = key }, CancellationToken.None));
                client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
                    "Bearer",
                    (string)(await opened.Content.ReadFromJsonAsync<JsonNode>(CancellationToken.None))!["token"]!);
            }

            var clientId = Guid.CreateVersion7();
            var text = $"Visitor {visitor}, message {message}: how long do I have to return an item?";
            await RepeatAsync(() =>
                client.PostAsJsonAsync("/api/widget/v1/messages", new { clientId, text }, CancellationToken.None));
            acknowledged[clientId] = text;

            // As people write: without a pause six of them would outrun the drafts, and reviewers would find nothing
            // to approve.
            await PauseAsync(Reading);
        }
    }

    /// <summary>A reviewer who approves whatever waits; only what the server confirmed counts.</summary>
    private static async Task ReviewAsync(
        DeskProcess desk,
        string email,
        ConcurrentDictionary<Guid, byte> approved,
        CancellationToken enough)
    {
        using var client = await desk.SignInAsync(email);
        while (!enough.IsCancellationRequested)
        {
            try
            {
                var inbox = await client.GetFromJsonAsync<JsonNode>(
                    "/api/v1/inbox?status=AwaitingApproval&channel=Widget&sort=Created&desc=1",
                    CancellationToken.None);
                foreach (var row in inbox!["tickets"]!.AsArray())
                {
                    var number = (int)row!["number"]!;
                    var ticket = await client.GetFromJsonAsync<JsonNode>(
                        $"/api/v1/tickets/{number}",
                        CancellationToken.None);
                    var draft = ticket!["messages"]!
                        .AsArray()
                        .FirstOrDefault(message => (string?)message!["status"] == "Draft");
                    if (draft is not null && !enough.IsCancellationRequested)
                    {
                        var draftId = (Guid)draft["id"]!;
                        using var answer = await client.PostAsync(
                            $"/api/v1/tickets/{number}/drafts/{draftId}/approve",
                            null,
                            CancellationToken.None);
                        if (answer.IsSuccessStatusCode)
                        {
                            approved[draftId] = 0;
                        }
                    }
                }
            }
            catch (Exception error) when (error is HttpRequestException or TaskCanceledException)
            {
                // The server is down just now.
            }

            await PauseAsync();
        }
    }

    private static async Task<HttpResponseMessage> RepeatAsync(Func<Task<HttpResponseMessage>> send)
    {
        while (true)
        {
            try
            {
                var answer = await send();
                if (answer.IsSuccessStatusCode)
                {
                    return answer;
                }

                Assert.True(
                    answer.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable,
                    $"{answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
            }
            catch (Exception error) when (error is HttpRequestException or TaskCanceledException)
            {
                // The server is down just now; the visitor's browser tries again.
            }

            await PauseAsync();
        }
    }

    private static async Task<string> ProjectKeyAsync(DeskProcess desk)
    {
        await using var connection = new SqliteConnection($"Data Source={desk.SqliteFile};Mode=ReadOnly");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT PublicKey FROM Projects";
        return (string)(await command.ExecuteScalarAsync())!;
    }

    private static long Count(DeskProcess desk, string sql, string? value = null, string? text = null)
    {
        using var connection = new SqliteConnection($"Data Source={desk.SqliteFile};Mode=ReadOnly");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Parameters.AddWithValue("$value", value ?? (object)DBNull.Value);
        command.Parameters.AddWithValue("$text", text ?? (object)DBNull.Value);
        return (long)command.ExecuteScalar()!;
    }

    private static async Task UntilAsync(Func<bool> isTrue)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!isTrue())
        {
            await timer.WaitForNextTickAsync(patience.Token);
        }
    }

    // Between two tries of a client, as a browser would wait.
    private static async Task PauseAsync(TimeSpan? length = null)
    {
        using var timer = new PeriodicTimer(length ?? TimeSpan.FromMilliseconds(50));
        await timer.WaitForNextTickAsync();
    }
}
