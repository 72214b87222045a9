using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Ensoras.Domain.Tickets;
using Ensoras.Tests.Support;

namespace Ensoras.Tests.Hosting;

/// <summary>What no page of the desk and no script of its people sends.</summary>
public sealed class RequestCheckTests(DraftingDesk desk) : IClassFixture<DraftingDesk>
{
    [Theory]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Origin", "http://127.0.0.1.evil.example")]
    [InlineData("Origin", "nonsense")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    public async Task A_change_that_another_site_caused_is_refused(string header, string value)
    {
        var ticket = await desk.GivenTicketAsync();
        using var agent = await SignInAsync(Role.Agent);

        using var answer = await SendAsync(
            agent,
            HttpMethod.Post,
            $"tickets/{ticket.Number}/priority",
            """{"priority":"High"}""",
            (header, value));
        using var upload = await SendAsync(
            agent,
            HttpMethod.Post,
            $"tickets/{ticket.Number}/attachments",
            "text",
            (header, value),
            ("X-File-Name", "a.txt"));
        using var removal = await SendAsync(
            agent,
            HttpMethod.Delete,
            $"attachments/{Guid.CreateVersion7()}",
            null,
            (header, value));

        Assert.All([answer, upload, removal], each => Assert.Equal(HttpStatusCode.Forbidden, each.StatusCode));
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(ticket.Priority, (await desk.DetailAsync(ticket)).Ticket.Priority);
    }

    [Fact]
    public async Task The_desks_own_pages_and_scripts_without_a_browser_are_let_in()
    {
        var ticket = await desk.GivenTicketAsync();
        using var agent = await SignInAsync(Role.Agent);
        var address = $"tickets/{ticket.Number}/priority";

        using var page = await SendAsync(
            agent,
            HttpMethod.Post,
            address,
            """{"priority":"High"}""",
            ("Origin", desk.Address.GetLeftPart(UriPartial.Authority)),
            ("Sec-Fetch-Site", "same-origin"));
        using var typed = await SendAsync(
            agent,
            HttpMethod.Post,
            address,
            """{"priority":"Low"}""",
            ("Sec-Fetch-Site", "none"));
        using var script = await SendAsync(agent, HttpMethod.Post, address, """{"priority":"Urgent"}""");
        using var repeated = await SendAsync(agent, HttpMethod.Post, address, """{"priority":"Urgent"}""");
        using var read = await SendAsync(agent, HttpMethod.Get, "inbox", null, ("Sec-Fetch-Site", "cross-site"));

        Assert.All([page, typed, script, repeated], each => Assert.Equal(HttpStatusCode.NoContent, each.StatusCode));
        Assert.Equal(HttpStatusCode.OK, read.StatusCode);
        Assert.Equal(TicketPriority.Urgent, (await desk.DetailAsync(ticket)).Ticket.Priority);
    }

    [Fact]
    public async Task A_live_connection_that_another_site_opens_is_refused()
    {
        using var agent = await SignInAsync(Role.Agent);

        using var request = new HttpRequestMessage(HttpMethod.Post, "/_blazor/negotiate?negotiateVersion=1")
        {
            Headers = { { "Origin", "https://evil.example" } },
        };
        using var answer = await agent.SendAsync(request);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task An_approval_without_a_body_says_that_it_is_meant()
    {
        var ticket = await desk.GivenDraftAsync();
        var draft = (await desk.DetailAsync(ticket)).Thread.Single(message => message.IsPendingDraft);
        using var reviewer = await SignInAsync(Role.Reviewer);
        var address = $"tickets/{ticket.Number}/drafts/{draft.Id}/approve";

        using var plain = await SendAsync(reviewer, HttpMethod.Post, address, null);
        using var form = await SendAsync(
            reviewer,
            HttpMethod.Post,
            address,
            "read=x",
            ("Content-Type", "application/x-www-form-urlencoded"));
        using var formWithMark = await SendAsync(
            reviewer,
            HttpMethod.Post,
            address,
            "read=x",
            ("Content-Type", "text/plain"),
            ("X-Requested-With", "script"));
        using var marked = await SendAsync(reviewer, HttpMethod.Post, address, null, ("X-Requested-With", "script"));

        Assert.All(
            [plain, form, formWithMark],
            each => Assert.Equal(HttpStatusCode.UnsupportedMediaType, each.StatusCode));
        Assert.Equal(HttpStatusCode.NoContent, marked.StatusCode);
    }

    [Theory]
    [InlineData("application/json; charset=nope")]
    [InlineData("application/json; charset=utf-7")]
    [InlineData(";;;")]
    [InlineData("text/plain")]
    public async Task A_content_type_that_cannot_be_read_is_answered_with_415(string contentType)
    {
        var ticket = await desk.GivenTicketAsync();
        using var agent = await SignInAsync(Role.Agent);

        using var desks = await SendAsync(
            agent,
            HttpMethod.Post,
            $"tickets/{ticket.Number}/priority",
            """{"priority":"High"}""",
            ("Content-Type", contentType));
        using var widgets = await SendAsync(
            agent,
            HttpMethod.Post,
            "/api/widget/v1/sessions",
            "{}",
            ("Content-Type", contentType));

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, desks.StatusCode);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, widgets.StatusCode);
    }

