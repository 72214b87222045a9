using Microsoft.Playwright;

namespace Ensoras.Tests.Support;

/// <summary>
/// One headless browser. Each person in a test gets a page of their own with cookies of their own.
/// </summary>
public sealed class Chromium : IAsyncLifetime
{
    /// <summary>
    /// How long a screen may take to become as expected, in milliseconds: generous, for a machine that does other
    /// things too.
    /// </summary>
    private const float Patience = 20_000;

    private IPlaywright? playwright;
    private IBrowser? browser;

    public async Task InitializeAsync()
    {
        // A slow machine is no failure; what never happens is one still.
        Assertions.SetDefaultExpectTimeout(20_000);
        playwright = await Playwright.CreateAsync();
        Assertions.SetDefaultExpectTimeout(Patience);
        browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Environment.GetEnvironmentVariable("ENSORAS_TEST_CHROMIUM") ?? "/usr/bin/chromium-headless-shell",
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking",
                "--disable-component-update", "--disable-sync",
            ],
        });
    }

    /// <summary>Opens a page as a new person at a desk.</summary>
    /// <param name="address">The desk's address; paths given to the page are relative to it.</param>
    /// <param name="width">Of the window, in CSS pixels.</param>
    /// <param name="dark">Whether the person's system asks for dark colours.</param>
    public async Task<IPage> NewPersonAsync(Uri address, int width = 1440, bool dark = false)
    {
        var context = await browser!.NewContextAsync(new()
        {
            BaseURL = address.ToString(),
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
            ViewportSize = new() { Width = width, Height = 900 },
        });
        return await context.NewPageAsync();
    }

    public async Task DisposeAsync()
    {
        if (browser is not null)
        {
            await browser.DisposeAsync();
        }
        playwright?.Dispose();
    }
}
