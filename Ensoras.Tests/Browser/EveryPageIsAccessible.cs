using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Ensoras.Domain.Knowledge;
using Ensoras.Domain.Projects;
using Ensoras.Domain.Workflows;
using Ensoras.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Ensoras.Tests.Support.ListScreen;
using static Microsoft.Playwright.Assertions;

namespace Ensoras.Tests.Browser;

/// <summary>
/// A walk over all pages with something on each, looking for what a screen reader or an eye would stumble over. The
/// lists are looked at by <see cref="ListsJourney"/>, set-up is walked by <see cref="NewOwnerJourney"/>, which has a
/// desk without people.
/// </summary>
public sealed class EveryPageIsAccessible(Chromium chromium, HostedDesk desk) : BrowserTest(chromium, desk)
{
    [Fact]
    public async Task To_those_who_are_signed_in_light_and_dark()
    {
        var found = new List<string>();
        var article = await GivenDeskAsync();
        var ada = await NewPersonAsync(Role.Admin);
        await ada.EmulateMediaAsync(new() { ReducedMotion = ReducedMotion.Reduce });
        foreach (
            var (path, shows) in new[]
            {
                ("/tickets/1", ".message"),
                ("/chats", "h1"),
                ("/knowledge", ".article-row"),
                ($"/knowledge/{article}", ".markdown"),
                ($"/knowledge/{article}/edit", "textarea"),
                ("/knowledge/new", "textarea"),
                ("/workflows", "[data-workflow]"),
                ("/settings", "form"),
                ("/settings/people", "[data-person]"),
                ("/settings/teams", "[data-team]"),
                ("/settings/widget", "h1"),
                ("/settings/import", "input[type=file]"),
                ("/settings/security", "[data-event]"),
                ("/not-found", ".empty"),
                ("/not-allowed", ".empty"),
            })
        {
            await OpenAsync(ada, path);
            await ada.Locator(shows).First.WaitForAsync(new() { State = WaitForSelectorState.Attached });
            found.AddRange(await InBothThemesAsync(ada, path));
        }

        await OpenAsync(ada, "/workflows");
        await ada.GetByRole(AriaRole.Button, new() { Name = "New workflow" }).ClickAsync();
        await ada.Locator("form").First.WaitForAsync();
        found.AddRange(await InBothThemesAsync(ada, "/workflows with the editor open"));
        Assert.Empty(found);
    }

    [Fact]
    public async Task To_everybody_else_light_and_dark()
    {
        var found = new List<string>();
        var article = await GivenDeskAsync();
        var token = await Desk.Get<ProjectAdmin>()
            .InviteAsync(Actor.Of(Desk[Role.Admin]), "nia@example.test", Role.Agent, CancellationToken.None);
        var visitor = await NewPersonAsync();
        await visitor.EmulateMediaAsync(new() { ReducedMotion = ReducedMotion.Reduce });
        foreach (
            var path in new[]
            {
                "/sign-in",
                "/sign-out",
                "/error",
                "/not-found",
                $"/help/{article}",
                $"/invitation/{token}",
                "/invitation/nothing-of-this-name",
                "/widget/try",
            })
        {
            await visitor.GotoAsync(path);
            await visitor.Locator("h1").First.WaitForAsync();
            found.AddRange(await InBothThemesAsync(visitor, path));
        }

        var chat = await ChatWindow.OpenAsync(visitor);
        found.AddRange(await InBothThemesAsync(visitor, "the chat before the first message"));
        await visitor.RunAndWaitForResponseAsync(
            () => chat.SayAsync("Where is my parcel?"),
            response =>
                response.Request.Method == "POST" && response.Url.EndsWith("/messages", StringComparison.Ordinal));
        await using var db = await Desk.OpenDbAsync();
        var newest = await db
            .Tickets.OrderByDescending(ticket => ticket.Number)
            .Select(ticket => ticket.Id)
            .FirstAsync();
        await Desk.Tickets.ChangeAsync(
            newest,
            Actor.Of(Desk[Role.Agent]),
            (ticket, stamp) =>
            {
                ticket.Reply(stamp, "It left **yesterday**. [Track it](https://post.example/1)", TimeSpan.Zero);
            },
            CancellationToken.None);
        await Expect(chat.Answers.Last).ToContainTextAsync("It left yesterday.");
        found.AddRange(await InBothThemesAsync(visitor, "the chat with an answer"));
        Assert.Empty(found);
    }

    /// <summary>Everything in the light theme; in the dark one, where only colours differ, their contrast.</summary>
    private static async Task<IReadOnlyList<string>> InBothThemesAsync(IPage page, string what)
    {
        var light = await ViolationsAsync(page, what);
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        var dark = await page.RunAxe(
            new AxeRunOptions
            {
                RunOnly = new RunOnlyOptions { Type = "rule", Values = ["color-contrast"] },
            });
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        return
        [
            .. light,
            .. dark.Violations.Select(violation => $"{what}, dark: {violation.Id}: {violation.Nodes[0].Html}"),
        ];
    }

    /// <summary>Something for every page to show; gives back the article's key.</summary>
    private async Task<string> GivenDeskAsync()
    {
        var knowledge = Desk.Get<KnowledgeBase>();
        var lena = Actor.Of(Desk[Role.Lead]);
        if ((await knowledge.ReadPageAsync(Desk.Project.Id, null, 0, CancellationToken.None)).Rows is [var present, ..])
        {
            return present.Key;
        }

        var article = await knowledge.CreateAsync(
            Desk.Project.Id,
            "Shipping",
            "Pickup points",
            "## How long\n\nA parcel stays at the pickup point for **seven days**.\n\n| Country | Days |\n|---|---|\n| France | 7 |\n\n> See `points` or [the map](https://example.org).",
            lena,
            CancellationToken.None);
        await Desk.Get<ProjectAdmin>()
            .CreateTeamAsync(Actor.Of(Desk[Role.Admin]), "Returns", [Desk[Role.Agent].Id], CancellationToken.None);
        await Desk.Get<WorkflowStore>()
            .SaveAsync(
                Desk.Project.Id,
                lena,
                new WorkflowInput(
                    null,
                    0,
                    "Parcels",
                    true,
                    [new(ConditionKind.SubjectContains, "parcel")],
                    [new WorkflowStep("add-tag", new Dictionary<string, string> { ["tag"] = "parcel" })]),
                CancellationToken.None);
        await Desk.GivenTicketAsync("How long does my parcel stay at the pickup point?");
        var forPeople = await Desk.GivenTicketAsync("Do you offer student discounts?");
        await Desk.Tickets.ChangeAsync(
            forPeople.Id,
            lena,
            (ticket, stamp) =>
            {
                ticket.Escalate(stamp);
            },
            CancellationToken.None);
        return article.Key;
    }
}
