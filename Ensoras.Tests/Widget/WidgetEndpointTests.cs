using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Ensoras.Domain.Channels.Widget;
using Ensoras.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Ensoras.Tests.Widget;

public sealed class WidgetEndpointTests : IAsyncLifetime
{
    private Database _database = null!;
    private WidgetHost _host = null!;

    public async Task InitializeAsync()
    {
        _database = await Database.CreateAsync(Engine.Sqlite);
        _host = await WidgetHost.StartAsync(_database);
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task A_project_is_known_by_its_key()
    {
        var project = await _host.Http.GetFromJsonAsync<JsonElement>($"projects/{_host.Project.PublicKey}");

        Assert.Equal(
            ("Northwind Trail", "Hello! How can we help?"),
            (project.GetProperty("project").GetString(), project.GetProperty("greeting").GetString()));
        await RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Get, "projects/nonsense");
        await RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Post, "sessions", body: new { projectKey = "nonsense" });
        await RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Post, "sessions", body: new { });
    }

    [Fact]
    public async Task A_session_says_who_the_visitor_is()
    {
        using var response = await _host.SendAsync(HttpMethod.Post, "sessions", null, new
        {
            projectKey = _host.Project.PublicKey,
            name = "Tomas",
            externalId = "user-42",
            signature = WidgetIdentity.Sign(_host.Project.IdentitySecret, "user-42"),
            page = new { url = "https://shop.example/", title = "Shop", colour = "green" },
            somethingNew = new[] { 1 },
        });
        var session = await response.Content.ReadFromJsonAsync<JsonElement>();

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.False(response.Headers.Contains("Set-Cookie"));
        Assert.Equal(
            ("Tomas", true),
            (session.GetProperty("visitorName").GetString(), session.GetProperty("verified").GetBoolean()));
        Assert.Equal(64, session.GetProperty("token").GetString()!.Length);
    }

    [Fact]
    public async Task A_wrong_signature_is_refused() =>
        await RefusedAsync(
            HttpStatusCode.Forbidden,
            HttpMethod.Post,
            "sessions",
            body: new
            {
                projectKey = _host.Project.PublicKey,
                externalId = "user-42",
                signature = new string('0', 64),
            });

    [Fact]
    public async Task A_message_is_acknowledged_once_stored_and_again_with_the_same_words()
    {
        var token = await _host.BeginAsync();

        using var first = await _host.SendAsync(
            HttpMethod.Post,
            "messages",
            token,
            new { clientId = "a", text = "Hello" });
        using var second = await _host.SendAsync(
            HttpMethod.Post,
            "messages",
            token,
            new { clientId = "a", text = "Hello" });

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.OK), (first.StatusCode, second.StatusCode));
        Assert.Equal(await first.Content.ReadAsStringAsync(), await second.Content.ReadAsStringAsync());
        Assert.Equal(1, (await second.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("number").GetInt32());
    }

    [Fact]
    public async Task A_session_can_be_asked_named_and_closed()
    {
        var (token, ticketId) = await _host.GivenConversationAsync();

        Assert.Equal(
            HttpStatusCode.NoContent,
            (
                await _host.SendAsync(
                    HttpMethod.Patch,
                    "session",
                    token,
                    new { name = "Tomas", email = "tomas@example.org" })).StatusCode);
        await RefusedAsync(HttpStatusCode.BadRequest, HttpMethod.Patch, "session", token, new { email = "nonsense" });
        Assert.Equal(
            HttpStatusCode.NoContent,
            (
                await _host.SendAsync(
                    HttpMethod.Post,
                    "page",
                    token,
                    new { url = "https://shop.example/pots", title = "Pots" }
                )).StatusCode);
        Assert.Equal(
            HttpStatusCode.NoContent,
            (await _host.SendAsync(HttpMethod.Post, "typing", token, new { })).StatusCode);
        Assert.Equal(
            "{\"state\":\"open\",\"visitorName\":\"Tomas\",\"email\":\"tomas@example.org\",\"verified\":false,\"lastEventId\":1,\"agentsOnline\":false}",
            await ReadAsync("session", token));
        Assert.Equal(
            HttpStatusCode.NoContent,
            (await _host.SendAsync(HttpMethod.Post, "session/close", token)).StatusCode);
        Assert.Contains("\"state\":\"closed\"", await ReadAsync("session", token), StringComparison.Ordinal);
        await RefusedAsync(
            HttpStatusCode.Gone,
            HttpMethod.Post,
            "messages",
            token,
            new { clientId = "late", text = "Too late" });

        var renewed = await _host.BeginAsync(earlier: token);
        Assert.Equal(HttpStatusCode.Created, await _host.WriteAsync(renewed, "Again", "late"));
        await using var db = await _host.OpenDbAsync();
        Assert.Equal(
            ticketId,
            (await db.Tickets.OrderByDescending(ticket => ticket.Number).FirstAsync()).PreviousTicketId);
    }

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
        var token = await _host.BeginAsync();

        await RefusedAsync(HttpStatusCode.Unauthorized, HttpMethod.Get, $"session?token={token}&access_token={token}");
        await RefusedAsync(
            HttpStatusCode.Unauthorized,
            HttpMethod.Post,
            "sessions",
            new string('0', 64),
            new { projectKey = _host.Project.PublicKey });
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
        var token = await _host.BeginAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "messages")
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new("Bearer", token);

        await RefusedAsync(HttpStatusCode.BadRequest, await _host.Http.SendAsync(request));
        Assert.Contains("\"lastEventId\":0", await ReadAsync("session", token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_of_another_kind_or_size_is_refused()
    {
        var token = await _host.BeginAsync();
        using var form = new HttpRequestMessage(HttpMethod.Post, "messages")
        {
            Content = new FormUrlEncodedContent([KeyValuePair.Create("text", "x")]),
        };
        form.Headers.Authorization = new("Bearer", token);

        await RefusedAsync(HttpStatusCode.UnsupportedMediaType, await _host.Http.SendAsync(form));
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
        Assert.Equal(HttpStatusCode.Created, await _host.WriteAsync(token, new string('\u4e2d', 20_000), "a"));
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
        var token = await _host.BeginAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "messages")
        {
            Content = new StringContent("{\"clientId\":\"a\",\"text\":\"x\"}"),
        };
        request.Headers.Authorization = new("Bearer", token);
        request.Content.Headers.Remove("Content-Type");
        Assert.True(request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType));

        using var answer = await _host.Http.SendAsync(request);

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
            using var answer = await _host.Http.SendAsync(request);
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
                body: new { projectKey = _host.Project.PublicKey, email });
        }

        var token = await _host.BeginAsync(
            new { projectKey = _host.Project.PublicKey, email = new string('a', 242) + "@example.org" });
        Assert.Contains(
            new string('a', 242) + "@example.org",
            await ReadAsync("session", token),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_conversation_from_before_signing_in_is_continued_on_request_only()
    {
        var (token, _) = await _host.GivenConversationAsync();
        var signed = new
        {
            externalId = "user-42",
            signature = WidgetIdentity.Sign(_host.Project.IdentitySecret, "user-42"),
            name = "Tomas",
        };

        await RefusedAsync(HttpStatusCode.Conflict, HttpMethod.Patch, "session", token, signed);
        using var offer = await _host.SendAsync(HttpMethod.Post, "session/takeover", token, signed);
        Assert.Equal(HttpStatusCode.OK, offer.StatusCode);
        Assert.Contains("\"verified\":false", await ReadAsync("session", token), StringComparison.Ordinal);
        await RefusedAsync(
            HttpStatusCode.Forbidden,
            HttpMethod.Post,
            "session/takeover",
            token,
            signed with
            {
                signature = new string('0', 64),
            });
        await RefusedAsync(HttpStatusCode.Unauthorized, HttpMethod.Post, "session/takeover", null, signed);

        var yes = new
        {
            signed.externalId,
            signed.signature,
            signed.name,
            confirmed = true,
        };
        Assert.Equal(
            HttpStatusCode.NoContent,
            (await _host.SendAsync(HttpMethod.Post, "session/takeover", token, yes)).StatusCode);
        Assert.Equal(
            HttpStatusCode.NoContent,
            (await _host.SendAsync(HttpMethod.Post, "session/takeover", token, yes)).StatusCode);
        Assert.Contains(
            "\"visitorName\":\"Tomas\",\"email\":null,\"verified\":true",
            await ReadAsync("session", token),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_visitor_writes_comes_back_as_text()
    {
        const string hostile =
            "<script>alert(1)</script> [x](javascript:alert(1)) \u2028 \0 {{constructor}} 🪴\nevent: closed\ndata: "
                + "{}\n\n";
        var (token, _) = await _host.GivenConversationAsync(hostile);

        using var stream = await _host.ListenAsync(token);
        var message = await stream.NextAsync();

        Assert.Equal("message", message!.Name);
        Assert.Equal(
            hostile.Replace("\0", "", StringComparison.Ordinal).Trim(),
            message.Data.GetProperty("text").GetString());
        var shown = new AngleSharp.Html.Parser.HtmlParser()
            .ParseDocument($"<!doctype html><body>{message.Data.GetProperty("html").GetString()}")
            .Body!;
        Assert.Empty(shown.QuerySelectorAll("*"));
        Assert.StartsWith(
            "<script>alert(1)</script> [x](javascript:alert(1))",
            shown.TextContent,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_is_gone_is_said_so_and_comes_back()
    {
        var (token, _) = await _host.GivenConversationAsync();
        _host.Storage.Failure = new InvalidOperationException(
            "transient",
            new Microsoft.Data.Sqlite.SqliteException("database or disk is full", 13));

        using (
            var refused = await _host.SendAsync(
                HttpMethod.Post,
                "messages",
                token,
                new { clientId = "b", text = "Hello?" }))
        {
            Assert.Equal("5", refused.Headers.RetryAfter!.ToString());
            await RefusedAsync(HttpStatusCode.ServiceUnavailable, refused);
        }

        _host.Storage.Failure = new InvalidOperationException("a mistake of ours");
        await RefusedAsync(
            HttpStatusCode.InternalServerError,
            HttpMethod.Post,
            "messages",
            token,
            new { clientId = "b", text = "Hello?" });
        _host.Storage.Failure = null;
        Assert.Equal(HttpStatusCode.Created, await _host.WriteAsync(token, "Hello?", "b"));
    }

    [Fact]
    public async Task A_message_is_not_acknowledged_when_the_desks_file_was_deleted_under_it()
    {
        var (token, _) = await _host.GivenConversationAsync();

        File.Move(_database.SqliteFile, _database.SqliteFile + ".away");
        using (
            var refused = await _host.SendAsync(
                HttpMethod.Post,
                "messages",
                token,
                new { clientId = "b", text = "Hello?" }))
        {
            await RefusedAsync(HttpStatusCode.ServiceUnavailable, refused);
        }

        File.Move(_database.SqliteFile + ".away", _database.SqliteFile);
        Assert.Equal(HttpStatusCode.Created, await _host.WriteAsync(token, "Hello?", "b"));
    }

    [Fact]
    public async Task Every_answer_says_who_may_frame_it_and_that_it_is_not_to_be_kept()
    {
        using var response = await _host.Http.GetAsync(new Uri("projects/nonsense", UriKind.Relative));

        Assert.EndsWith(
            "frame-ancestors 'self'",
            response.Headers.GetValues("Content-Security-Policy").Single(),
            StringComparison.Ordinal);
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.True(response.Headers.CacheControl!.NoStore);
        await RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Get, "elsewhere");
    }

    private async Task<string> ReadAsync(string path, string token)
    {
        using var response = await _host.SendAsync(HttpMethod.Get, path, token);
        return await response.Content.ReadAsStringAsync();
    }

    private async Task RefusedAsync(
        HttpStatusCode status,
        HttpMethod method,
        string path,
        string? token = null,
        object? body = null) => await RefusedAsync(status, await _host.SendAsync(method, path, token, body));

    private static async Task RefusedAsync(HttpStatusCode status, HttpResponseMessage response)
    {
        using (response)
        {
            Assert.Equal(status, response.StatusCode);
            Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
            var problem = await response.Content.ReadFromJsonAsync<JsonElement>();
            Assert.NotEmpty(problem.GetProperty("title").GetString()!);
            Assert.EndsWith(".", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        }
    }
}
