using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Ensoras.Domain.Channels.Widget;
using Microsoft.EntityFrameworkCore;

namespace Ensoras.Tests.Widget;

public sealed class WidgetEndpointTests : WidgetHostTests
{
    [Fact]
    public async Task A_project_is_known_by_its_key()
    {
        var project = await Host.Http.GetFromJsonAsync<JsonElement>($"projects/{Host.Project.PublicKey}");

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
        using var response = await Host.SendAsync(HttpMethod.Post, "sessions", null, new
        {
            projectKey = Host.Project.PublicKey,
            name = "Tomas",
            externalId = "user-42",
            signature = WidgetIdentity.Sign(Host.Project.IdentitySecret, "user-42"),
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
    public async Task A_message_is_acknowledged_once_stored_and_again_with_the_same_words()
    {
        var token = await Host.BeginAsync();

        using var first = await Host.SendAsync(
            HttpMethod.Post,
            "messages",
            token,
            new { clientId = "a", text = "Hello" });
        using var second = await Host.SendAsync(
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
        var (token, ticketId) = await Host.GivenConversationAsync();

        Assert.Equal(
            HttpStatusCode.NoContent,
            (
                await Host.SendAsync(
                    HttpMethod.Patch,
                    "session",
                    token,
                    new { name = "Tomas", email = "tomas@example.org" })).StatusCode);
        await RefusedAsync(HttpStatusCode.BadRequest, HttpMethod.Patch, "session", token, new { email = "nonsense" });
        Assert.Equal(
            HttpStatusCode.NoContent,
            (
                await Host.SendAsync(
                    HttpMethod.Post,
                    "page",
                    token,
                    new { url = "https://shop.example/pots", title = "Pots" }
                )).StatusCode);
        Assert.Equal(
            HttpStatusCode.NoContent,
            (await Host.SendAsync(HttpMethod.Post, "typing", token, new { })).StatusCode);
        Assert.Equal(
            "{\"state\":\"open\",\"visitorName\":\"Tomas\",\"email\":\"tomas@example.org\",\"verified\":false,\"lastEventId\":1,\"agentsOnline\":false}",
            await ReadAsync("session", token));
        Assert.Equal(
            HttpStatusCode.NoContent,
            (await Host.SendAsync(HttpMethod.Post, "session/close", token)).StatusCode);
        Assert.Contains("\"state\":\"closed\"", await ReadAsync("session", token), StringComparison.Ordinal);
        await RefusedAsync(
            HttpStatusCode.Gone,
            HttpMethod.Post,
            "messages",
            token,
            new { clientId = "late", text = "Too late" });

        var renewed = await Host.BeginAsync(earlier: token);
        Assert.Equal(HttpStatusCode.Created, await Host.WriteAsync(renewed, "Again", "late"));
        await using var db = await Host.OpenDbAsync();
        Assert.Equal(
            ticketId,
            (await db.Tickets.OrderByDescending(ticket => ticket.Number).FirstAsync()).PreviousTicketId);
    }

    [Fact]
    public async Task A_conversation_from_before_signing_in_is_continued_on_request_only()
    {
        var (token, _) = await Host.GivenConversationAsync();
        var signed = new
        {
            externalId = "user-42",
            signature = WidgetIdentity.Sign(Host.Project.IdentitySecret, "user-42"),
            name = "Tomas",
        };

        await RefusedAsync(HttpStatusCode.Conflict, HttpMethod.Patch, "session", token, signed);
        using var offer = await Host.SendAsync(HttpMethod.Post, "session/takeover", token, signed);
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
            (await Host.SendAsync(HttpMethod.Post, "session/takeover", token, yes)).StatusCode);
        Assert.Equal(
            HttpStatusCode.NoContent,
            (await Host.SendAsync(HttpMethod.Post, "session/takeover", token, yes)).StatusCode);
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
        var (token, _) = await Host.GivenConversationAsync(hostile);

        using var stream = await Host.ListenAsync(token);
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
    public async Task AStored_that_is_gone_is_said_so_and_comes_back()
    {
        var (token, _) = await Host.GivenConversationAsync();
        Host.Storage.Failure = new InvalidOperationException(
            "transient",
            new Microsoft.Data.Sqlite.SqliteException("database or disk is full", 13));

        using (
            var refused = await Host.SendAsync(
                HttpMethod.Post,
                "messages",
                token,
                new { clientId = "b", text = "Hello?" }))
        {
            Assert.Equal("5", refused.Headers.RetryAfter!.ToString());
            await RefusedAsync(HttpStatusCode.ServiceUnavailable, refused);
        }

        Host.Storage.Failure = new InvalidOperationException("a mistake of ours");
        await RefusedAsync(
            HttpStatusCode.InternalServerError,
            HttpMethod.Post,
            "messages",
            token,
            new { clientId = "b", text = "Hello?" });
        Host.Storage.Failure = null;
        Assert.Equal(HttpStatusCode.Created, await Host.WriteAsync(token, "Hello?", "b"));
    }

    [Fact]
    public async Task A_message_is_not_acknowledged_when_the_desks_file_was_deleted_under_it()
    {
        var (token, _) = await Host.GivenConversationAsync();

        File.Move(Stored.SqliteFile, Stored.SqliteFile + ".away");
        using (
            var refused = await Host.SendAsync(
                HttpMethod.Post,
                "messages",
                token,
                new { clientId = "b", text = "Hello?" }))
        {
            await RefusedAsync(HttpStatusCode.ServiceUnavailable, refused);
        }

        File.Move(Stored.SqliteFile + ".away", Stored.SqliteFile);
        Assert.Equal(HttpStatusCode.Created, await Host.WriteAsync(token, "Hello?", "b"));
    }

    [Fact]
    public async Task Every_answer_says_who_may_frame_it_and_that_it_is_not_to_be_kept()
    {
        using var response = await Host.Http.GetAsync(new Uri("projects/nonsense", UriKind.Relative));

        Assert.EndsWith(
            "frame-ancestors 'self'",
            response.Headers.GetValues("Content-Security-Policy").Single(),
            StringComparison.Ordinal);
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.True(response.Headers.CacheControl!.NoStore);
        await RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Get, "elsewhere");
    }
}
