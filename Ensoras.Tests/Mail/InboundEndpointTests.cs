using System.Net;
using System.Net.Http.Json;
using System.Text;
using Ensoras.Domain.Channels.Email.Inbound;
using Ensoras.Domain.Channels.Email.Mailboxes;
using Ensoras.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Ensoras.Tests.Mail;

public sealed class InboundEndpointTests(HostedDesk desk) : IClassFixture<HostedDesk>
{
    [Fact]
    public async Task Mail_is_taken_with_the_token_only_and_becomes_a_ticket()
    {
        var token = await desk.Get<MailAdmin>().RenewTokenAsync(Actor.Of(desk[Role.Admin]), CancellationToken.None);
        using var client = new HttpClient { BaseAddress = desk.Address };

        using var refused = await client.PostAsync("/api/mail/inbound", new StringContent(Letters.OfMira("No token")));
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        using var taken = await client.PostAsync(
            "/api/mail/inbound",
            new StringContent(Letters.OfMira("By the pipe", "Pipe"), Encoding.UTF8, "message/rfc822"));
        using var postmark = await client.PostAsJsonAsync(
            "/api/mail/postmark",
            new Dictionary<string, string> { ["RawEmail"] = Letters.OfMira("By Postmark", "Postmark") });
        using var form = new MultipartFormDataContent
        {
            { new StringContent(Letters.OfMira("By SendGrid", "SendGrid")), "email" },
        };
        using var sendGrid = await client.PostAsync("/api/mail/sendgrid", form);
        using var empty = await client.PostAsync("/api/mail/inbound", new ByteArrayContent([]));

        Assert.Equal(
            [
                HttpStatusCode.Unauthorized,
                HttpStatusCode.Accepted,
                HttpStatusCode.Accepted,
                HttpStatusCode.Accepted,
                HttpStatusCode.BadRequest,
            ],
            new[] { refused, taken, postmark, sendGrid, empty }.Select(answer => answer.StatusCode));
        await Waiting.UntilAsync(async () =>
        {
            await using var db = await desk.OpenDbAsync();
            return await db.InboundMails.CountAsync(mail => mail.Outcome == MailOutcome.Ticket) == 3;
        });
        await using var stored = await desk.OpenDbAsync();
        Assert.Equal(
            ["Pipe", "Postmark", "SendGrid"],
            await stored.Tickets.OrderBy(ticket => ticket.Number).Select(ticket => ticket.Title).Order().ToListAsync()
        );
    }

    [Fact]
    public async Task Mailguns_mail_is_taken_only_with_its_signature_of_this_moment()
    {
        var admin = desk.Get<MailAdmin>();
        var token = await admin.RenewTokenAsync(Actor.Of(desk[Role.Admin]), CancellationToken.None);
        await admin.SetMailgunKeyAsync(Actor.Of(desk[Role.Admin]), "key-1", CancellationToken.None);
        var now = desk.Time.GetUtcNow().ToUnixTimeSeconds();

        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(now, "key-2"));
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(now - 3600, "key-1"));
        Assert.Equal(HttpStatusCode.Accepted, await PostAsync(now, "key-1"));

        async Task<HttpStatusCode> PostAsync(long timestamp, string key)
        {
            var signed = System.Security.Cryptography.HMACSHA256.HashData(
                Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes($"{timestamp}abc"));
            using var client = new HttpClient { BaseAddress = desk.Address };
            using var form = new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["timestamp"] = $"{timestamp}",
                ["token"] = "abc",
                ["signature"] = Convert.ToHexStringLower(signed),
                ["body-mime"] = Letters.From("list@news.example", "By Mailgun", "Mailgun", "Precedence: bulk\n"),
            });
            using var answer = await client.PostAsync($"/api/mail/mailgun/mime?token={token}", form);
            return answer.StatusCode;
        }
    }

    [Fact]
    public async Task An_original_is_shown_to_the_team_in_a_frame_in_which_nothing_runs()
    {
        var html = Letters.From(
            "list@news.example",
            "<script>alert(1)</script><p>Hello</p><img src=\"https://track.example/1.gif\">",
            "View",
            "Precedence: bulk\nContent-Type: text/html; charset=utf-8\n");
        using var raw = new MemoryStream(Encoding.UTF8.GetBytes(html));
        var line = await desk.Get<MailLedger>().StoreAsync(
            new ArrivedMail(desk.Project.Id, MailDoor.Http), raw, CancellationToken.None);
        using var jonas = new Visitor(desk, "application/json");
        await jonas.SignInAsync(Role.Agent);
        using var stranger = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false })
        {
            BaseAddress = desk.Address,
        };

        using var shown = await jonas.Http.GetAsync($"/api/v1/mail/{line!.Id}/view");
        using var saved = await jonas.Http.GetAsync($"/api/v1/mail/{line.Id}/original.eml");
        using var unknown = await jonas.Http.GetAsync($"/api/v1/mail/{Guid.CreateVersion7()}/view");
        using var refused = await stranger.GetAsync($"/api/v1/mail/{line.Id}/view");

        var page = await shown.Content.ReadAsStringAsync();
        Assert.Contains("<p>Hello</p>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("alert", page, StringComparison.Ordinal);
        Assert.DoesNotContain("track.example", page, StringComparison.Ordinal);
        Assert.Contains("sandbox", shown.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal(html, await saved.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        Assert.NotEqual(HttpStatusCode.OK, refused.StatusCode);
    }
}
