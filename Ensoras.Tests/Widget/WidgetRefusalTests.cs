using System.Net;
using System.Net.Http.Json;
using System.Text;

namespace Ensoras.Tests.Widget;

/// <summary>What the chat’s endpoints refuse, each with a sentence, and what no request may break.</summary>
public sealed class WidgetRefusalTests : WidgetHostTests
{
    [Fact]
    public async Task A_wrong_signature_is_refused() =>
        await RefusedAsync(
            HttpStatusCode.Forbidden,
            HttpMethod.Post,
            "sessions",
            body: new
            {
                projectKey = Host.Project.PublicKey,
                externalId = "user-42",
                signature = new string('0', 64),
            });

    [Theory]
    [InlineData("GET", "session")]
    [InlineData("PATCH", "session")]
    [InlineData("POST", "session/close")]
    [InlineData("POST", "messages")]
    [InlineData("POST", "typing")]
    [InlineData("POST", "page")]
    [InlineData("GET", "events")]
    public async Task Nothing_opens_without_a_token_that_was_given_out(string method, string path)
    {
        foreach (
            var token in new[]
            {
                null,
                "",
                "x",
                new string('f', 64),
                new string('F', 64),
                "' OR 1=1 --",
                new string('a', 5000),
            })
        {
            await RefusedAsync(
                HttpStatusCode.Unauthorized,
                new HttpMethod(method),
                path,
                token,
                method == "GET" ? null : new { });
        }
    }

    [Fact]
    public async Task A_token_in_the_address_is_no_token()
    {
        var token = await Host.BeginAsync();

        await RefusedAsync(HttpStatusCode.Unauthorized, HttpMethod.Get, $"session?token={token}&access_token={token}");
        await RefusedAsync(
            HttpStatusCode.Unauthorized,
            HttpMethod.Post,
            "sessions",
            new string('0', 64),
            new { projectKey = Host.Project.PublicKey });
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("{\"clientId\":1,\"text\":\"x\"}")]
    [InlineData("{\"clientId\":\"a\",\"text\":[\"x\"]}")]
    [InlineData("{\"clientId\":\"a\",\"text\":\"x\",}")]
    [InlineData("{\"clientId\":\"a\",\"text\":\"\\ud800\"}")]
    [InlineData("{\"clientId\":\"a\"}")]
    [InlineData("{\"clientId\":\"a\",\"text\":\"  \"}")]
    [InlineData("{\"text\":\"x\"}")]
    [InlineData("{\"clientId\":\"\",\"text\":\"x\"}")]
    [InlineData("{\"clientId\":\"a b\",\"text\":\"x\"}")]
    [InlineData("{\"clientId\":\"a\\u0000\",\"text\":\"x\"}")]
    [InlineData("{\"clientId\":\"a\\n\",\"text\":\"x\"}")]
    public async Task A_body_that_is_no_message_is_refused_with_a_sentence(string body)
    {
        var token = await Host.BeginAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "messages")
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new("Bearer", token);

        await RefusedAsync(HttpStatusCode.BadRequest, await Host.Http.SendAsync(request));
        Assert.Contains("\"lastEventId\":0", await ReadAsync("session", token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_of_another_kind_or_size_is_refused()
    {
        var token = await Host.BeginAsync();
        using var form = new HttpRequestMessage(HttpMethod.Post, "messages")
        {
            Content = new FormUrlEncodedContent([KeyValuePair.Create("text", "x")]),
        };
        form.Headers.Authorization = new("Bearer", token);

        await RefusedAsync(HttpStatusCode.UnsupportedMediaType, await Host.Http.SendAsync(form));
        await RefusedAsync(
            HttpStatusCode.RequestEntityTooLarge,
            HttpMethod.Post,
            "messages",
            token,
            new { clientId = "a", text = new string('x', 200_000) });
        await RefusedAsync(
            HttpStatusCode.BadRequest,
            HttpMethod.Post,
            "messages",
            token,
            new { clientId = "a", text = new string('x', 20_001) });
        Assert.Equal(HttpStatusCode.Created, await Host.WriteAsync(token, new string('\u4e2d', 20_000), "a"));
    }

    [Theory]
    [InlineData("application/json; charset=nope")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("application/json; charset=\"")]
    [InlineData("application/")]
    [InlineData("nonsense; ; =")]
    [InlineData("text/plain")]
    public async Task A_content_type_that_is_malformed_or_not_json_is_refused(string contentType)
    {
        var token = await Host.BeginAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "messages")
        {
            Content = new StringContent("{\"clientId\":\"a\",\"text\":\"x\"}"),
        };
        request.Headers.Authorization = new("Bearer", token);
        request.Content.Headers.Remove("Content-Type");
        Assert.True(request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType));

        using var answer = await Host.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
    }

    [Theory]
    [InlineData("Authorization", "Bearer")]
    [InlineData("Authorization", "Basic ,,;=")]
    [InlineData("Last-Event-ID", "99999999999999999999")]
    [InlineData("Accept-Language", "_,;;q=,x-y-z-,*")]
    [InlineData("Content-Encoding", "gzip")]
    [InlineData("If-None-Match", "\"")]
    public async Task Malformed_headers_are_no_failure_of_the_desks(string name, string value)
    {
        foreach (
            var (method, path) in new[]
            {
                (HttpMethod.Get, "session"),
                (HttpMethod.Get, "text"),
                (HttpMethod.Post, "messages"),
                (HttpMethod.Post, "sessions"),
            })
        {
            using var request = new HttpRequestMessage(method, path)
            {
                Content = method == HttpMethod.Post ? JsonContent.Create(new { }) : null,
            };
            Assert.True(
                request.Headers.TryAddWithoutValidation(name, value)
                    || request.Content is null
                    || request.Content.Headers.TryAddWithoutValidation(name, value));
            using var answer = await Host.Http.SendAsync(request);
            Assert.InRange((int)answer.StatusCode, 200, 499);
        }
    }

    [Fact]
    public async Task A_project_key_of_anything_but_a_key_is_unknown()
    {
        foreach (var key in new[] { "\0", "a\0b", "%00", "🪴", "' OR 1=1 --", new string('a', 5000) })
        {
            await RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Post, "sessions", body: new { projectKey = key });
        }
    }

    [Fact]
    public async Task An_email_address_that_cannot_be_stored_is_refused_when_a_session_begins_too()
    {
        foreach (
            var email in new[]
            {
                new string('a', 247) + "@example.org",
                "a@b",
                "a b@example.org",
                "@example.org",
                "a@example.org\u202e",
            })
        {
            await RefusedAsync(
                HttpStatusCode.BadRequest,
                HttpMethod.Post,
                "sessions",
                body: new { projectKey = Host.Project.PublicKey, email });
        }

        var token = await Host.BeginAsync(
            new { projectKey = Host.Project.PublicKey, email = new string('a', 242) + "@example.org" });
        Assert.Contains(
            new string('a', 242) + "@example.org",
            await ReadAsync("session", token),
            StringComparison.Ordinal);
    }
}
