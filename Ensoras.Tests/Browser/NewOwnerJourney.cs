using Ensoras.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Ensoras.Tests.Browser;

public class NewOwnerJourney(Chromium chromium, EmptyDesk desk)
    : BrowserTestOn<EmptyDesk>(chromium, desk), IClassFixture<EmptyDesk>
{
    [Fact]
    public async Task A_new_owner_sets_the_desk_up_and_invites_a_colleague()
    {
        var owner = await NewPersonAsync();
        await owner.GotoAsync("/");
        await owner.GetByLabel("Project").FillAsync("Northwind Outfitters");
        await owner.GetByLabel("Your name").FillAsync("Jonas Keller");
        await owner.GetByLabel("Your email").FillAsync("jonas@northwind.example");
        await owner.GetByLabel("Password", new() { Exact = true }).FillAsync("a long password");
        await TicketScreen.ExpectAccessibleAsync(owner);
        await owner.GetByRole(AriaRole.Button, new() { Name = "Create the desk" }).ClickAsync();
        await Expect(owner.GetByRole(AriaRole.Heading, new() { Name = "Inbox" })).ToBeVisibleAsync();

        // The owner makes a link …
        await OpenAsync(owner, "/settings/people");
        await owner.GetByLabel("Email").FillAsync("asha@northwind.example");
        await owner.GetByRole(AriaRole.Combobox, new() { Name = "Role", Exact = true }).ClickAsync();
        await owner.Locator(".mud-popover-open").GetByRole(AriaRole.Option, new() { Name = "Reviewer" }).ClickAsync();
        await Expect(owner.GetByRole(AriaRole.Combobox, new() { Name = "Role", Exact = true }))
            .ToHaveValueAsync("Reviewer");
        await owner.GetByRole(AriaRole.Button, new() { Name = "Create link" }).ClickAsync();
        var link = await owner.GetByLabel("Invitation link", new() { Exact = true }).InnerTextAsync();
        await Expect(owner.Locator("[data-invitation='asha@northwind.example']")).ToBeVisibleAsync();

        // … and the colleague joins with it, while the owner's list follows by itself.
        var colleague = await NewPersonAsync(width: 390, dark: true);
        await colleague.GotoAsync(new Uri(link).PathAndQuery);
        await colleague.GetByLabel("Your name").FillAsync("Asha Sand");
        await colleague.GetByLabel("Password", new() { Exact = true }).FillAsync("another password");
        Assert.Empty(await Accessibility.ViolationsAsync(colleague));
        await colleague.GetByRole(AriaRole.Button, new() { Name = "Join" }).ClickAsync();
        await Expect(colleague.GetByRole(AriaRole.Heading, new() { Name = "Inbox" })).ToBeVisibleAsync();
        await Expect(owner.Locator("[data-person='asha@northwind.example'] select")).ToHaveValueAsync("Reviewer");
        await Expect(owner.Locator("[data-invitation]")).ToHaveCountAsync(0);
        Assert.Empty(await Accessibility.ViolationsAsync(owner));

        // Settings are not offered to a reviewer, and their address says why.
        await Expect(colleague.GetByRole(AriaRole.Link, new() { Name = "Settings" })).ToHaveCountAsync(0);
        await OpenAsync(colleague, "/settings/people");
        await Expect(colleague.GetByRole(AriaRole.Heading, new() { Name = "You don’t have access to this page" }))
            .ToBeVisibleAsync();

        // The owner deactivates the colleague: the link of yesterday does not help, nor does the password.
        await owner.GetByRole(AriaRole.Button, new() { Name = "Deactivate Asha Sand" }).ClickAsync();
        await owner.GetByRole(AriaRole.Button, new() { Name = "Deactivate", Exact = true }).ClickAsync();
        await Expect(owner.GetByText("Reviewer · deactivated")).ToBeVisibleAsync();
        var again = await NewPersonAsync();
        await again.GotoAsync(new Uri(link).PathAndQuery);
        await Expect(again.GetByText("This invitation is no longer valid")).ToBeVisibleAsync();
        await again.GotoAsync("/sign-in");
        await again.GetByLabel("Email").FillAsync("asha@northwind.example");
        await again.GetByLabel("Password", new() { Exact = true }).FillAsync("another password");
        await again.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Expect(again.GetByText("This account is deactivated.")).ToBeVisibleAsync();
    }
}
