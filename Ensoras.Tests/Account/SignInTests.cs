using System.Net;
using Ensoras.Domain.People;
using Ensoras.Tests.Support;
using Ensoras.Web.Account;

namespace Ensoras.Tests.Account;

public class SignInTests(HostedDesk desk) : IClassFixture<HostedDesk>
{
    [Fact]
    public async Task Signs_in_and_goes_to_the_page_that_was_asked_for()
    {
        using var person = new Visitor(desk);
        var asked = await person.GetAsync("/account");
        Assert.StartsWith("/sign-in?return=%2Faccount", asked.Location, StringComparison.Ordinal);

        var answer = await person.SendAsync(asked.Location!, ("Input.Email", " ROSA@example.test"), ("Input.Password", HostedDesk.Password));

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

        var wrong = await person.SendAsync("/sign-in", ("Input.Email", "lena@example.test"), ("Input.Password", "not this one"));
        var unknown = await person.SendAsync("/sign-in", ("Input.Email", "who@example.test"), ("Input.Password", "not this one"));

        Assert.Contains(SignInAttempt.Wrong, wrong.Body, StringComparison.Ordinal);
        Assert.Contains(SignInAttempt.Wrong, unknown.Body, StringComparison.Ordinal);
        Assert.Contains("value=\"lena@example.test\"", wrong.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Five_wrong_passwords_lock_the_account_for_five_minutes()
    {
        using var person = new Visitor(desk);
        var answer = default(Answer)!;
        for (var attempt = 0; attempt < 5; attempt++)
        {
            answer = await person.SendAsync("/sign-in", ("Input.Email", "jonas@example.test"), ("Input.Password", "not this one"));
        }

        Assert.Contains("Try again in 5 minutes.", answer.Body, StringComparison.Ordinal);
        answer = await person.SendAsync("/sign-in", ("Input.Email", "jonas@example.test"), ("Input.Password", HostedDesk.Password));
        Assert.Contains("Too many wrong passwords.", answer.Body, StringComparison.Ordinal);

        desk.Time.Advance(TimeSpan.FromMinutes(6));
        answer = await person.SendAsync("/sign-in", ("Input.Email", "jonas@example.test"), ("Input.Password", HostedDesk.Password));
        Assert.Equal("/", answer.Location);
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
    public async Task A_form_without_its_token_does_nothing_and_is_shown_anew_with_a_sentence()
    {
        using var person = new Visitor(desk);

        var answer = await person.PostAsync("/sign-in", [new("_handler", "sign-in"), new("Input.Email", "ada@example.test"), new("Input.Password", HostedDesk.Password)]);

        Assert.Equal((HttpStatusCode.SeeOther, "/sign-in?expired=true"), (answer.Status, answer.Location));
        Assert.Contains("This page was open for too long", (await person.GetAsync(answer.Location!)).Body, StringComparison.Ordinal);
        Assert.StartsWith("/sign-in", (await person.GetAsync("/account")).Location, StringComparison.Ordinal);
    }
}
