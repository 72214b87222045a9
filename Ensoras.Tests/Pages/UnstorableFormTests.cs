using Bunit;
using Ensoras.Domain.Knowledge;
using Ensoras.Domain.Projects;
using Ensoras.Tests.Support;
using Ensoras.Web.Components;
using Ensoras.Web.Knowledge;
using Ensoras.Web.Settings;
using Ensoras.Web.Workflows;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Ensoras.Tests.Pages;

/// <summary>
/// When the database is away while somebody saves, they read so beside the form, and what they typed is still in it.
/// </summary>
public sealed class UnstorableFormTests : PageTest
{
    [Fact]
    public async Task An_article_stays_in_its_editor_and_is_saved_the_next_time()
    {
        await World
            .Get<KnowledgeBase>()
            .CreateAsync(
                World.Project.Id,
                "Shipping",
                "Who brings it?",
                "The carrier.",
                Actor.Of(World.Ada),
                CancellationToken.None);
        TypedText.Is(TypedText.Script(JSInterop), "It is on its way.");
        var page = Open<ArticleEditor>();
        page.WaitForElement("#article-title");
        await page.InvokeAsync(() => page.Find("#article-title").Input("Where is my parcel?"));
        await page.InvokeAsync(() => page.Find("#article-collection").Input("Shipping"));
        await page.InvokeAsync(() => page.Find("#article-collection").Blur());

        await WithoutAsync("Articles", () => page.InvokeAsync(() => Button(page, "Save").Click()));
        page.WaitForAssertion(() => Assert.Equal(Attempt.NotStored, page.Find("[role=alert]").TextContent.Trim()));
        Assert.Equal("Where is my parcel?", page.Find("#article-title").GetAttribute("value"));
        Assert.Equal("Shipping", page.Find("#article-collection").GetAttribute("value"));

        World.Time.Advance(SingleClick.DoubleClick);
        await page.InvokeAsync(() => Button(page, "Save").Click());
        page.WaitForAssertion(() =>
            Assert.EndsWith(
                "/knowledge/where-is-my-parcel",
                Services.GetRequiredService<NavigationManager>().Uri,
                StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_team_stays_in_its_form()
    {
        var page = Open<TeamsPage>();
        page.WaitForAssertion(() => Assert.Contains("New team", page.Markup, StringComparison.Ordinal));
        await page.InvokeAsync(() => Button(page, "New team").Click());
        await page.InvokeAsync(() => page.Find("#team-name").Input("Returns"));

        await WithoutAsync("Teams", () => page.InvokeAsync(() => Button(page, "Save team").Click()));

        page.WaitForAssertion(() => Assert.Equal(Attempt.NotStored, page.Find("[role=alert]").TextContent.Trim()));
        Assert.Equal("Returns", page.Find("#team-name").GetAttribute("value"));
    }

    [Fact]
    public async Task A_workflow_stays_in_its_editor()
    {
        var page = Open<WorkflowsPage>();
        page.WaitForElement(".empty");
        await page.InvokeAsync(() => Button(page, "New workflow").Click());
        await page.InvokeAsync(() => page.Find("#workflow-name").Input("Refunds"));
        await page.InvokeAsync(() => page.Find("input[aria-label='Message contains any of']").Input("refund*"));
        await ChooseAsync(page, "Action", "Escalate");

        await WithoutAsync("Workflows", () => page.InvokeAsync(() => Button(page, "Save workflow").Click()));

        page.WaitForAssertion(() => Assert.Equal(Attempt.NotStored, page.Find("[role=alert]").TextContent.Trim()));
        Assert.Equal("Refunds", page.Find("#workflow-name").GetAttribute("value"));
    }

    [Fact]
    public async Task An_invitation_keeps_the_address()
    {
        var roster = await World.Get<ProjectReads>().ReadAsync(World.Project.Id, CancellationToken.None);
        var form = Render<Invitations>(parameters =>
            parameters
                .AddCascadingValue(ViewerOf(World.Ada))
                .Add(invitations => invitations.Roster, roster)
                .Add(invitations => invitations.Open, []));
        await form.InvokeAsync(() => form.Find("#invite-email").Input("new@example.test"));

        await WithoutAsync("Invitations", () => form.InvokeAsync(() => Button(form, "Create link").Click()));

        form.WaitForAssertion(() => Assert.Equal(Attempt.NotStored, form.Find("[role=alert]").TextContent.Trim()));
        Assert.Equal("new@example.test", form.Find("#invite-email").GetAttribute("value"));
    }

    [Fact]
    public async Task A_change_of_a_ticket_says_so_also_when_the_failure_is_wrapped()
    {
        var ticket = await World.GivenTicketAsync();
        var commands = CommandsOf(ticket.Id, World.Jonas);

        Assert.Equal(
            Attempt.NotStored,
            await commands.TryAsync(
                (_, _) =>
                    throw new InvalidOperationException(
                        "An exception has been raised that is likely due to a transient failure.",
                        new TimeoutException())));
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            commands.TryAsync((_, _) => throw new InvalidOperationException("a mistake in the program")));
    }

    private IRenderedComponent<TPage> Open<TPage>()
        where TPage : IComponent => Render<TPage>(parameters => parameters.AddCascadingValue(ViewerOf(World.Ada)));

    /// <summary>Does something while a table is not there.</summary>
    private async Task WithoutAsync(string table, Func<Task> action)
    {
        await RenameAsync(table, "away");
        await action();
        await RenameAsync("away", table);
    }

    private async Task RenameAsync(string from, string to)
    {
        await using var db = await World.OpenDbAsync();
#pragma warning disable EF1002 // Names that this test wrote.
        await db.Database.ExecuteSqlRawAsync($"ALTER TABLE \"{from}\" RENAME TO \"{to}\"");
#pragma warning restore EF1002
    }
}