    [Theory]
    [InlineData("multipart/form-data")]
    [InlineData("multipart/form-data; boundary=")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData("application/x-www-form-urlencoded; charset=nope")]
    [InlineData("application/x-www-form-urlencoded; charset=utf-7")]
    [InlineData("application/x-www-form-urlencoded; =")]
    [InlineData("text/plain")]
    [InlineData("nonsense")]
    public async Task A_form_that_is_none_is_nobodys_fault_but_the_senders(string contentType)
    {
        using var anybody = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false })
        {
            BaseAddress = desk.Address,
        };
        foreach (var path in new[] { "/sign-in", "/invitation/x", "/new-password" })
        {
            using var answer = await SendAsync(anybody, HttpMethod.Post, path, "a=b", ("Content-Type", contentType));

            Assert.True((int)answer.StatusCode < 500, $"{path} {contentType}: {answer.StatusCode}");
        }
    }

    [Theory]
    [InlineData("Accept", "text/html;;q=x")]
    [InlineData("Accept-Language", "de;q=99,,,*")]
    [InlineData("Cookie", "ensoras=nonsense; =; \"")]
    [InlineData("If-None-Match", "nonsense")]
    [InlineData("If-Modified-Since", "yesterday")]
    [InlineData("Range", "bytes=9-1")]
    [InlineData("Authorization", "Bearer")]
    [InlineData("X-Forwarded-For", "nonsense")]
    [InlineData("Last-Event-ID", "many")]
    public async Task A_malformed_header_breaks_nothing(string header, string value)
    {
        using var agent = await SignInAsync(Role.Agent);
        foreach (
            var path in new[]
            {
                "/",
                "/sign-in",
                "/api/v1/inbox",
                "/widget/loader.js",
                "/api/widget/v1/session",
                "/api/widget/v1/events",
            })
        {
            using var answer = await SendAsync(agent, HttpMethod.Get, path, null, (header, value));

            Assert.True((int)answer.StatusCode < 500, $"{path}: {answer.StatusCode}");
        }
    }

    private async Task<HttpClient> SignInAsync(Role role)
    {
        var script = new Visitor(desk, "application/json");
        await script.SignInAsync(role);
        return script.Http;
    }

    private static Task<HttpResponseMessage> SendAsync(
        HttpClient http,
        HttpMethod method,
        string path,
        string? body,
        params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, path.StartsWith('/') ? path : $"/api/v1/{path}");
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body))
            {
                Headers = { ContentType = new MediaTypeHeaderValue("application/json") },
            };
        }

        foreach (var (name, value) in headers)
        {
            request.Content?.Headers.Remove(name);
            if (name == "Content-Type")
            {
                request.Content!.Headers.TryAddWithoutValidation(name, value);
            }
            else
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return http.SendAsync(request);
    }
}
