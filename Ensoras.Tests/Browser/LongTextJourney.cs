using Ensoras.Domain.Knowledge;
using Ensoras.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Ensoras.Tests.Browser;

/// <summary>
/// A text of any length is stored whole or refused with the reason; it never leaves the screen by itself.
/// </summary>
public class LongTextJourney(Chromium chromium, HostedDesk desk) : BrowserTest(chromium, desk)
{
    [Fact]
    public async Task An_article_longer_than_a_message_to_the_server_is_stored_whole()
    {
        var text = new string('漢', 100_000);
        var lena = await NewPersonAsync(Role.Lead);
        await OpenAsync(lena, "/knowledge/new");
        await lena.GetByLabel("Title").FillAsync("A long page");
        await lena.GetByLabel("Collection").FillAsync("Long");
        await lena.GetByLabel("Article in markdown").FillAsync(text);
        await lena.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();

        await Expect(lena.GetByRole(AriaRole.Heading, new() { Name = "A long page" })).ToBeVisibleAsync();
        var article = await Desk.Get<KnowledgeBase>().FindAsync(Desk.Project.Id, "a-long-page", CancellationToken.None);
        Assert.Equal(text, article!.Body);
    }

    [Fact]
    public async Task An_article_beyond_the_limit_is_refused_and_stays_in_the_field()
    {
        var lena = await NewPersonAsync(Role.Lead);
        await OpenAsync(lena, "/knowledge/new");
        await lena.GetByLabel("Title").FillAsync("Too long");
        await lena.GetByLabel("Collection").FillAsync("Long");
        await lena.GetByLabel("Article in markdown").FillAsync(new string('x', 300_000));
        await Expect(lena.GetByText("The text has 300,000 characters; at most 200,000 can be saved.").First)
            .ToBeVisibleAsync();

        await lena.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();

        await Expect(lena.GetByRole(AriaRole.Alert)).ToContainTextAsync("300,000 characters");
        Assert.Equal(
            300_000,
            await lena.EvaluateAsync<int>("document.querySelector('long-text textarea').value.length"));
    }

    [Fact]
    public async Task A_reply_beyond_the_limit_is_refused_and_stays_in_the_composer()
    {
        var ticket = await Desk.GivenTicketAsync("Where is my order?");
        var jonas = await NewPersonAsync(Role.Agent);
        await OpenAsync(jonas, $"/tickets/{ticket.Number}");
        var composer = jonas.Locator(".composer-area textarea");
        await composer.FillAsync(new string('漢', 400_000));

        await jonas.Locator("[data-send]").ClickAsync();

        await Expect(jonas.Locator(".composer-refusal")).ToContainTextAsync("400,000 characters");
        Assert.Equal(400_000, await composer.EvaluateAsync<int>("field => field.value.length"));
    }
}
