using System.Net;
using Ensoras.Tests.Support;
using Ensoras.Web.Account;
using Microsoft.EntityFrameworkCore;

namespace Ensoras.Tests.Account;

public class SignInTests(HostedDesk desk) : IClassFixture<HostedDesk>
{
    [Fact]
    public async Task Signs_in_and_goes_to_the_page_that_was_asked_for()
    {
        using var person = new Visitor(desk);
        var asked = await person.GetAsync("/account");
        Assert.StartsWith("/sign-in?return=%2Faccount", asked.Location, StringComparison.Ordinal);

        var answer = await person.SendAsync(
            asked.Location!,
            ("Input.Email", " ROSA@example.test"),
            ("Input.Password", HostedDesk.Password));

        Assert.Equal("/account", answer.Location);
        Assert.Equal(HttpStatusCode.OK, (await person.GetAsync("/account")).Status);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("/\t/evil.example")]
    [InlineData("javascript:alert(1)")]
    [InlineData("")]
    public void Goes_nowhere_else_after_signing_in(string address) => Assert.Equal("/", LocalAddress.Of(address));

    [Fact]
    public async Task Says_the_same_for_a_wrong_password_and_an_unknown_address_and_keeps_the_address()
    {
        using var person = new Visitor(desk);

        var wrong = await person.SendAsync(
            "/sign-in",
            ("Input.Email", "lena@example.test"),
            ("Input.Password", "not this one"));
        var unknown = await person.SendAsync(
            "/sign-in",
            ("Input.Email", "who@example.test"),
            ("Input.Password", "not this one"));

        Assert.Contains(SignInAttempt.Wrong, wrong.Body, StringComparison.Ordinal);
        Assert.Contains(SignInAttempt.Wrong, unknown.Body, StringComparison.Ordinal);
        Assert.Contains("value=\"lena@example.test\"", wrong.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("jonas@example.test")]
    [InlineData("nobody@example.test")]
    public async Task After_five_wrong_passwords_an_address_has_to_wait_whether_there_is_such_an_account_or_not(
        string email)
    {
        using var person = new Visitor(desk);
        for (var attempt = 0; attempt < 5; attempt++)
        {
            Assert.Contains(
                SignInAttempt.Wrong,
                (await TryAsync(person, email, "not this one")).Body,
                StringComparison.Ordinal);
        }

        var blocked = await TryAsync(person, email, HostedDesk.Password);
        Assert.Contains("Too many attempts. Try again in 5 minutes.", blocked.Body, StringComparison.Ordinal);

        desk.Time.Advance(TimeSpan.FromMinutes(6));
        var answer = await TryAsync(person, email, HostedDesk.Password);
        Assert.Equal(email.StartsWith("jonas", StringComparison.Ordinal), answer.Location == "/");
        await using var db = await desk.OpenDbAsync();
        Assert.Equal(
            1,
            await db.SecurityEvents.CountAsync(line =>
                line.Kind == SecurityEventKind.SignInBlocked && line.Account == email));
        Assert.True(
            await db.SecurityEvents.CountAsync(line =>
                line.Kind == SecurityEventKind.SignInFailed && line.Account == email) >= 5);
    }

    [Fact]
    public void A_stranger_locks_nobody_out_and_one_network_cannot_try_account_after_account()
    {
        var attempts = new PasswordAttempts(desk.Time);
        for (var attempt = 0; attempt < 50; attempt++)
        {
            attempts.Begin("203.0.113.9", "ada@example.test");
        }

        Assert.Null(attempts.Begin("198.51.100.7", "ADA@example.test"));
        var accounts = Enumerable
            .Range(0, 100)
            .Count(account => attempts.Begin("192.0.2.1", $"person{account}@example.test") is null);
        Assert.Equal(30, accounts);
    }

    [Fact]
    public void A_hundred_attempts_at_once_gain_no_more_than_five()
    {
        var attempts = new PasswordAttempts(desk.Time);

        var made = 0;
        Parallel.For(
            0,
            100,
            _ => Interlocked.Add(ref made, attempts.Begin("203.0.113.9", "ada@example.test") is null ? 1 : 0));

        Assert.Equal(5, made);
    }

    [Fact]
    public void Who_signs_in_rightly_all_day_from_one_network_is_not_held_up()
    {
        var attempts = new PasswordAttempts(desk.Time);

        for (var attempt = 0; attempt < 200; attempt++)
        {
            Assert.Null(attempts.Begin("203.0.113.9", "ada@example.test"));
            attempts.Succeed("203.0.113.9", "ada@example.test");
        }
    }

    [Theory]
    [InlineData("/tickets?q=ü", "/tickets?q=%C3%BC")]
    [InlineData("/tickets?q=%C3%BC&x=a%20b", "/tickets?q=%C3%BC&x=a%20b")]
    [InlineData("/tickets?q=猫 und \U0001f408", "/tickets?q=%E7%8C%AB%20und%20%F0%9F%90%88")]
    [InlineData("/tickets?q=\"<x>\"", "/tickets?q=%22%3Cx%3E%22")]
    [InlineData("/knowledge/größe", "/knowledge/gr%C3%B6%C3%9Fe")]
    public async Task Goes_to_an_address_whatever_letters_it_has(string asked, string location)
    {
        using var person = new Visitor(desk);

        var answer = await person.SendAsync(
            $"/sign-in?return={Uri.EscapeDataString(asked)}",
            ("Input.Email", "rosa@example.test"),
            ("Input.Password", HostedDesk.Password));

        Assert.Equal((HttpStatusCode.Redirect, location), (answer.Status, answer.Location));
        Assert.Equal(location, (await person.GetAsync($"/sign-in?return={Uri.EscapeDataString(asked)}")).Location);
    }

    [Fact]
    public async Task Signing_out_needs_a_form_and_ends_the_session()
    {
        using var person = new Visitor(desk);
        await person.SignInAsync(Role.Lead);

        await person.GetAsync("/sign-out");
        Assert.Equal(HttpStatusCode.OK, (await person.GetAsync("/account")).Status);

        await person.SendAsync("/sign-out");
        Assert.Equal(HttpStatusCode.Redirect, (await person.GetAsync("/account")).Status);
    }

    [Fact]
    public async Task A_form_without_its_token_does_nothing_and_is_shown_again_with_a_sentence()
    {
        using var person = new Visitor(desk);

        var answer = await person.PostAsync(
            "/sign-in",
            [
                new("_handler", "sign-in"),
                new("Input.Email", "ada@example.test"),
                new("Input.Password", HostedDesk.Password),
            ]);

        Assert.Equal((HttpStatusCode.SeeOther, "/sign-in?expired=true"), (answer.Status, answer.Location));
        Assert.Contains("This page expired", (await person.GetAsync(answer.Location!)).Body, StringComparison.Ordinal);
        Assert.StartsWith("/sign-in", (await person.GetAsync("/account")).Location, StringComparison.Ordinal);
    }

    private static Task<Answer> TryAsync(Visitor person, string email, string password) =>
        person.SendAsync("/sign-in", ("Input.Email", email), ("Input.Password", password));
}
