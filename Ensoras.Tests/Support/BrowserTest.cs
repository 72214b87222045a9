using Microsoft.Playwright;

namespace Ensoras.Tests.Support;

/// <summary>A journey in a real browser against the whole program. Fails when a page reports an error on its console.</summary>
[Trait("Kind", "Browser")]
public abstract class BrowserTest(Chromium chromium, HostedDesk desk) : IClassFixture<Chromium>, IClassFixture<HostedDesk>, IAsyncLifetime
{
    private readonly List<IPage> pages = [];
    private readonly List<string> errors = [];

    protected HostedDesk Desk { get; } = desk;

    /// <summary>Opens a page as a new person; see <see cref="Chromium.NewPersonAsync"/>.</summary>
    protected async Task<IPage> NewPersonAsync(int width = 1440, bool dark = false)
    {
        var page = await chromium.NewPersonAsync(Desk.Address, width, dark);
        page.PageError += (_, error) => errors.Add(error);
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                errors.Add(message.Text);
            }
        };
        pages.Add(page);
        return page;
    }

    /// <summary>Opens a screen and waits until it is live, so that no click is lost on the prerendered picture.</summary>
    protected static async Task OpenAsync(IPage page, string path)
    {
        await page.GotoAsync(path);
        await page.WaitForSelectorAsync("[data-live=true]", new() { State = WaitForSelectorState.Attached });
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var page in pages)
        {
            await page.Context.CloseAsync();
        }
        Assert.Empty(errors);
    }
}
