using System.Net;
using Ensoras.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Ensoras.Tests.Widget;

public sealed class WidgetRateLimitsTests
{
    [Theory, OnEveryDatabase]
    public async Task Of_a_hundred_messages_at_once_most_must_wait_and_none_is_lost_or_doubled(Engine engine)
    {
        await using var database = await Database.CreateAsync(engine);
        string token;
        List<string> acknowledged;
        await using (var host = await WidgetHost.StartAsync(database))
        {
            token = await host.BeginAsync();
            var first = await SendAllAsync(host, token);
            acknowledged =
            [
                .. first.Where(answer => answer.Status is HttpStatusCode.Created).Select(answer => answer.ClientId),
            ];

            Assert.InRange(acknowledged.Count, 10, 40);
            Assert.Equal(
                100,
                first.Count(answer => answer.Status is HttpStatusCode.Created or HttpStatusCode.TooManyRequests));
            Assert.All(
                first.Where(answer => answer.Status is HttpStatusCode.TooManyRequests),
                answer => Assert.InRange(answer.RetryAfter, 1, 10));
            Assert.Equal(HttpStatusCode.OK, (await host.SendAsync(HttpMethod.Get, "session", token)).StatusCode);
        }

        // The visitor's browser tries again what was refused, and by mistake also what was not; the desk was
        // restarted meanwhile.
        await using (var host = await WidgetHost.StartAsync(database, limits => limits.MessagesAtOnce = 1000))
        {
            var second = await SendAllAsync(host, token);

            Assert.Equal(
                acknowledged.Order(),
                second.Where(answer => answer.Status is HttpStatusCode.OK).Select(answer => answer.ClientId).Order());
            Assert.Equal(100 - acknowledged.Count, second.Count(answer => answer.Status is HttpStatusCode.Created));
            await using var db = await host.OpenDbAsync();
            Assert.Equal(1, await db.Tickets.CountAsync());
            Assert.Equal(100, await db.Messages.Select(message => message.ExternalId).Distinct().CountAsync());
            Assert.Equal(
                Enumerable.Range(1, 100),
                await db
                    .Messages.OrderBy(message => message.ShownNumber)
                    .Select(message => message.ShownNumber!.Value)
                    .ToListAsync());
        }
    }

    [Fact]
    public async Task One_address_cannot_begin_sessions_without_end_and_one_visitor_does_not_stop_another()
    {
        await using var database = await Database.CreateAsync(Engine.Sqlite);
        await using var host = await WidgetHost.StartAsync(
            database,
            limits =>
                (limits.SessionsAtOnce, limits.SessionsPerMinute, limits.MessagesAtOnce, limits.MessagesPerSecond) = (
                    3,
                    1,
                    1,
                    1));
        var (first, second) = (await host.BeginAsync(), await host.BeginAsync());
        await host.BeginAsync();

        using var refused = await host.SendAsync(
            HttpMethod.Post,
            "sessions",
            null,
            new { projectKey = host.Project.PublicKey });

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.Contains(await SendAllAsync(host, first), answer => answer.Status is HttpStatusCode.TooManyRequests);
        Assert.Equal(HttpStatusCode.Created, await host.WriteAsync(second, "One", "a"));
    }

    [Fact]
    public async Task A_visitor_who_wastes_calls_takes_nothing_from_the_others_of_the_address()
    {
        await using var database = await Database.CreateAsync(Engine.Sqlite);
        await using var host = await WidgetHost.StartAsync(
            database,
            limits =>
                (limits.CallsAtOnce, limits.CallsPerSecond, limits.RequestsAtOnce, limits.RequestsPerSecond) = (
                    5,
                    1,
                    60,
                    1));
        var (waster, visitor) = (await host.BeginAsync(), await host.BeginAsync());

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 200).Select(_ => host.SendAsync(HttpMethod.Get, "session", waster)));

        Assert.Contains(answers, answer => answer.StatusCode is HttpStatusCode.TooManyRequests);
        using var other = await host.SendAsync(HttpMethod.Get, "session", visitor);
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
    }

    private static Task<(string ClientId, HttpStatusCode Status, double RetryAfter)[]> SendAllAsync(
        WidgetHost host,
        string token) =>
        Task.WhenAll(
            Enumerable
                .Range(1, 100)
                .Select(async number =>
                {
                    using var response = await host.SendAsync(
                        HttpMethod.Post,
                        "messages",
                        token,
                        new { clientId = $"c{number}", text = $"Message {number}" });
                    return ($"c{number}", response.StatusCode, response.Headers.RetryAfter?.Delta?.TotalSeconds ?? 0);
                }));
}
