using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Ensoras.Domain.Tickets;
using Ensoras.Tests.Support;

namespace Ensoras.Tests.Api;

/// <summary>Files over HTTP: what is wrong with one is said in a problem, and what comes out cannot run.</summary>
public sealed class AttachmentEndpointsTests(HostedDesk desk) : IClassFixture<HostedDesk>
{
    private static readonly byte[] Gif = [.. "GIF89a"u8, 1, 0, 1, 0, 0, 0, 0];

    [Fact]
    public async Task What_an_agent_uploads_and_sends_comes_back_to_the_team_with_headers_that_keep_it_harmless()
    {
        var ticket = await desk.GivenTicketAsync();
        using var jonas = await SignInAsync(Role.Agent);
        using var lena = await SignInAsync(Role.Lead);
        var picture = await UploadedAsync(jonas, ticket.Number, Gif, "Größe “1”.gif", "text/html");
        var page = await UploadedAsync(
            jonas,
            ticket.Number,
            "<script>alert(1)</script>"u8.ToArray(),
            "../evil.html",
            "text/html");
        Assert.Equal(
            ("Größe “1”.gif", "image/gif", 13, true),
            (picture.Name, picture.MediaType, picture.Size, picture.IsImage));

        using var early = await lena.GetAsync($"/api/v1/attachments/{picture.Id}");
        using var reply = await jonas.PostAsJsonAsync(
            $"/api/v1/tickets/{ticket.Number}/replies",
            new { text = "", attachmentIds = new[] { picture.Id, page.Id } });
        using var shown = await lena.GetAsync($"/api/v1/attachments/{picture.Id}");
        using var saved = await lena.GetAsync($"/api/v1/attachments/{page.Id}");
        using var again = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/attachments/{picture.Id}")
        {
            Headers = { IfNoneMatch = { shown.Headers.ETag! } },
        };
        using var known = await lena.SendAsync(again);

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NoContent), (early.StatusCode, reply.StatusCode));
        Assert.Equal(Gif, await shown.Content.ReadAsByteArrayAsync());
        Assert.Equal(
            "inline; filename=\"Gr__e _1_.gif\"; filename*=UTF-8''Gr%C3%B6%C3%9Fe%20%E2%80%9C1%E2%80%9D.gif",
            Header(shown, "Content-Disposition"));
        Assert.Equal(
            "attachment; filename=evil.html; filename*=UTF-8''evil.html",
            Header(saved, "Content-Disposition"));
        Assert.Equal(
            ("image/gif", "application/octet-stream"),
            (Header(shown, "Content-Type"), Header(saved, "Content-Type")));
        Assert.All(
            [shown, saved],
            answer =>
            {
                Assert.Equal("nosniff", Header(answer, "X-Content-Type-Options"));
                Assert.Contains("sandbox", Header(answer, "Content-Security-Policy"), StringComparison.Ordinal);
                Assert.Equal(
                    (true, true),
                    (answer.Headers.CacheControl!.Private, answer.Headers.CacheControl.NoCache));
            });
        Assert.Equal(
            (HttpStatusCode.NotModified, 0),
            (known.StatusCode, (await known.Content.ReadAsByteArrayAsync()).Length));
        var message = (await lena.GetFromJsonAsync<JsonNode>($"/api/v1/tickets/{ticket.Number}"))![
            "messages"
        ]!.AsArray()[^1]!;
        Assert.Equal(
            ["Größe “1”.gif", "evil.html"],
            message["attachments"]!.AsArray().Select(file => (string?)file!["name"]));
    }

    [Fact]
    public async Task A_file_that_cannot_be_attached_is_answered_with_a_problem_that_says_why()
    {
        var ticket = await desk.GivenTicketAsync();
        using var agent = await SignInAsync(Role.Agent);
        using var stranger = new HttpClient { BaseAddress = desk.Address };

        using var tooBig = await UploadAsync(
            agent,
            ticket.Number,
            new ByteArrayContent(new byte[Attachment.MaxBytes + 1]),
            "film.mov");
        using var tooBigUnannounced = await UploadAsync(
            agent,
            ticket.Number,
            new StreamContent(new EndlessStream()),
            "film.mov");
        using var empty = await UploadAsync(agent, ticket.Number, new ByteArrayContent([]), "nothing.txt");
        using var nameless = await UploadAsync(agent, ticket.Number, new ByteArrayContent(Gif), null);
        using var nowhere = await UploadAsync(agent, 999_999, new ByteArrayContent(Gif), "photo.gif");
        using var unknown = await UploadAsync(stranger, ticket.Number, new ByteArrayContent(Gif), "photo.gif");
        using var missing = await agent.GetAsync($"/api/v1/attachments/{Guid.CreateVersion7()}");

        await ExpectAsync(tooBig, HttpStatusCode.RequestEntityTooLarge, "“film.mov” is larger than 10 MB");
        await ExpectAsync(tooBigUnannounced, HttpStatusCode.RequestEntityTooLarge, "“film.mov” is larger than 10 MB");
        await ExpectAsync(empty, HttpStatusCode.BadRequest, "“nothing.txt” is empty (0 bytes)");
        await ExpectAsync(nameless, HttpStatusCode.BadRequest, "X-File-Name");
        await ExpectAsync(nowhere, HttpStatusCode.NotFound, "There is no ticket 999999");
        await ExpectAsync(unknown, HttpStatusCode.Unauthorized, "");
        await ExpectAsync(missing, HttpStatusCode.NotFound, "There is no such file.");
    }

    [Fact]
    public async Task A_removed_file_is_gone_and_cannot_be_sent()
    {
        var ticket = await desk.GivenTicketAsync();
        using var agent = await SignInAsync(Role.Agent);
        var file = await UploadedAsync(agent, ticket.Number, Gif, "photo.gif", "image/gif");

        using var removed = await agent.DeleteAsync($"/api/v1/attachments/{file.Id}");
        using var reply = await agent.PostAsJsonAsync(
            $"/api/v1/tickets/{ticket.Number}/replies",
            new { text = "Look", attachmentIds = new[] { file.Id } });

        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        await ExpectAsync(reply, HttpStatusCode.Conflict, "An attached file is no longer there");
    }

    private async Task<HttpClient> SignInAsync(Role role)
    {
        var script = new Visitor(desk, "application/json");
        await script.SignInAsync(role);
        return script.Http;
    }

    private static async Task<AttachedFile> UploadedAsync(
        HttpClient http,
        int ticket,
        byte[] bytes,
        string name,
        string mediaType)
    {
        using var content = new ByteArrayContent(bytes)
        {
            Headers = { ContentType = new MediaTypeHeaderValue(mediaType) },
        };
        using var answer = await UploadAsync(http, ticket, content, name);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync<AttachedFile>())!;
    }

    private static async Task<HttpResponseMessage> UploadAsync(
        HttpClient http,
        int ticket,
        HttpContent content,
        string? name)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/tickets/{ticket}/attachments")
        {
            Content = content,
        };
        if (name is not null)
        {
            request.Headers.Add("X-File-Name", Uri.EscapeDataString(name));
        }

        return await http.SendAsync(request);
    }

    private static async Task ExpectAsync(HttpResponseMessage answer, HttpStatusCode status, string sentence)
    {
        Assert.Equal(
            (status, "application/problem+json"),
            (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.Contains(
            sentence,
            (string?)(await answer.Content.ReadFromJsonAsync<JsonNode>())!["detail"] ?? "",
            StringComparison.Ordinal);
    }

    private static string Header(HttpResponseMessage answer, string name) =>
        string.Join(
            ", ",
            answer.Headers.TryGetValues(name, out var values) ? values : answer.Content.Headers.NonValidated[name]);

    /// <summary>Does not say how long it is: one byte more than may be.</summary>
    private sealed class EndlessStream : Stream
    {
        private int _left = Attachment.MaxBytes + 1;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = Math.Min(_left, count);
            _left -= read;
            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
