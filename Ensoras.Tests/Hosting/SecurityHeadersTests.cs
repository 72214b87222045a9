using System.Text.RegularExpressions;
using Ensoras.Tests.Support;
using Ensoras.Web.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Hosting;

namespace Ensoras.Tests.Hosting;

public sealed partial class SecurityHeadersTests(HostedDesk desk) : IClassFixture<HostedDesk>
{
    [Theory]
    [InlineData("/")]
    [InlineData("/sign-in")]
    [InlineData("/no/such/page")]
    [InlineData("/account")]
    [InlineData("/api/v1/inbox")]
    [InlineData("/api/v1/nothing")]
    [InlineData("/health")]
    [InlineData("/widget/loader.js")]
    [InlineData("/scripts/all.js")]
    public async Task Every_answer_carries_the_full_set(string path)
    {
        using var person = new Visitor(desk);
        await person.SignInAsync(Role.Agent);

        using var answer = await person.Http.GetAsync(path);

        string Header(string name) => answer.Headers.TryGetValues(name, out var values) ? Assert.Single(values) : "";
        Assert.Equal("nosniff", Header("X-Content-Type-Options"));
        Assert.Equal("same-origin", Header("Referrer-Policy"));
        Assert.Equal("same-origin", Header("Cross-Origin-Opener-Policy"));
        Assert.Equal(
            path.StartsWith("/widget", StringComparison.Ordinal) ? "cross-origin" : "same-origin",
            Header("Cross-Origin-Resource-Policy"));
        Assert.Contains("camera=()", Header("Permissions-Policy"), StringComparison.Ordinal);
        var policy = Header("Content-Security-Policy");
        Assert.All(
            [
                "default-src 'self'",
                "script-src 'self'",
                "style-src 'self';",
                "object-src 'none'",
                "base-uri 'self'",
                "form-action 'self'",
                "frame-ancestors 'self'",
            ],
            part => Assert.Contains(part, policy, StringComparison.Ordinal));
        Assert.DoesNotContain("unsafe-eval", policy, StringComparison.Ordinal);
        Assert.Equal("'unsafe-inline'", Assert.Single(Inline().Matches(policy)).Value);
        Assert.False(answer.Headers.Contains("Strict-Transport-Security"));
        Assert.False(answer.Headers.Contains("Server"));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/account")]
    [InlineData("/sign-in")]
    [InlineData("/api/v1/inbox")]
    [InlineData("/api/v1/tickets/999999")]
    public async Task What_is_for_one_person_is_kept_by_nobody(string path)
    {
        using var person = new Visitor(desk);
        await person.SignInAsync(Role.Agent);

        using var answer = await person.Http.GetAsync(path);

        Assert.True(
            answer.Headers.CacheControl is null ? (int)answer.StatusCode == 302 : answer.Headers.CacheControl.NoStore);
    }

    [Fact]
    public async Task A_page_and_its_policy_name_one_nonce_that_is_another_each_time()
    {
        using var person = new Visitor(desk);

        var nonces = new List<string>();
        for (var visit = 0; visit < 2; visit++)
        {
            using var answer = await person.Http.GetAsync("/sign-in");
            var page = System.Net.WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
            var nonce = Nonce().Match(answer.Headers.GetValues("Content-Security-Policy").Single()).Groups[1].Value;
            Assert.Contains($"nonce=\"{nonce}\"", page, StringComparison.Ordinal);
            Assert.DoesNotContain("<style", page, StringComparison.Ordinal);
            nonces.Add(nonce);
        }

        Assert.NotEqual(nonces[0], nonces[1]);
        Assert.All(nonces, nonce => Assert.True(nonce.Length >= 22));
    }

    [Fact]
    public async Task Over_https_a_browser_is_told_to_stay_there()
    {
        using var host = await new HostBuilder()
            .ConfigureWebHost(web => web.UseTestServer()
                .ConfigureServices(services => services.AddSecurityHeaders())
                .Configure(app => app.Run(http => http.Response.WriteAsync("Hello"))))
            .StartAsync();
        using var secure = host.GetTestClient();
        secure.BaseAddress = new Uri("https://desk.example");

        using var answer = await secure.GetAsync("/sign-in");

        Assert.Equal("max-age=31536000", answer.Headers.GetValues("Strict-Transport-Security").Single());
    }

    [GeneratedRegex("'unsafe-inline'")]
    private static partial Regex Inline();

    [GeneratedRegex("'nonce-([^']+)'")]
    private static partial Regex Nonce();
}
