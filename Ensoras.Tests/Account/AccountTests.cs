using System.Net;
using Ensoras.Domain.Projects;
using Ensoras.Tests.Support;
using Ensoras.Web.Account;

namespace Ensoras.Tests.Account;

public class AccountTests(HostedDesk desk) : IClassFixture<HostedDesk>
{
    [Fact]
    public async Task A_new_password_ends_the_other_sessions_and_keeps_this_one()
    {
        using var here = new Visitor(desk);
        using var elsewhere = new Visitor(desk);
        await here.SignInAsync(Role.Lead);
        await elsewhere.SignInAsync(Role.Lead);

        var refused = await ChangePasswordAsync(here, "not this one", "a new password");
        Assert.Contains("This is not your password.", refused.Body, StringComparison.Ordinal);
        refused = await ChangePasswordAsync(here, HostedDesk.Password, "short");
        Assert.Contains("The password needs at least 10 characters.", refused.Body, StringComparison.Ordinal);
        Assert.Equal(
            "/account?saved=password",
            (await ChangePasswordAsync(here, HostedDesk.Password, "a new password")).Location);

        Assert.Equal(HttpStatusCode.OK, (await here.GetAsync("/account")).Status);
        Assert.Equal(HttpStatusCode.Redirect, (await elsewhere.GetAsync("/account")).Status);
        Assert.Equal("/", (await elsewhere.SignInAsync(Role.Lead, "a new password")).Location);
    }

    [Fact]
    public async Task Signing_out_everywhere_else_ends_the_other_sessions_and_keeps_this_one()
    {
        using var here = new Visitor(desk);
        using var elsewhere = new Visitor(desk);
        await here.SignInAsync(Role.Reviewer);
        await elsewhere.SignInAsync(Role.Reviewer);

        Assert.Equal("/account?saved=sessions", (await here.SendFormAsync("/account", "sessions")).Location);

        Assert.Contains(
            "Your other sessions are signed out.",
            (await here.GetAsync("/account?saved=sessions")).Body,
            StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await elsewhere.GetAsync("/account")).Status);
    }

    [Fact]
    public async Task A_deactivated_person_is_signed_out_and_told_so_at_sign_in()
    {
        using var jonas = new Visitor(desk);
        await jonas.SignInAsync(Role.Agent);

        await desk.Get<ProjectAdmin>()
            .SwitchAsync(Actor.Of(desk[Role.Admin]), desk[Role.Agent].Id, on: false, CancellationToken.None);

        Assert.Equal(HttpStatusCode.Redirect, (await jonas.GetAsync("/account")).Status);
        Assert.Contains(
            SignInAttempt.Deactivated,
            (await jonas.SignInAsync(Role.Agent)).Body,
            StringComparison.Ordinal);
        Assert.Contains(
            SignInAttempt.Wrong,
            (await jonas.SignInAsync(Role.Agent, "not this one")).Body,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/settings/project")]
    [InlineData("/settings/people")]
    [InlineData("/settings/teams")]
    [InlineData("/settings/widget")]
    [InlineData("/settings/import")]
    [InlineData("/settings/security")]
    public async Task Settings_are_for_admins(string path)
    {
        using var ada = new Visitor(desk);
        await ada.SignInAsync(Role.Admin);
        Assert.Contains("settings-section", (await ada.GetAsync(path)).Body, StringComparison.Ordinal);

        using var rosa = new Visitor(desk);
        await rosa.SignInAsync(Role.Reviewer);
        var refused = await rosa.GetAsync(path);
        Assert.DoesNotContain("settings-section", refused.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("href=\"/settings\"", (await rosa.GetAsync("/")).Body, StringComparison.Ordinal);
    }

    private static Task<Answer> ChangePasswordAsync(Visitor person, string current, string next) =>
        person.SendFormAsync("/account", "password", ("Input.Current", current), ("Input.New", next));
}
