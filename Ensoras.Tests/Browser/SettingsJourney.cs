using System.Text;
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

        await ada.GetByLabel("Undo after sending").FillAsync("45");
        await ada.GetByLabel("Name").FillAsync("Southwind Trail");
        await ada.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(ada.Locator(".setting", new() { HasText = "Undo after sending" }))
            .ToContainTextAsync("A reply can be undone for 0 to 30 seconds.");
        Assert.Empty(await Accessibility.ViolationsAsync(ada));
        await Expect(ada.GetByLabel("Name")).ToHaveValueAsync("Southwind Trail");

        await ada.GetByLabel("Undo after sending").FillAsync("10");
        await ada.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(ada.GetByText("Saved", new() { Exact = true })).ToBeVisibleAsync();
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

        await Expect(ada.GetByText("Ada Admin is the only admin. Make somebody else an admin first."))
            .ToBeVisibleAsync();
        await Expect(ada.GetByLabel("Role of Ada Admin")).ToHaveValueAsync("Admin");
        Assert.Empty(await Accessibility.ViolationsAsync(ada));
    }

    [Fact]
    public async Task A_team_is_made_renamed_and_deleted()
    {
        var ada = await NewPersonAsync(Role.Admin);
        await OpenAsync(ada, "/settings/teams");

        await ada.GetByRole(AriaRole.Button, new() { Name = "New team" }).ClickAsync();
        await ada.GetByLabel("Name").FillAsync("Returns");
        await ada.GetByLabel("Jonas Agent").CheckAsync();
        Assert.Empty(await Accessibility.ViolationsAsync(ada));
        await ada.GetByRole(AriaRole.Button, new() { Name = "Save team" }).ClickAsync();
        await Expect(ada.Locator("[data-team='Returns']")).ToContainTextAsync("Jonas Agent");

        await ada.GetByRole(AriaRole.Button, new() { Name = "Edit Returns" }).ClickAsync();
        await Expect(ada.GetByLabel("Name")).ToHaveValueAsync("Returns");
        await ada.GetByLabel("Name").FillAsync("Warranty");
        await ada.GetByRole(AriaRole.Button, new() { Name = "Save team" }).ClickAsync();
        await ada.GetByRole(AriaRole.Button, new() { Name = "Delete Warranty" }).ClickAsync();
        await ada.GetByRole(AriaRole.Button, new() { Name = "Delete team" }).ClickAsync();
        await Expect(ada.Locator("[data-team='Warranty']")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task The_snippet_is_copied_and_the_secret_shown_only_when_asked_for()
    {
        var ada = await NewPersonAsync(Role.Admin);
        await ada.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await OpenAsync(ada, "/settings/widget");

        await ada.GetByRole(AriaRole.Button, new() { Name = "Copy: Snippet" }).ClickAsync();
        await Expect(ada.GetByText("Copied")).ToBeAttachedAsync();
        var copied = await ada.EvaluateAsync<string>("navigator.clipboard.readText()");
        Assert.Contains(Desk.Project.PublicKey, copied, StringComparison.Ordinal);
        Assert.Contains($"{Desk.Address}widget/loader.js", copied, StringComparison.Ordinal);

        Assert.DoesNotContain(Desk.Project.IdentitySecret, await ada.ContentAsync(), StringComparison.Ordinal);
        await ada.GetByRole(AriaRole.Button, new() { Name = "Show secret" }).ClickAsync();
        await Expect(ada.GetByLabel("Identity secret", new() { Exact = true }))
            .ToHaveTextAsync(Desk.Project.IdentitySecret);
        Assert.Empty(await Accessibility.ViolationsAsync(ada));
    }

    [Fact]
    public async Task A_file_is_imported_by_upload_and_one_that_is_none_is_refused_with_a_sentence()
    {
        var ada = await NewPersonAsync(Role.Admin);
        await OpenAsync(ada, "/settings/import");
        var broken = new FilePayload
        {
            Name = "holiday.json",
            MimeType = "application/json",
            Buffer = "{ \"photo\": "u8.ToArray(),
        };
        var good = new FilePayload
        {
            Name = "conversations.json",
            MimeType = "application/json",
            Buffer = Encoding.UTF8.GetBytes(Conversations),
        };

        await ada.GetByLabel("Files to import").SetInputFilesAsync([broken, good]);

        await Expect(ada.Locator("[data-file='holiday.json']"))
            .ToContainTextAsync("This is not a JSON file that can be read");
        await Expect(ada.Locator("[data-file='conversations.json']"))
            .ToContainTextAsync("2 conversations read: 1 added, 0 already there, 1 skipped.");
        await using var db = await Desk.OpenDbAsync();
        Assert.Equal(1, await db.Tickets.CountAsync(ticket => ticket.ImportKey != null));
        Assert.Empty(await Accessibility.ViolationsAsync(ada));
    }

    [Fact]
    public async Task Two_clicks_in_quick_succession_make_one_team_and_one_invitation()
    {
        var ada = await NewPersonAsync(Role.Admin);
        await OpenAsync(ada, "/settings/teams");
        await ada.GetByRole(AriaRole.Button, new() { Name = "New team" }).ClickAsync();
        await ada.GetByLabel("Name").FillAsync("Night shift");
        await ClickTwiceAsync(ada, "Save team");
        await Expect(ada.Locator("[data-team='Night shift']")).ToHaveCountAsync(1);
        await Expect(ada.GetByRole(AriaRole.Alert)).ToHaveCountAsync(0);
        await ada.GetByRole(AriaRole.Button, new() { Name = "Delete Night shift" }).ClickAsync();
        await ClickTwiceAsync(ada, "Delete team");
        await Expect(ada.Locator("[data-team='Night shift']")).ToHaveCountAsync(0);
        await Expect(ada.GetByRole(AriaRole.Alert)).ToHaveCountAsync(0);

        await OpenAsync(ada, "/settings/people");
        await ada.GetByLabel("Email").FillAsync("asha@example.test");
        await ClickTwiceAsync(ada, "Create link");
        await Expect(ada.GetByLabel("Invitation link", new() { Exact = true })).ToBeVisibleAsync();
        await Expect(ada.Locator("[data-invitation='asha@example.test']")).ToHaveCountAsync(1);
        await Expect(ada.GetByText("Enter an email address.")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task The_security_log_tells_admins_who_did_what()
    {
        var ada = await NewPersonAsync(Role.Admin);
        await OpenAsync(ada, "/settings/security");

        await Expect(ada.Locator("[data-event=SignedIn]").First).ToContainTextAsync("ada@example.test");
        await Expect(ada.Locator("[data-event=InvitationAccepted]", new() { HasText = "lena@example.test" }))
            .ToContainTextAsync("Lead");
        Assert.Empty(await Accessibility.ViolationsAsync(ada));
    }

    [Fact]
    public async Task Settings_speak_German_to_a_German_browser()
    {
        var ada = await NewPersonAsync(Role.Admin);
        await ada.Context.SetExtraHTTPHeadersAsync(
            new Dictionary<string, string> { ["Accept-Language"] = "de-AT,de;q=0.9" });
        await OpenAsync(ada, "/settings/people");

        await Expect(ada.GetByRole(AriaRole.Heading, new() { Name = "Person einladen" })).ToBeVisibleAsync();
        await ada.GetByRole(AriaRole.Button, new() { Name = "Link erstellen" }).ClickAsync();
        await Expect(ada.GetByText("Geben Sie eine E-Mail-Adresse ein.")).ToBeVisibleAsync();
    }

    /// <summary>The second click comes before the browser has heard of the first one's effect.</summary>
    private static Task ClickTwiceAsync(IPage page, string button) =>
        page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true })
            .EvaluateAsync("button => { button.click(); setTimeout(() => button.click(), 40); }");

    private const string Conversations =
        """
        [
          {"id": 1, "customer": "Lina", "subject": "Filter", "type": "Question", "status": "Closed",
           "messages": [{"sender": "customer", "text": "How often?"}, {"sender": "agent", "text": "Every 500 litres."}]},
          {"id": 2, "customer": "Lina", "subject": "Nothing said", "messages": []}
        ]
        """;
}
