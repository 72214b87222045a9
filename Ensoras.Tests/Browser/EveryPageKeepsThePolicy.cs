using System.Collections.Concurrent;
using Ensoras.Domain.Knowledge;
using Ensoras.Domain.Projects;
using Ensoras.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Ensoras.Tests.Browser;

/// <summary>
/// A walk over all pages with the Content-Security-Policy in force: a browser that had to refuse something says so.
/// </summary>
public sealed class EveryPageKeepsThePolicy(Chromium chromium, HostedDesk desk) : BrowserTest(chromium, desk)
{
    private readonly ConcurrentQueue<string> violations = [];

    [Fact]
    public async Task To_those_who_are_signed_in()
    {
        var ticket = await Desk.GivenTicketAsync("Where is my **parcel**?");
        var article = await Desk.Get<KnowledgeBase>()
            .CreateAsync(
                Desk.Project.Id,
                "Shipping",
                "Pickup points",
                "Seven **days**.\n\n| a | b |\n|---|---|\n| 1 | 2 |",
                Actor.Of(Desk[Role.Lead]),
                default);
        var page = await WatchedAsync(await NewPersonAsync(Role.Admin));
        foreach (
            var path in new[]
            {
                "/",
                "/tickets",
                $"/tickets/{ticket.Number}",
                "/chats",
                "/knowledge",
                $"/knowledge/{article.Key}",
                $"/knowledge/{article.Key}/edit",
                "/knowledge/new",
                "/workflows",
                "/settings",
                "/settings/people",
                "/settings/teams",
                "/settings/widget",
                "/settings/email",
                "/settings/import",
                "/not-found",
                "/not-allowed",
            })
        {
            await OpenAsync(page, path);
        }

        await page.GotoAsync("/account");
        await page.GotoAsync("/sign-out");

        // The menus of a ticket, and its composer's tools.
        await OpenAsync(page, $"/tickets/{ticket.Number}");
        await page.EvaluateAsync(
            "() => document.querySelectorAll('main [aria-haspopup], main summary').forEach(opener => opener.click())");
        await page.Locator("reply-composer textarea").First.FillAsync("**Hello**");
        await page.GetByRole(AriaRole.Button, new() { Name = "Preview" }).ClickAsync();

        Assert.Empty(violations);
    }

    [Fact]
    public async Task To_everybody_else()
    {
        var token = await Desk.Get<ProjectAdmin>()
            .InviteAsync(Actor.Of(Desk[Role.Admin]), "nia@example.test", Role.Agent, default);
        var page = await WatchedAsync(await NewPersonAsync());
        foreach (
            var path in new[]
            {
                "/sign-in",
                "/sign-out",
                "/error",
                "/not-found",
                $"/invitation/{token}",
                "/invitation/nothing",
                "/new-password",
                "/widget/try",
            })
        {
            await page.GotoAsync(path);
            await page.Locator("h1").First.WaitForAsync();
        }

        var chat = await ChatWindow.OpenAsync(page);
        await chat.SayAsync("Where is my parcel?");
        await Expect(page.FrameLocator("iframe").GetByText("Where is my parcel?").First).ToBeVisibleAsync();
        Assert.Empty(violations);
    }

    [Fact]
    public async Task A_script_that_is_not_ours_does_not_run()
    {
        var page = await NewPersonAsync(Role.Agent);
        await OpenAsync(page, "/");

        await page.EvaluateAsync(
            "() => { const script = document.createElement('script'); script.textContent = 'window.ran = true'; "
                + "document.body.append(script); }");

        Assert.False(await page.EvaluateAsync<bool>("() => window.ran === true"));
        ForgetErrors();
    }

    private async Task<IPage> WatchedAsync(IPage page)
    {
        await page.ExposeFunctionAsync("violated", (string what) => violations.Enqueue(what));
        await page.AddInitScriptAsync(
            "addEventListener('securitypolicyviolation', event => violated(`${location.pathname}: "
                + "${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber} "
                + "${event.sample}`))");
        return page;
    }
}
