using Ensoras.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Ensoras.Tests.Browser;

[Collection(BrowserCollection.Second)]
public class SignInJourney(Chromium chromium, HostedDesk desk) : BrowserTest(chromium, desk)
{
    [Fact]
    public async Task A_person_signs_in_changes_their_name_and_signs_out_leaving_nothing_half_typed()
    {
        var page = await NewPersonAsync(Role.Lead);
        await page.EvaluateAsync(
            "localStorage.setItem('reply:7:1042', JSON.stringify({ text: 'half a reply', at: Date.now() }))");

        await page.GetByLabel("Name").FillAsync("Lena Lund");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save name" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = "Your name is changed." }))
            .ToBeVisibleAsync();
        await Expect(page.GetByLabel("Name")).ToHaveValueAsync("Lena Lund");

        await page.GetByRole(AriaRole.Link, new() { Name = "Sign out" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Expect(page.GetByText("You’re signed out.")).ToBeVisibleAsync();
        Assert.Null(await page.EvaluateAsync<string?>("localStorage.getItem('reply:7:1042')"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_plain_pages_are_accessible(bool dark)
    {
        var page = await NewPersonAsync(dark: dark);
        await page.GotoAsync("/sign-in");
        await Expect(page.GetByLabel("Email")).ToBeFocusedAsync();
        Assert.Empty(await Accessibility.ViolationsAsync(page));

        await SignInAsync(page, Role.Agent);
        Assert.Empty(await Accessibility.ViolationsAsync(page));
    }
}
