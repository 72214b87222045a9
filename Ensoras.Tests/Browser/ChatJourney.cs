using Ensoras.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace Ensoras.Tests.Browser;

/// <summary>A visitor on a website with the chat on it, and the desk behind it.</summary>
[Collection(BrowserCollection.Second)]
public sealed class ChatJourney(Chromium chromium, HostedDesk desk) : BrowserTest(chromium, desk)
{
    [Fact]
    public async Task A_visitor_asks_is_answered_ends_and_starts_again()
    {
        var page = await NewPersonAsync();
        await page.GotoAsync("/widget/try");
        await page.GetByRole(AriaRole.Button, new() { Name = "Open chat" }).ClickAsync();
        var chat = page.FrameLocator("iframe[title=Chat]");
        await chat.GetByLabel("Message", new() { Exact = true }).FillAsync("Where is my **parcel**? <b>x</b>");
        await page.Keyboard.PressAsync("Enter");

        var ticketId = await TicketAsync(1);
        await Expect(chat.Locator(".message.customer"))
            .ToHaveTextAsync(new System.Text.RegularExpressions.Regex("Where is my \\*\\*parcel\\*\\*\\? <b>x</b>"));
        await ReplyAsync(
            ticketId,
            "It left **yesterday**. [Track it](https://post.example/1) [not this](javascript:alert(1))"
        );
        await Expect(chat.Locator(".message.agent:not(.greeting)")).ToContainTextAsync("It left yesterday.");
        await Expect(chat.GetByRole(AriaRole.Link, new() { Name = "Track it" }))
            .ToHaveAttributeAsync("href", "https://post.example/1");
        await Expect(chat.GetByRole(AriaRole.Link, new() { Name = "not this" })).ToHaveCountAsync(0);

        // A second tab of the same visitor shows the same, once.
        var second = await page.Context.NewPageAsync();
        await second.GotoAsync("/widget/try");
        await second.GetByRole(AriaRole.Button, new() { Name = new("Open chat") }).ClickAsync();
        await Expect(second.FrameLocator("iframe[title=Chat]").Locator(".message:not(.greeting)")).ToHaveCountAsync(2);
        await second.CloseAsync();

        await chat.GetByRole(AriaRole.Button, new() { Name = "End chat" }).ClickAsync();
        await chat.GetByRole(AriaRole.Button, new() { Name = "End it" }).ClickAsync();
        await Expect(chat.GetByText("This conversation has ended")).ToBeVisibleAsync();
        await chat.GetByRole(AriaRole.Button, new() { Name = "Start a new one" }).ClickAsync();
        await chat.GetByLabel("Message", new() { Exact = true }).FillAsync("One more thing");
        await page.Keyboard.PressAsync("Enter");

        var next = await TicketAsync(2);
        await Expect(chat.Locator(".message.customer")).ToHaveCountAsync(2);
        await using var db = await Desk.OpenDbAsync();
        Assert.Equal(ticketId, (await db.Tickets.SingleAsync(ticket => ticket.Id == next)).PreviousTicketId);
        await ReplyAsync(next, "With pleasure.");
        await Expect(chat.GetByText("With pleasure.")).ToBeVisibleAsync();
    }

    private static ILocatorAssertions Expect(ILocator locator) => Assertions.Expect(locator);

    private Task ReplyAsync(Guid ticketId, string text) =>
        Desk.Tickets.ChangeAsync(
            ticketId,
            Actor.Of(Desk[Role.Agent]),
            (ticket, stamp) =>
            {
                ticket.Reply(stamp, text, TimeSpan.Zero);
            },
            CancellationToken.None);

    /// <summary>
    /// The ticket of that number, as soon as there is one: the message is on screen as sent only then.
    /// </summary>
    private async Task<Guid> TicketAsync(int number)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var came = new TaskCompletionSource<Guid>();
        using var watching = Desk.Get<Domain.Live.LiveUpdates>()
            .Subscribe([Domain.Live.LiveScope.Tickets(Desk.Project.Id)], LookAsync);
        await LookAsync();
        return await came.Task.WaitAsync(patience.Token);

        async Task LookAsync()
        {
            await using var db = await Desk.OpenDbAsync();
            if (await db.Tickets.SingleOrDefaultAsync(ticket => ticket.Number == number) is { } ticket)
            {
                came.TrySetResult(ticket.Id);
            }
        }
    }
}
