using Ensoras.Domain.Tickets;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Ensoras.Tests.Support;

/// <summary>Inbox or Tickets in somebody's browser.</summary>
internal static class ListScreen
{
    /// <summary>Tickets that wait for a person, named "Parcel 00" and so on.</summary>
    public static async Task GivenForPeopleAsync(
        this DraftingDesk desk,
        string name,
        int count,
        Customer? customer = null)
    {
        customer ??= await desk.GivenCustomerAsync();
        var by = Actor.Of(customer);
        await desk.Tickets.OpenManyAsync(
            [
                .. Enumerable
                    .Range(0, count)
                    .Select(place => new NewTicket(
                        desk.Project.Id,
                        customer.Id,
                        Channel.Widget,
                        $"{name} {place:00}",
                        by,
                        (ticket, stamp) =>
                        {
                            ticket.CustomerWrote(stamp, $"{name} {place:00}", null);
                            ticket.Escalate(stamp);
                        })),
            ],
            null,
            CancellationToken.None);
    }

    public static async Task AccessibleAsync(IPage page, string what) =>
        Assert.Empty(await ViolationsAsync(page, what));

    /// <summary>What a screen reader or an eye would stumble over, each with the name of the page.</summary>
    public static async Task<IReadOnlyList<string>> ViolationsAsync(IPage page, string what) =>
        [.. (await Accessibility.ViolationsAsync(page)).Select(violation => $"{what}: {violation}")];

    public static ILocator Rows(IPage page) => page.Locator("tr[data-ticket]");

    public static ILocator Row(IPage page, string title) => Rows(page).Filter(new() { HasText = title });

    public static ILocator Box(IPage page, string title) => Row(page, title).Locator(".checkbox");

    public static ILocator Toast(IPage page, string text) =>
        page.Locator(".toast").Filter(new() { HasText = text }).Last;

    public static ILocator SearchBox(IPage page) =>
        page.GetByRole(AriaRole.Searchbox, new() { Name = "Search tickets" });

    public static ILocator Button(IPage page, string name) =>
        page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    public static Task FocusAsync(IPage page, string title) => Row(page, title).GetByRole(AriaRole.Link).FocusAsync();

    public static async Task SelectAsync(IPage page, params string[] titles)
    {
        await Expect(page.Locator(".bulk-bar")).ToHaveCountAsync(0);
        foreach (var title in titles)
        {
            await Box(page, title).ClickAsync();
        }

        await Expect(page.Locator(".bulk-bar strong")).ToHaveTextAsync($"{titles.Length} selected");
    }

    public static async Task ChooseAsync(IPage page, string label, string choice)
    {
        await OpenFilterAsync(page);
        await PickAsync(page, label, choice);
        await CloseFilterAsync(page);
    }

    public static async Task FilterAsync(IPage page, string label, string day)
    {
        await OpenFilterAsync(page);
        await page.GetByLabel(label, new() { Exact = true }).FillAsync(day);
        await page.Keyboard.PressAsync("Tab");
        await Expect(page.Locator(".chip").Filter(new() { HasText = label == "From" ? "from" : "until" }))
            .ToBeVisibleAsync();
        await CloseFilterAsync(page);
    }

    public static async Task OpenFilterAsync(IPage page)
    {
        await Button(page, "Filter").ClickAsync();
        await Expect(page.Locator(".drop-panel")).ToBeVisibleAsync();
    }

    public static async Task CloseFilterAsync(IPage page)
    {
        await page.Locator(".drop-panel").GetByRole(AriaRole.Button, new() { Name = "Close" }).ClickAsync();
        await Expect(page.Locator(".drop-panel")).ToHaveCountAsync(0);
    }

    public static async Task MoreAsync(IPage page, string label, string choice, string button)
    {
        await Button(page, "More").ClickAsync();
        await PickAsync(page, label, choice);
        await Button(page, button).ClickAsync();
    }

    public static async Task TagAsync(IPage page, string button)
    {
        await Button(page, "More").ClickAsync();
        await page.GetByLabel("Tag", new() { Exact = true }).FillAsync("peak");
        await Button(page, button).ClickAsync();
    }

    /// <summary>Chooses from a list in an open panel by what both are called.</summary>
    public static async Task PickAsync(IPage page, string label, string choice)
    {
        await page.Locator(".drop-panel .field").Filter(new() { HasText = label })
            .Locator("input:not([type=hidden])").First.ClickAsync();
        var list = page.Locator(".mud-popover-open");
        await list.GetByText(choice, new() { Exact = true }).ClickAsync();
        await Expect(list).ToHaveCountAsync(0);
    }

    /// <summary>Whether two things on the page overlap.</summary>
    public static async Task<bool> OverlapAsync(ILocator one, ILocator other) =>
        await one.BoundingBoxAsync() is { } first && await other.BoundingBoxAsync() is { } second
        && first.X < second.X + second.Width && second.X < first.X + first.Width
        && first.Y < second.Y + second.Height && second.Y < first.Y + first.Height;
}
