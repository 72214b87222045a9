using Ensoras.Domain.Core;
using Ensoras.Domain.Tickets;
using Ensoras.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Ensoras.Tests.Browser;

public sealed class ChatPictures(Chromium chromium, HostedDesk desk) : BrowserTest(chromium, desk)
{
    [Theory]
    [InlineData(1440, false, "en")]
    [InlineData(1440, true, "de")]
    [InlineData(390, false, "de")]
    [InlineData(390, true, "en")]
    [InlineData(320, false, "en")]
    [InlineData(320, true, "qps-plocm")]
    [InlineData(1440, false, "qps-plocm")]
    public async Task Take(int width, bool dark, string language)
    {
        var page = await NewPersonAsync(width, dark);
        var site = new { project = Desk.Project.PublicKey, language };
        var chat = await ChatWindow.OpenAsync(page, site);
        var ask = $"Where is my tent? {width} {dark} {language}";
        await chat.SayAsync(ask);
        await using (var db = await Desk.OpenDbAsync())
        {
            var ticket = await db.Tickets.SingleAsync(ticket => ticket.Title == ask);
            await Desk.Tickets.ChangeAsync(
                ticket.Id,
                Actor.Of(Desk[Role.Agent]),
                (opened, stamp) => { opened.Reply(stamp, "It left **yesterday**.\n\n| Parcel | Where | When | Who |\n|---|---|---|---|\n| NT-48213 | Brussels depot | Monday | Post |\n\n```\ncurl https://track.example/NT-48213 --header 'Accept: application/json'\n```", TimeSpan.Zero); },
                CancellationToken.None);
        }

        await chat.Part(".agent table").WaitForAsync();
        await chat.SayAsync("Thank you, and when will it arrive at my house?");
        await chat.Part("#waiting:not(:empty)").WaitForAsync();
        await Task.Delay(800);
        await page.ScreenshotAsync(new() { Path = $"/tmp/pics/chat-{width}-{(dark ? "dark" : "light")}-{language}.png" });
        await chat.Part("summary").ClickAsync();
        await chat.Part("#end").ClickAsync();
        await Task.Delay(300);
        await page.ScreenshotAsync(new() { Path = $"/tmp/pics/chat-{width}-{(dark ? "dark" : "light")}-{language}-end.png" });
        await chat.Part("#endNow").ClickAsync();
        await chat.Part("#ended").WaitForAsync();
        await Task.Delay(300);
        await page.ScreenshotAsync(new() { Path = $"/tmp/pics/chat-{width}-{(dark ? "dark" : "light")}-{language}-ended.png" });
        var fresh = await NewPersonAsync(width, dark);
        await fresh.AddInitScriptAsync("Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('Denied', 'SecurityError'); } });");
        await ChatWindow.OpenAsync(fresh, site);
        await fresh.ScreenshotAsync(new() { Path = $"/tmp/pics/chat-{width}-{(dark ? "dark" : "light")}-{language}-new.png" });
        await fresh.GotoAsync("/widget/try");
        await fresh.ScreenshotAsync(new() { Path = $"/tmp/pics/try-{width}.png", FullPage = true });
    }
}
