using Ensoras.Domain.Projects;
using Ensoras.Tests.Support;

namespace Ensoras.Tests.Account;

public class InvitationTests(HostedDesk desk) : IClassFixture<HostedDesk>
{
    [Fact]
    public async Task An_invited_person_joins_with_a_name_and_a_password()
    {
        var link = await InviteAsync("nia@example.test", Role.Reviewer);
        using var nia = new Visitor(desk);
        var page = await nia.GetAsync(link);
        Assert.Contains(
            "Ada Admin invited you as Reviewer. You will sign in as nia@example.test.",
            page.Body,
            StringComparison.Ordinal);

        var refused = await nia.SendAsync(link, ("Input.Name", "Nia"), ("Input.Password", "short"));
        Assert.Contains("The password needs at least 10 characters.", refused.Body, StringComparison.Ordinal);
        Assert.Contains("value=\"Nia\"", refused.Body, StringComparison.Ordinal);

        Assert.Equal(
            "/",
            (await nia.SendAsync(link, ("Input.Name", "Nia"), ("Input.Password", "long enough"))).Location);
        Assert.Contains(
            "nia@example.test · Reviewer",
            (await nia.GetAsync("/account")).Body,
            StringComparison.Ordinal);
        Assert.Contains(
            "This invitation is no longer valid",
            (await nia.GetAsync(link)).Body,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_72_hours_the_link_says_that_it_has_expired()
    {
        var link = await InviteAsync("late@example.test", Role.Agent);

        desk.Time.Advance(TimeSpan.FromHours(73));

        using var late = new Visitor(desk);
        Assert.Contains(
            "or it expired. Ask the person who invited you for a new one.",
            (await late.GetAsync(link)).Body,
            StringComparison.Ordinal);
        Assert.Contains(
            "This invitation is no longer valid",
            (await late.GetAsync("/invitation/no-such-token")).Body,
            StringComparison.Ordinal);
    }

    private async Task<string> InviteAsync(string email, Role role) =>
        $"/invitation/{await desk.Get<ProjectAdmin>().InviteAsync(Actor.Of(desk[Role.Admin]), email, role, CancellationToken.None)}";
}
