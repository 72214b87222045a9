using Ensoras.Domain.Channels.Widget;
using Ensoras.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Ensoras.Tests.Browser;

/// <summary>One computer, several people: whose conversation the chat shows.</summary>
[Collection(BrowserCollection.Second)]
public sealed class ChatAfterSigningIn(Chromium chromium, HostedDesk desk) : BrowserTest(chromium, desk)
{
    private object Nobody => new { project = Desk.Project.PublicKey };

    [Fact]
    public async Task A_strangers_chat_is_not_shown_to_who_signs_in_next()
    {
        var page = await NewPersonAsync();
        await ChatWindow.OpenAsync(page, SignedIn("bea-1", "Bea"));
        var stranger = await ChatWindow.OpenAsync(page, Nobody);
        await stranger.SayAsync("My address is 1 Secret Street");
        await Expect(stranger.Part(".customer .meta time")).ToBeVisibleAsync();

        var chat = await ChatWindow.OpenAsync(page, SignedIn("bea-1", "Bea"));
        await Expect(chat.Question).ToContainTextAsync("Continue the conversation you started before signing in?");
        await Expect(chat.Messages).ToHaveCountAsync(0);
        await chat.Question.GetByRole(AriaRole.Button, new() { Name = "No, it isn't mine" }).ClickAsync();
        await Expect(chat.Question).ToBeHiddenAsync();

        // Not asked again, and nobody else is asked at all.
        await NotAskedAsync(page, SignedIn("bea-1", "Bea"));
        await NotAskedAsync(page, SignedIn("carl-1", "Carl"));
        Assert.Equal(("Visitor", false), await WriterAsync("My address is 1 Secret Street"));
    }

    [Fact]
    public async Task On_the_visitors_word_the_conversation_goes_on_even_if_the_first_requests_are_lost()
    {
        Expected.Add("net::ERR_FAILED");
        var page = await NewPersonAsync();
        var before = await ChatWindow.OpenAsync(page, Nobody);
        await before.SayAsync("Where is my tent?");
        await Expect(before.Part(".customer .meta time")).ToBeVisibleAsync();
        var lost = 0;
        await page.RouteAsync("**/session/takeover", async route =>
        {
            var confirms = route.Request.PostData!.Contains("\"confirmed\":true", StringComparison.Ordinal);
            if (confirms && Interlocked.Increment(ref lost) is var times and <= 2)
            {
                if (times == 2)
                {
                    await route.FetchAsync(); // it arrived; only its answer is lost
                }

                await route.AbortAsync();
                return;
            }

            await route.ContinueAsync();
        });

        var chat = await ChatWindow.OpenAsync(page, SignedIn("dana-1", "Dana"));
        await chat.Question.GetByRole(AriaRole.Button, new() { Name = "Continue it" }).ClickAsync();
        await Expect(chat.Question).ToContainTextAsync("Opening your conversation…");
        await chat.SendAsync("It should have come yesterday.");

        await Expect(chat.Messages).ToContainTextAsync(["Where is my tent?", "It should have come yesterday."]);
        await Expect(chat.Question).ToBeHiddenAsync();
        Assert.Equal(3, lost);
        Assert.Equal(("Dana", true), await WriterAsync("Where is my tent?"));
        Assert.Equal(("Dana", true), await WriterAsync("It should have come yesterday."));
        await using var db = await Desk.OpenDbAsync();
        Assert.Equal(
            1,
            await db.Tickets.CountAsync(ticket =>
                ticket.Title == "Where is my tent?" || ticket.Title.StartsWith("It should")));

        // Signed out again, the browser shows nothing of it.
        var after = await ChatWindow.OpenAsync(page, Nobody);
        await Expect(after.Messages).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_reload_in_the_middle_of_taking_over_does_not_lose_the_visitors_word()
    {
        Expected.Add("net::ERR_FAILED");
        var page = await NewPersonAsync();
        var before = await ChatWindow.OpenAsync(page, Nobody);
        await before.SayAsync("Which stove is lighter?");
        await Expect(before.Part(".customer .meta time")).ToBeVisibleAsync();
        await page.RouteAsync(
            "**/session/takeover",
            route =>
                route.Request.PostData!.Contains("\"confirmed\":true", StringComparison.Ordinal)
                    ? route.AbortAsync()
                    : route.ContinueAsync());
        var chat = await ChatWindow.OpenAsync(page, SignedIn("emil-1", "Emil"));
        await chat.Question.GetByRole(AriaRole.Button, new() { Name = "Continue it" }).ClickAsync();
        await Expect(chat.Question).ToContainTextAsync("Opening your conversation…");
        await page.UnrouteAsync("**/session/takeover");

        chat = await ChatWindow.OpenAsync(page, SignedIn("emil-1", "Emil"));

        await Expect(chat.Messages).ToContainTextAsync(["Which stove is lighter?"]);
        Assert.Equal(("Emil", true), await WriterAsync("Which stove is lighter?"));
    }

    [Fact]
    public async Task What_ended_or_may_be_somebody_elses_is_not_asked_about()
    {
        var page = await NewPersonAsync();
        var stranger = await ChatWindow.OpenAsync(page, Nobody);
        await stranger.SayAsync("This one ends");
        await stranger.Part("#end").ClickAsync();
        await stranger.Part("#endNow").ClickAsync();
        await Expect(stranger.Part("#ended")).ToBeVisibleAsync();
        await NotAskedAsync(page, SignedIn("finn-1", "Finn"));

        // Finn was signed in on this browser, so what was written since may be his: Gita is not asked.
        var next = await ChatWindow.OpenAsync(page, Nobody);
        await next.SayAsync("Perhaps Finn's");
        await Expect(next.Part(".customer .meta time").Last).ToBeVisibleAsync();
        await NotAskedAsync(page, SignedIn("gita-1", "Gita"));
    }

    private static async Task NotAskedAsync(IPage page, object settings)
    {
        var asked = page.WaitForResponseAsync("**/session/takeover", new() { Timeout = 3_000 });
        var chat = await ChatWindow.OpenAsync(page, settings);
        try
        {
            await (await asked).FinishedAsync();
        }
        catch (TimeoutException)
        {
            // The browser itself knew.
        }

        await Expect(chat.Question).ToBeHiddenAsync();
        await Expect(chat.Messages).ToHaveCountAsync(0);
    }

    private object SignedIn(string externalId, string name) => new
    {
        project = Desk.Project.PublicKey,
        externalId,
        name,
        signature = WidgetIdentity.Sign(Desk.Project.IdentitySecret, externalId),
    };

    private async Task<(string Name, bool IsVerified)> WriterAsync(string text)
    {
        await using var db = await Desk.OpenDbAsync();
        return await (
            from message in db.Messages
            where message.Body == text
            join ticket in db.Tickets on message.TicketId equals ticket.Id
            join customer in db.Customers on ticket.CustomerId equals customer.Id
            select new ValueTuple<string, bool>(customer.Name, customer.IsVerified)).SingleAsync();
    }
}
