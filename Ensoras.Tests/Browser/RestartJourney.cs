using Ensoras.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Ensoras.Tests.Browser;

/// <summary>A server that goes away and comes back under an open screen.</summary>
[Trait("Kind", "Browser")]
public sealed class RestartJourney(Chromium chromium) : IClassFixture<Chromium>
{
    private const int Patience = 60_000;

    [Fact]
    public async Task An_open_ticket_comes_back_by_itself_with_what_was_half_typed()
    {
        await using var desk = new DeskProcess();
        await desk.StartAsync();
        var page = await chromium.NewPersonAsync(desk.Address);
        await page.GotoAsync("/sign-in?return=/");
        await page.GetByLabel("E-mail").FillAsync("agent@sample.test");
        await page.GetByLabel("Password").FillAsync(DeskProcess.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.WaitForSelectorAsync("[data-live=true]", new() { State = WaitForSelectorState.Attached });
        await page.Locator(".ticket-row .ticket-title").First.ClickAsync();
        var composer = page.Locator(".composer-area textarea");
        await composer.FillAsync("Half a sen");

        await desk.KillAsync();
        var bar = page.Locator("#components-reconnect-modal");
        await Expect(bar).ToBeVisibleAsync(new() { Timeout = Patience });
        await composer.FillAsync("Half a sentence");
        await desk.StartAsync();

        await Expect(bar).ToBeHiddenAsync(new() { Timeout = Patience });
        await page.WaitForSelectorAsync("[data-live=true]", new() { State = WaitForSelectorState.Attached });
        await Expect(composer).ToHaveValueAsync("Half a sentence");
        await composer.PressAsync("Shift+Enter");
        await Expect(page.Locator(".message[data-sender=Agent]").Last).ToContainTextAsync("Half a sentence");
        await page.Context.CloseAsync();
    }
}
