using Deque.AxeCore.Playwright;
using Ensoras.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Ensoras.Tests.Browser;

public class HomePageJourney(Chromium chromium, HostedDesk desk) : BrowserTest(chromium, desk)
{
    [Fact]
    public async Task A_click_reaches_the_server_and_comes_back()
    {
        var page = await NewPersonAsync();
        await OpenAsync(page, "/");

        await page.GetByRole(AriaRole.Button, new() { Name = "Count" }).ClickAsync();

        await Expect(page.GetByText("Counted 1 times")).ToBeVisibleAsync();
        var report = await page.RunAxe();
        Assert.Empty(report.Violations);
    }
}
