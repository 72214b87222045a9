using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Ensoras.Tests.Support;

namespace Ensoras.Tests.Widget;

/// <summary>The chat as the whole program serves it.</summary>
public sealed class HostedWidgetTests(HostedDesk desk) : IClassFixture<HostedDesk>, IDisposable
{
    private readonly HttpClient _http = new(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false })
    {
        BaseAddress = desk.Address,
    };

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task A_reply_reaches_an_open_chat_by_itself()
    {
        using var api = new HttpClient { BaseAddress = new Uri(desk.Address, "api/widget/v1/") };
        using var started = await api.PostAsJsonAsync(
            new Uri("sessions", UriKind.Relative),
            new { projectKey = desk.Project.PublicKey });
        var token = (await started.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("token").GetString()!;
        using var stream = await EventReader.OpenAsync(api, token, null);
        using var message = new HttpRequestMessage(HttpMethod.Post, "messages")
        {
            Content = JsonContent.Create(new { clientId = "a", text = "Where is my parcel?" }),
        };
        message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var stored = await api.SendAsync(message);
        Assert.Equal(HttpStatusCode.Created, stored.StatusCode);
        Assert.Equal("Where is my parcel?", (await stream.NextAsync("message")).Text);

        await using var db = await desk.OpenDbAsync();
        var ticketId = db.WidgetSessions.Single(session => session.TicketId != null).TicketId!.Value;
        await desk.Tickets.ChangeAsync(
            ticketId,
            Actor.Of(desk[Role.Agent]),
            (ticket, stamp) =>
            {
                ticket.Reply(stamp, "On its *way*.", TimeSpan.Zero);
            },
            CancellationToken.None);

        var reply = await stream.NextAsync("message");
        Assert.Equal(("<p>On its <em>way</em>.</p>\n", 2), (reply.Text, reply.Id!.Value));
    }

    [Fact]
    public async Task The_chat_is_small_over_the_wire()
    {
        var (page, sent) = (await SizeAsync("/widget/chat.html"), 0L);
        foreach (Match file in Regex.Matches(page.Text, "(?:href|src)=\"([a-z]+\\.(?:js|css))\""))
        {
            sent += (await SizeAsync("/widget/" + file.Groups[1].Value)).Bytes;
        }

        sent += page.Bytes + (await SizeAsync("/api/widget/v1/text?languages=de")).Bytes;
        Assert.InRange(sent, 1, 30 * 1024);
        Assert.InRange((await SizeAsync("/widget/loader.js")).Bytes, 1, 4 * 1024);
    }

    [Theory]
    [InlineData("/widget/loader.js", "frame-ancestors 'self'")]
    [InlineData("/widget/chat.js", "frame-ancestors 'self'")]
    [InlineData("/widget/try", "frame-ancestors 'self'")]
    [InlineData("/sign-in", "frame-ancestors 'self'")]
    [InlineData("/widget/nothing.js", "frame-ancestors 'self'")]
    [InlineData("/widget/chat.html", "frame-ancestors *")]
    public async Task Only_the_chat_may_be_framed_by_other_sites(string path, string directive)
    {
        using var response = await _http.GetAsync(path);

        var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains(directive, policy, StringComparison.Ordinal);
        Assert.Equal(
            path.EndsWith("chat.html", StringComparison.Ordinal),
            policy.Contains("default-src 'none'; script-src 'self'", StringComparison.Ordinal));
        Assert.True(directive is "frame-ancestors 'self'" || !response.Headers.Contains("X-Frame-Options"));
    }

    [Fact]
    public async Task The_page_to_try_it_on_has_the_projects_own_snippet()
    {
        using var response = await _http.GetAsync("/widget/try");
        var page = await response.Content.ReadAsStringAsync();

        Assert.Equal("text/html", response.Content.Headers.ContentType!.MediaType);
        Assert.Contains(
            $"window.ensoras = {{ project: \"{desk.Project.PublicKey}\" }}",
            page,
            StringComparison.Ordinal);
        Assert.Contains("Northwind Trail", page, StringComparison.Ordinal);
        Assert.DoesNotContain("{{", page, StringComparison.Ordinal);

        // The sample desk's shop: what is asked here is answered there.
        Assert.Contains("Emberjet", page, StringComparison.Ordinal);
        Assert.Contains("60 days", page, StringComparison.Ordinal);
        Assert.False(response.Headers.Contains("Set-Cookie"));
    }

    /// <summary>As a published desk sends it: there the files are compressed once, as well as can be.</summary>
    private async Task<(long Bytes, string Text)> SizeAsync(string path)
    {
        var text = await _http.GetStringAsync(path);
        using var zipped = new MemoryStream();
        await using (var zip = new GZipStream(zipped, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            await zip.WriteAsync(Encoding.UTF8.GetBytes(text));
        }

        return (zipped.Length, text);
    }
}
