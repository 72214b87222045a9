using Ensoras.Domain.Projects;
using Ensoras.Domain.Tickets;
using Ensoras.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Ensoras.Tests.Browser;

/// <summary>
/// What becomes of screens that are open when their person is signed out, deactivated or somebody else.
/// </summary>
public class SessionJourney(Chromium chromium, HostedDesk desk) : BrowserTest(chromium, desk)
{
    [Fact]
    public async Task A_second_tab_ends_when_the_first_signs_out_and_keeps_what_was_written_for_the_same_person()
    {
        var ticket = await Desk.GivenTicketAsync();
        var first = await NewPersonAsync(Role.Agent);
        var second = await first.Context.NewPageAsync();
        await OpenAsync(second, $"/tickets/{ticket.Number}");
        await Composer(second).FillAsync("A reply that took ten minutes");

        await first.GotoAsync("/sign-out");
        await first.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();

        await Expect(second.GetByRole(AriaRole.Heading, new() { Name = "You’re signed out" })).ToBeVisibleAsync();
        await Expect(second.GetByLabel("What you had written")).ToHaveValueAsync("A reply that took ten minutes");
        await Expect(second.Locator(".thread")).ToHaveCountAsync(0);

        await SignInAsync(first, Role.Lead);
        await OpenAsync(second, $"/tickets/{ticket.Number}");
        await Expect(Composer(second)).ToHaveValueAsync("");

        await first.GotoAsync("/sign-out");
        await first.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await SignInAsync(second, Role.Agent);
        await OpenAsync(second, $"/tickets/{ticket.Number}");
        await Expect(Composer(second)).ToHaveValueAsync("A reply that took ten minutes");
        var shown = await Desk.Get<TicketReads>().FindAsync(Desk.Project.Id, ticket.Number, default);
        Assert.DoesNotContain(shown!.Thread, message => message.Sender is Sender.Agent);
    }

    [Fact]
    public async Task The_screen_of_somebody_who_is_deactivated_ends_by_itself()
    {
        var page = await NewPersonAsync(Role.Reviewer);
        await OpenAsync(page, "/");

        await Desk.Get<ProjectAdmin>()
            .SwitchAsync(Actor.Of(Desk[Role.Admin]), Desk[Role.Reviewer].Id, on: false, CancellationToken.None);

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "You’re signed out" }))
            .ToBeVisibleAsync(new() { Timeout = 5_000 });
        await Expect(page.GetByRole(AriaRole.Navigation)).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Link, new() { Name = "Sign in" }).ClickAsync();
        await page.WaitForURLAsync("**/sign-in?return=%2F");
    }

    private static ILocator Composer(IPage page) => page.Locator("reply-composer textarea").First;
}
