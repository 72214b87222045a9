using System.Net;
using Ensoras.Domain.Projects;
using Ensoras.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Ensoras.Tests.Setup;

public class SetupTests
{
    [Fact]
    public async Task The_first_visit_sets_the_desk_up_and_signs_its_owner_in()
    {
        await using var desk = new EmptyDesk();
        using var owner = new Visitor(desk);
        Assert.Equal("/setup", (await owner.GetAsync("/tickets")).Location);

        var refused = await SetUpAsync(owner, "Acme", "ada@", "long enough");
        Assert.Contains("“ada@” is not a complete email address.", refused.Body, StringComparison.Ordinal);
        Assert.Contains("value=\"Acme\"", refused.Body, StringComparison.Ordinal);
        refused = await SetUpAsync(owner, "Acme", "ada@acme.test", "short");
        Assert.Contains("The password needs at least 10 characters.", refused.Body, StringComparison.Ordinal);

        Assert.Equal("/", (await SetUpAsync(owner, "Acme", "ada@acme.test", "long enough")).Location);
        Assert.Contains("ada@acme.test · Admin", (await owner.GetAsync("/account")).Body, StringComparison.Ordinal);
        Assert.Equal("/", (await owner.GetAsync("/setup")).Location);
    }

    [Fact]
    public async Task Two_first_visitors_make_one_desk()
    {
        await using var desk = new EmptyDesk();
        using var one = new Visitor(desk);
        using var other = new Visitor(desk);

        await Task.WhenAll(
            SetUpAsync(one, "One", "one@acme.test", "long enough"),
            SetUpAsync(other, "Other", "other@acme.test", "long enough"));

        var accounts = await Task.WhenAll(one.GetAsync("/account"), other.GetAsync("/account"));
        Assert.Single(accounts, account => account.Status is HttpStatusCode.OK);
        await using var db = await desk.OpenDbAsync();
        Assert.Equal(1, await db.Projects.CountAsync());
        Assert.Equal(1, await db.Agents.CountAsync());
    }

    [Fact]
    public async Task A_project_that_an_import_made_gets_its_owner_and_a_name()
    {
        await using var desk = new EmptyDesk();
        var project = await desk.Get<ProjectAdmin>().EnsureAsync("Ensoras", CancellationToken.None);
        using var owner = new Visitor(desk);

        var page = await owner.GetAsync("/setup");
        Assert.Contains("value=\"Ensoras\"", page.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("A sample desk", page.Body, StringComparison.Ordinal);
        await SetUpAsync(owner, "Acme", "ada@acme.test", "long enough");

        var roster = await desk.Get<ProjectReads>().ReadAsync(project.Id, CancellationToken.None);
        Assert.Equal("Acme", roster.Project.Name);
        Assert.Equal(Role.Admin, Assert.Single(roster.Agents).Role);
    }

    [Fact]
    public async Task The_sample_is_there_with_people_who_have_the_owners_password()
    {
        await using var desk = new EmptyDesk();
        using var owner = new Visitor(desk);

        Assert.Equal("/", (await SetUpAsync(owner, "Acme", "ada@acme.test", "long enough", sample: true)).Location);

        await using var db = await desk.OpenDbAsync();
        Assert.Equal(80, await db.Tickets.CountAsync());
        using var reviewer = new Visitor(desk);
        Assert.Equal(
            "/",
            (
                await reviewer.SendAsync(
                    "/sign-in",
                    ("Input.Email", "reviewer@sample.test"),
                    ("Input.Password", "long enough"))).Location);
    }

    private static Task<Answer> SetUpAsync(
        Visitor visitor,
        string project,
        string email,
        string password,
        bool sample = false) =>
        visitor.SendAsync(
            "/setup",
            ("Input.Project", project),
            ("Input.Name", "Ada"),
            ("Input.Email", email),
            ("Input.Password", password),
            ("Input.Sample", sample ? "true" : "false"));
}
