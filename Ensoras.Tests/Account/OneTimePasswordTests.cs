using System.Net;
using Ensoras.Tests.Support;
using Ensoras.Web.Account;
using Ensoras.Web.Hosting;

namespace Ensoras.Tests.Account;

/// <summary>The way back in for somebody whom no admin can help.</summary>
[Collection("The console")]
public sealed class OneTimePasswordTests(HostedDesk desk) : IClassFixture<HostedDesk>
{
    [Fact]
    public async Task A_one_time_password_ends_the_sessions_is_good_once_and_has_to_be_replaced()
    {
        using var before = new Visitor(desk);
        await before.SignInAsync(Role.Admin);

        var (code, output) = await ResetAsync("ADA@example.test");
        var password = output.Split("(ada@example.test): ")[1].Split('\n')[0].Trim();

        Assert.Equal(0, code);
        Assert.Equal(HttpStatusCode.Redirect, (await before.GetAsync("/account")).Status);
        using var ada = new Visitor(desk);
        Assert.Contains(SignInAttempt.Wrong, (await ada.SignInAsync(Role.Admin)).Body, StringComparison.Ordinal);
        var page = (await ada.SignInAsync(Role.Admin, password)).Location!;
        Assert.StartsWith("/new-password?token=", page, StringComparison.Ordinal);
        Assert.StartsWith("/sign-in", (await ada.GetAsync("/account")).Location, StringComparison.Ordinal);

        Assert.Contains(
            "Choose a password other than the one-time password.",
            (await ada.SendAsync(page, ("Input.Password", password))).Body,
            StringComparison.Ordinal);
        Assert.Contains(
            "at least 10 characters",
            (await ada.SendAsync(page, ("Input.Password", "short"))).Body,
            StringComparison.Ordinal);
        Assert.Equal("/", (await ada.SendAsync(page, ("Input.Password", "a password of my own"))).Location);
        Assert.Equal(HttpStatusCode.OK, (await ada.GetAsync("/account")).Status);
        Assert.Contains("was used or has expired", (await ada.GetAsync(page)).Body, StringComparison.Ordinal);

        using var again = new Visitor(desk);
        Assert.Contains(
            SignInAttempt.Wrong,
            (await again.SignInAsync(Role.Admin, password)).Body,
            StringComparison.Ordinal);
        Assert.Equal("/", (await again.SignInAsync(Role.Admin, "a password of my own")).Location);
    }

    [Fact]
    public async Task A_one_time_password_is_worth_nothing_after_a_day()
    {
        var (_, output) = await ResetAsync("lena@example.test");
        var password = output.Split("(lena@example.test): ")[1].Split('\n')[0].Trim();
        using var lena = new Visitor(desk);
        var page = (await lena.SignInAsync(Role.Lead, password)).Location!;

        desk.Time.Advance(TimeSpan.FromHours(25));

        Assert.Contains(
            SignInAttempt.Wrong,
            (await lena.SignInAsync(Role.Lead, password)).Body,
            StringComparison.Ordinal);
        Assert.Contains("was used or has expired", (await lena.GetAsync(page)).Body, StringComparison.Ordinal);
        Assert.Contains(
            "was used or has expired",
            (await lena.GetAsync("/new-password?token=nonsense")).Body,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_without_an_account_is_said_and_changes_nothing()
    {
        var (code, output) = await ResetAsync("who@example.test");

        Assert.Equal((1, "There is no account with the address who@example.test."), (code, output.Trim()));
        Assert.Equal("who@example.test", ResetPasswordCommand.Email(["reset-password", "who@example.test"]));
        Assert.Equal("", ResetPasswordCommand.Email(["reset-password"]));
        Assert.Null(ResetPasswordCommand.Email(["--sample"]));
    }

    private async Task<(int Code, string Output)> ResetAsync(string email)
    {
        var (output, errors) = (Console.Out, Console.Error);
        await using var said = new StringWriter();
        try
        {
            Console.SetOut(said);
            Console.SetError(said);
            return (await ResetPasswordCommand.RunAsync(desk.Services, email, CancellationToken.None), said.ToString());
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(errors);
        }
    }
}
