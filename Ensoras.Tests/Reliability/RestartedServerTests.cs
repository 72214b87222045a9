using Ensoras.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Ensoras.Tests.Reliability;

/// <summary>A server that is killed and started again under open screens.</summary>
[Trait("Kind", "Browser"), Collection(LongestFirst.ServerToKill)]
public sealed class RestartedServerTests(Chromium chromium) : IClassFixture<Chromium>
{
    private static readonly LocatorAssertionsToBeVisibleOptions Patiently = new() { Timeout = 60_000 };

    [Fact]
    public async Task Open_screens_come_back_by_themselves_with_what_was_typed()
    {
        await using var desk = new DeskProcess();
        await desk.StartAsync();
        var agent = await SignInAsync(desk, "agent@sample.test");
        var lead = await SignInAsync(desk, "lead@sample.test");
        await agent.GotoAsync("/tickets?status=AwaitingAgent");
        await LiveAsync(agent);
        await agent.Locator("tr a").First.ClickAsync();
        await agent.Locator("reply-composer textarea").FillAsync("I have asked the carrier, and");
        await lead.GotoAsync("/knowledge/new");
        await LiveAsync(lead);
        await lead.GetByLabel("Title").FillAsync("Lost parcels");
        await lead.GetByLabel("Article in markdown").FillAsync("When a parcel is lost, we");

        await desk.KillAsync();
        await Expect(agent.GetByText("Reconnecting… your text is safe.")).ToBeVisibleAsync(Patiently);
        await desk.StartAsync();

        // A screen that was drawn again has no bar any more; only then is what stands in its fields from after the
        // restart.
        await Expect(agent.Locator("#components-reconnect-modal")).Not.ToBeVisibleAsync(new() { Timeout = 60_000 });
        await Expect(lead.Locator("#components-reconnect-modal")).Not.ToBeVisibleAsync(new() { Timeout = 60_000 });
        await LiveAsync(agent);
        await LiveAsync(lead);
        await Expect(agent.Locator("reply-composer textarea")).ToHaveValueAsync("I have asked the carrier, and");
        await Expect(lead.GetByLabel("Title")).ToHaveValueAsync("Lost parcels");
        await Expect(lead.GetByLabel("Article in markdown")).ToHaveValueAsync("When a parcel is lost, we");

        // The server has it too: it can be saved, and the reply sent.
        await lead.GetByLabel("Collection").FillAsync("Shipping");
        await lead.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(lead.GetByRole(AriaRole.Heading, new() { Name = "Lost parcels" })).ToBeVisibleAsync();
        await agent.Locator("reply-composer textarea").PressAsync("Shift+Enter");
        await Expect(agent.Locator("main").GetByText("I have asked the carrier, and")).ToBeVisibleAsync();
        await Expect(agent.Locator("reply-composer textarea")).ToHaveValueAsync("");
    }

    private async Task<IPage> SignInAsync(DeskProcess desk, string email)
    {
        var page = await chromium.NewPersonAsync(desk.Address);
        await page.GotoAsync("/sign-in?return=/account");
        await page.GetByLabel("Email").FillAsync(email);
        await page.GetByLabel("Password").FillAsync(DeskProcess.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.WaitForURLAsync("**/account");
        return page;
    }

    private static Task LiveAsync(IPage page) =>
        page.WaitForSelectorAsync(
            "[data-live=true]",
            new() { State = WaitForSelectorState.Attached, Timeout = 60_000 });
}
