using Microsoft.Playwright;

namespace Ensoras.Tests.Support;

/// <summary>
/// A journey in a real browser against the whole program. Fails when a page reports an error on its console.
/// </summary>
public abstract class BrowserTest(Chromium chromium, HostedDesk desk)
    : BrowserTestOn<HostedDesk>(chromium, desk), IClassFixture<HostedDesk>;

/// <summary>
/// The same on a desk that is prepared in another way; the test class names the fixtures. Those that name
/// no collection go in the first browser.
/// </summary>
[Trait("Kind", "Browser"), Collection(BrowserCollection.First)]
public abstract class BrowserTestOn<TDesk>(Chromium chromium, TDesk desk) : IAsyncLifetime
    where TDesk : HostedDesk
{
    private readonly List<IPage> pages = [];
    private readonly List<string> errors = [];

    protected TDesk Desk { get; } = desk;

    /// <summary>Parts of console errors that a test causes on purpose, such as by cutting the connection.</summary>
    protected ICollection<string> Expected { get; } = [];

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

    /// <summary>Opens a page as the person with that role, signed in.</summary>
    protected async Task<IPage> NewPersonAsync(Role role, int width = 1440, bool dark = false)
    {
        var page = await NewPersonAsync(width, dark);
        await SignInAsync(page, role);
        return page;
    }

    /// <summary>Signs in through the sign-in page as the person with that role.</summary>
    protected async Task SignInAsync(IPage page, Role role)
    {
        await page.GotoAsync("/sign-in?return=/account");
        await page.GetByLabel("Email").FillAsync(Desk[role].Email!);
        await page.GetByLabel("Password").FillAsync(HostedDesk.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.WaitForURLAsync("**/account");
    }

    /// <summary>
    /// Opens a screen and waits until it is live, so that no click is lost on the prerendered picture.
    /// </summary>
    protected static async Task OpenAsync(IPage page, string path)
    {
        await page.GotoAsync(path);
        await page.WaitForSelectorAsync("[data-live=true]", new() { State = WaitForSelectorState.Attached });
    }

    /// <summary>The errors on the console up to now were what the test was after.</summary>
    protected void ForgetErrors() => errors.Clear();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var page in pages)
        {
            await page.Context.CloseAsync();
        }
        var unexpected = string.Join(
            Environment.NewLine,
            errors.Where(error => !Expected.Any(part => error.Contains(part, StringComparison.Ordinal))));
        Assert.True(unexpected.Length == 0, unexpected);
    }
}
