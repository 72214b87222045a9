using Ensoras.Domain.Knowledge;
using Ensoras.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Ensoras.Tests.Browser;

[Collection(BrowserCollection.Second)]
public class KnowledgeJourney(Chromium chromium, HostedDesk desk) : BrowserTest(chromium, desk)
{
    [Fact]
    public async Task A_lead_writes_edits_finds_and_deletes_an_article_that_everybody_sees_at_once()
    {
        var lena = await NewPersonAsync(Role.Lead);
        var jonas = await NewPersonAsync(Role.Agent, width: 390, dark: true);
        await OpenAsync(jonas, "/knowledge");
        await Expect(jonas.GetByRole(AriaRole.Heading, new() { Name = "No articles yet" })).ToBeVisibleAsync();
        await Expect(jonas.GetByRole(AriaRole.Link, new() { Name = "New article" })).ToHaveCountAsync(0);

        // Without a title nothing is saved, and what was written stays.
        await OpenAsync(lena, "/knowledge/new");
        await lena.GetByLabel("Article in Markdown")
            .FillAsync("## How long\n\nA parcel stays at the pickup point for **seven days**.");
        await Expect(lena.GetByRole(AriaRole.Region, new() { Name = "Preview" }).Locator("strong"))
            .ToHaveTextAsync("seven days");
        await lena.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(lena.GetByText("Enter a title.")).ToBeVisibleAsync();
        await Expect(lena.GetByLabel("Article in Markdown"))
            .ToHaveValueAsync(new System.Text.RegularExpressions.Regex("seven days"));
        Assert.Empty(await Accessibility.ViolationsAsync(lena));

        await lena.GetByLabel("Title").FillAsync("Pickup points");
        await lena.GetByLabel("Collection").FillAsync("Shipping");
        await lena.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(lena.GetByRole(AriaRole.Heading, new() { Name = "Pickup points" })).ToBeVisibleAsync();
        await Expect(jonas.GetByRole(AriaRole.Link, new() { Name = "Pickup points" })).ToBeVisibleAsync();
        Assert.Empty(await Accessibility.ViolationsAsync(jonas));

        // Somebody else saved meanwhile: the editor says so and keeps its text.
        await lena.GetByRole(AriaRole.Link, new() { Name = "Edit" }).ClickAsync();
        await Expect(lena.GetByLabel("Title")).ToHaveValueAsync("Pickup points");
        var key = lena.Url.Split('/')[^2];
        var knowledge = Desk.Get<KnowledgeBase>();
        var article = await knowledge.FindAsync(Desk.Project.Id, key, CancellationToken.None);
        await knowledge.SaveAsync(
            Desk.Project.Id,
            key,
            article!.Version,
            "Shipping",
            "Pickup points",
            "Seven days, in December fourteen.",
            Actor.Of(Desk[Role.Admin]),
            CancellationToken.None);
        await lena.GetByLabel("Article in Markdown").FillAsync("Ten days.");
        await lena.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(lena.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await Expect(lena.GetByLabel("Article in Markdown")).ToHaveValueAsync("Ten days.");

        // A hit is marked where it stands.
        await jonas.GetByRole(AriaRole.Searchbox, new() { Name = "Search articles" }).FillAsync("december");
        await Expect(jonas.Locator(".article-row mark")).ToHaveTextAsync("December");
        await jonas.GetByRole(AriaRole.Searchbox, new() { Name = "Search articles" }).FillAsync("giraffe");
        await Expect(jonas.GetByRole(AriaRole.Heading, new() { Name = "No articles match this search" }))
            .ToBeVisibleAsync();

        // Customers read it without signing in; nothing of it runs.
        var customer = await NewPersonAsync();
        await customer.GotoAsync($"/help/{key}");
        await Expect(customer.GetByRole(AriaRole.Heading, new() { Name = "Pickup points" })).ToBeVisibleAsync();
        await Expect(customer.GetByText("Seven days, in December fourteen.")).ToBeVisibleAsync();
        Assert.Empty(await Accessibility.ViolationsAsync(customer));
        using var stranger = new Visitor(Desk);
        var gone = await stranger.GetAsync("/help/nothing-of-this-name");
        Assert.Equal(System.Net.HttpStatusCode.NotFound, gone.Status);
        Assert.Contains("Page not found", gone.Body, StringComparison.Ordinal);

        await OpenAsync(lena, $"/knowledge/{key}/edit");
        await lena.GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await lena.GetByRole(AriaRole.Button, new() { Name = "Delete article" }).ClickAsync();
        await Expect(lena.GetByRole(AriaRole.Heading, new() { Name = "No articles yet" })).ToBeVisibleAsync();
        await jonas.GetByRole(AriaRole.Searchbox, new() { Name = "Search articles" }).FillAsync("");
        await Expect(jonas.GetByRole(AriaRole.Heading, new() { Name = "No articles yet" })).ToBeVisibleAsync();
    }
}
