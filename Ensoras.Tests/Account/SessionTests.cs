using System.Net;
using System.Net.Http.Json;
using Ensoras.Domain.Projects;
using Ensoras.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Ensoras.Tests.Account;

/// <summary>A cookie is worth something only while its session is open on the server.</summary>
public sealed class SessionTests(HostedDesk desk) : IClassFixture<HostedDesk>
{
    [Fact]
    public async Task Who_signed_out_cannot_read_the_API_with_the_old_cookie()
    {
        using var person = new Visitor(desk);
        await person.SignInAsync(Role.Lead);
        using var copied = person.Copy();
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(copied));

        await person.SendAsync("/sign-out");

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(copied));
    }

    [Fact]
    public async Task Signing_out_in_one_browser_leaves_the_other_signed_in()
    {
        using var here = new Visitor(desk);
        using var elsewhere = new Visitor(desk);
        await here.SignInAsync(Role.Lead);
        await elsewhere.SignInAsync(Role.Lead);

        await here.SendAsync("/sign-out");

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(elsewhere));
    }

    [Fact]
    public async Task Who_is_deactivated_or_demoted_is_turned_away_at_the_next_request()
    {
        using var reviewer = new Visitor(desk);
        using var agent = new Visitor(desk);
        await reviewer.SignInAsync(Role.Reviewer);
        await agent.SignInAsync(Role.Agent);
        var ticket = await desk.GivenTicketAsync();
        var people = desk.Get<ProjectAdmin>();

        await people.ChangeRoleAsync(Actor.Of(desk[Role.Admin]), desk[Role.Reviewer].Id, Role.Agent, default);
        await people.SwitchAsync(Actor.Of(desk[Role.Admin]), desk[Role.Agent].Id, false, default);

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(reviewer));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(agent));
        using var write = await agent.Http.PostAsJsonAsync(
            $"/api/v1/tickets/{ticket.Number}/replies",
            new { text = "Still here" });
        Assert.Equal(HttpStatusCode.Unauthorized, write.StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await agent.GetAsync("/")).Status);
    }

    [Fact]
    public async Task What_happens_to_accounts_is_in_the_security_log()
    {
        var people = desk.Get<ProjectAdmin>();
        var ada = Actor.Of(desk[Role.Admin]);
        using var person = new Visitor(desk);
        await person.SignInAsync(Role.Lead);
        await person.SendAsync("/sign-out");
        await people.InviteAsync(ada, "new@example.test", Role.Reviewer, default);
        await people.ChangeRoleAsync(ada, desk[Role.Lead].Id, Role.Reviewer, default);
        await people.ChangeRoleAsync(ada, desk[Role.Lead].Id, Role.Lead, default);

        await using var db = await desk.OpenDbAsync();
        var lines = await db.SecurityEvents.OrderBy(line => line.At).ToListAsync();
        Assert.Contains(
            lines,
            line => line is { Kind: SecurityEventKind.SignedIn, Account: "lena@example.test", Address: "127.0.0.1" });
        Assert.Contains(lines, line => line is { Kind: SecurityEventKind.SignedOut, Account: "lena@example.test" });
        Assert.Contains(
            lines,
            line =>
                line
                    is
                {
                    Kind: SecurityEventKind.Invited,
                    Account: "new@example.test",
                    ByName: "Ada Admin",
                    Detail: "Reviewer"
                });
        Assert.Contains(
            lines,
            line =>
                line
                    is
                {
                    Kind: SecurityEventKind.RoleChanged,
                    Account: "lena@example.test",
                    ByName: "Ada Admin",
                    Detail: "Lead → Reviewer"
                });
    }

    private static async Task<HttpStatusCode> StatusAsync(Visitor person)
    {
        using var answer = await person.Http.GetAsync("/api/v1/inbox");
        return answer.StatusCode;
    }
}
