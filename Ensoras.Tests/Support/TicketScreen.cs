using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Ensoras.Tests.Support;

/// <summary>A ticket's page in somebody's browser.</summary>
public sealed class TicketScreen(IPage page)
{
    public IPage Page => page;

    public ILocator Composer => page.Locator(".composer-area textarea");

    public ILocator Status => page.Locator(".ticket-header .status-badge").First;

    public ILocator Bubbles(string sender) => page.Locator($".message[data-sender={sender}] .bubble");

    public ILocator Badge(string status) => page.Locator($".message-badge[data-status={status}]");

    /// <summary>The button of that name, "Approve" also with the key that is written on it.</summary>
    public ILocator Button(string name) =>
        page.GetByRole(AriaRole.Button, new() { NameRegex = new($"^{name}( [A-Z])?$") });

    /// <summary>The item of the open menu.</summary>
    public ILocator Item(string name) => page.GetByRole(AriaRole.Menuitem, new() { Name = name, Exact = true });

    /// <summary>Writes into the composer and sends it as agents do.</summary>
    public async Task SendAsync(string text)
    {
        await Composer.FillAsync(text);
        await Composer.PressAsync("Shift+Enter");
    }

    /// <summary>
    /// Looks for what a screen reader or an eye would stumble over, in light, and in dark at the contrast.
    /// </summary>
    public static async Task ExpectAccessibleAsync(IPage page)
    {
        foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            // Without transitions, so that no colour is measured on its way.
            await page.EmulateMediaAsync(new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
            await Expect(page.Locator("html"))
                .ToHaveAttributeAsync("data-theme", scheme is ColorScheme.Dark ? "dark" : "light");
            string[] rules = scheme is ColorScheme.Dark ? ["color-contrast"] : [];
            Assert.Empty(await Accessibility.ViolationsAsync(page, rules));
        }

        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
    }
}
