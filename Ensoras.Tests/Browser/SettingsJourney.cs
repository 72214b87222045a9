using System.Text;
using Deque.AxeCore.Playwright;
using Ensoras.Domain.People;
using Ensoras.Domain.Projects;
using Ensoras.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Ensoras.Tests.Browser;

public class SettingsJourney(Chromium chromium, HostedDesk desk) : BrowserTest(chromium, desk)
{
    [Fact]
    public async Task Project_settings_keep_what_was_typed_when_they_are_refused_and_reach_other_screens()
    {
        var ada = await NewPersonAsync(Role.Admin);
        var lena = await NewPersonAsync(Role.Lead);
        await OpenAsync(lena, "/tickets");
        await OpenAsync(ada, "/settings");

        // The browser's own check is passed by on purpose: the desk's has to hold by itself.
        await ada.GetByLabel("Undo after sending").EvaluateAsync("field => field.removeAttribute('max')");
        await ada.GetByLabel("Undo after sending").FillAsync("45");
        await ada.GetByLabel("Name").FillAsync("Southwind Trail");
        await ada.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(ada.GetByText("A reply can be taken back for 0 to 30 seconds.")).ToBeVisibleAsync();
        await Expect(ada.GetByLabel("Name")).ToHaveValueAsync("Southwind Trail");

        await ada.GetByLabel("Undo after sending").FillAsync("10");
        await ada.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(ada.GetByText("Saved.", new() { Exact = true })).ToBeVisibleAsync();
        await Expect(lena.GetByText("Southwind Trail")).ToBeVisibleAsync();
        var project = (await Desk.Get<ProjectReads>().ReadAsync(Desk.Project.Id, CancellationToken.None)).Project;
        Assert.Equal(TimeSpan.FromSeconds(10), project.GracePeriod);
    }

    [Fact]
    public async Task A_choice_of_role_that_is_refused_shows_the_role_that_is()
    {
        var ada = await NewPersonAsync(Role.Admin);
        await OpenAsync(ada, "/settings/people");

        await ada.GetByLabel("Role of Ada Admin").SelectOptionAsync("Lead");
        await ada.GetByRole(AriaRole.Button, new() { Name = "Become Lead" }).ClickAsync();

        await Expect(ada.GetByText("Ada Admin is the only admin. Make somebody else an admin first.")).ToBeVisibleAsync();
        await Expect(ada.GetByLabel("Role of Ada Admin")).ToHaveValueAsync("Admin");
        Assert.Empty((await ada.RunAxe()).Violations);
    }

    [Fact]
    public async Task A_team_is_made_renamed_and_deleted()
    {
        var ada = await NewPersonAsync(Role.Admin);
        await OpenAsync(ada, "/settings/teams");

        await ada.GetByRole(AriaRole.Button, new() { Name = "New team" }).ClickAsync();
        await ada.GetByLabel("Name").FillAsync("Returns");
        await ada.GetByLabel("Jonas Agent").CheckAsync();
        Assert.Empty((await ada.RunAxe()).Violations);
        await ada.GetByRole(AriaRole.Button, new() { Name = "Save the team" }).ClickAsync();
        await Expect(ada.Locator("[data-team='Returns']")).ToContainTextAsync("Jonas Agent");

        await ada.GetByRole(AriaRole.Button, new() { Name = "Edit Returns" }).ClickAsync();
        await ada.GetByLabel("Name").FillAsync("Warranty");
        await ada.GetByRole(AriaRole.Button, new() { Name = "Save the team" }).ClickAsync();
        await ada.GetByRole(AriaRole.Button, new() { Name = "Delete Warranty" }).ClickAsync();
        await ada.GetByRole(AriaRole.Button, new() { Name = "Delete the team" }).ClickAsync();
        await Expect(ada.GetByText("There is no team yet.")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_snippet_is_copied_and_the_secret_shown_only_when_asked_for()
    {
        var ada = await NewPersonAsync(Role.Admin);
        await ada.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await OpenAsync(ada, "/settings/widget");

        await ada.GetByRole(AriaRole.Button, new() { Name = "Copy: Snippet" }).ClickAsync();
        await Expect(ada.GetByText("Copied.")).ToBeAttachedAsync();
        var copied = await ada.EvaluateAsync<string>("navigator.clipboard.readText()");
        Assert.Contains(Desk.Project.PublicKey, copied, StringComparison.Ordinal);
        Assert.Contains($"{Desk.Address}widget/loader.js", copied, StringComparison.Ordinal);

        Assert.DoesNotContain(Desk.Project.IdentitySecret, await ada.ContentAsync(), StringComparison.Ordinal);
        await ada.GetByRole(AriaRole.Button, new() { Name = "Show the secret" }).ClickAsync();
        await Expect(ada.GetByLabel("Identity secret", new() { Exact = true })).ToHaveTextAsync(Desk.Project.IdentitySecret);
        Assert.Empty((await ada.RunAxe()).Violations);
    }

    [Fact]
    public async Task A_file_is_imported_by_upload_and_one_that_is_none_is_refused_with_a_sentence()
    {
        var ada = await NewPersonAsync(Role.Admin);
        await OpenAsync(ada, "/settings/import");
        var broken = new FilePayload { Name = "holiday.json", MimeType = "application/json", Buffer = "{ \"photo\": "u8.ToArray() };
        var good = new FilePayload { Name = "conversations.json", MimeType = "application/json", Buffer = Encoding.UTF8.GetBytes(Conversations) };

        await ada.GetByLabel("Files to import").SetInputFilesAsync([broken, good]);

        await Expect(ada.Locator("[data-file='holiday.json']")).ToContainTextAsync("This is not a JSON file that can be read");
        await Expect(ada.Locator("[data-file='conversations.json']")).ToContainTextAsync("2 conversations read: 1 added, 0 already there, 1 skipped.");
        await using var db = await Desk.OpenDbAsync();
        Assert.Equal(1, await db.Tickets.CountAsync(ticket => ticket.ImportKey != null));
        Assert.Empty((await ada.RunAxe()).Violations);
    }

    private const string Conversations =
        """
        [
          {"id": 1, "customer": "Lina", "subject": "Filter", "type": "Question", "status": "Closed",
           "messages": [{"sender": "customer", "text": "How often?"}, {"sender": "agent", "text": "Every 500 litres."}]},
          {"id": 2, "customer": "Lina", "subject": "Nothing said", "messages": []}
        ]
        """;
}
