using Deque.AxeCore.Playwright;
using Ensoras.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Ensoras.Tests.Browser;

/// <summary>The chat in browsers and on pages that do not make it easy.</summary>
[Collection(BrowserCollection.Second)]
public sealed class ChatOnAnySite(Chromium chromium, HostedDesk desk) : BrowserTest(chromium, desk)
{
    private const string FillStorage = """
        () => { for (let part = 'x'.repeat(1 << 20); part;) {
          try { localStorage.setItem('filler' + Math.random(), part); } catch { part = part.slice(part.length / 2 + 1); } } }
        """;

    private const string ForbidStorage = """
        for (const name of ['localStorage', 'sessionStorage'])
          Object.defineProperty(window, name, { get() { throw new DOMException('Denied', 'SecurityError'); } });
        """;

    private object Site => new { project = Desk.Project.PublicKey };

    [Fact]
    public async Task A_browser_whose_storage_is_full_sends_every_message_and_says_what_a_reload_would_lose()
    {
        var page = await NewPersonAsync();
        var chat = await ChatWindow.OpenAsync(page, Site);
        await Expect(chat.Part("#loss")).ToBeHiddenAsync();
        await page.EvaluateAsync(FillStorage);

        foreach (var text in new[] { "One", "Two", "Three", "Four" })
        {
            await chat.SendAsync(text);
        }

        await Expect(chat.Part(".customer .meta time")).ToHaveCountAsync(4);
        await Expect(chat.Messages).ToContainTextAsync(["One", "Two", "Three", "Four"]);
        await Expect(chat.Part("#loss")).ToContainTextAsync("If you reload or leave this page, you'll lose it.");

        // With room again, everything is kept after all.
        await page.EvaluateAsync(
            "() => Object.keys(localStorage).filter(key => key.startsWith('filler')).forEach(key => "
                + "localStorage.removeItem(key))");
        await chat.SendAsync("Five");
        await Expect(chat.Part("#loss")).ToBeHiddenAsync();
        chat = await ChatWindow.OpenAsync(page, Site);
        await Expect(chat.Messages).ToContainTextAsync(["One", "Two", "Three", "Four", "Five"]);
    }

    [Fact]
    public async Task A_browser_that_forbids_storage_chats_and_says_that_nothing_is_kept()
    {
        var page = await NewPersonAsync();
        await page.AddInitScriptAsync(ForbidStorage);
        var chat = await ChatWindow.OpenAsync(page, Site);

        await Expect(chat.Part("#loss")).ToBeVisibleAsync();
        await chat.SayAsync("Do you hear me?");
        await Expect(chat.Part(".customer .meta time")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_launcher_that_can_open_nothing_says_so()
    {
        var page = await NewPersonAsync();
        await page.GotoAsync("/widget/try");
        await page.EvaluateAsync("""
            () => {
              const frame = Object.assign(document.createElement('iframe'), { id: 'inner', src: '/widget/try?inner' });
              frame.sandbox = 'allow-scripts';
              document.body.replaceChildren(frame);
            }
            """);
        var inner = page.FrameLocator("#inner");
        await inner.GetByRole(AriaRole.Button, new() { Name = "Open chat" }).ClickAsync();
        await Expect(inner.GetByRole(AriaRole.Alert)).ToContainTextAsync("The chat can't run here");

        Expected.Add("frame-src");
        var strict = await NewPersonAsync();
        await strict.Clock.InstallAsync();
        await strict.RouteAsync(
            "**/strict",
            route =>
                route.FulfillAsync(
                    new()
                    {
                        ContentType = "text/html",
                        Headers = [KeyValuePair.Create("Content-Security-Policy", "frame-src 'none'")],
                        Body =
                            $"<link rel=icon href=data:,><script>window.ensoras = {{ project: "
                                + $"'{Desk.Project.PublicKey}' }};</script><script src='/widget/loader.js'></script>",
                    }));
        await strict.GotoAsync("/strict");
        await strict.GetByRole(AriaRole.Button, new() { Name = "Open chat" }).ClickAsync();
        await strict.Clock.FastForwardAsync(21_000);
        await Expect(strict.GetByRole(AriaRole.Alert)).ToContainTextAsync("The chat couldn't be loaded.");
    }

    [Fact]
    public async Task Code_and_tables_scroll_inside_their_bubbles_on_a_small_phone()
    {
        var page = await NewPersonAsync(width: 320);
        var chat = await ChatWindow.OpenAsync(page, Site);
        await chat.SayAsync("How do I call it? " + new string('w', 300));
        await Expect(chat.Part(".customer .meta time")).ToBeVisibleAsync();
        await using (var db = await Desk.OpenDbAsync())
        {
            var ticket = await db.Tickets.SingleAsync(ticket => ticket.Title.StartsWith("How do I call it?"));
            var code = "```\n" + string.Join(' ', Enumerable.Repeat("curl --request POST", 30)) + "\n```";
            var columns = string.Join('|', Enumerable.Range(1, 12).Select(number => $"Column {number}"));
            var table = $"{columns}\n{string.Join('|', Enumerable.Repeat("---", 12))}\n{columns}";
            await Desk.Tickets.ChangeAsync(
                ticket.Id,
                Actor.Of(Desk[Role.Agent]),
                (opened, stamp) =>
                {
                    opened.Reply(stamp, $"Like this:\n\n{code}\n\n{table}\n\n`{new string('a', 200)}`", TimeSpan.Zero);
                },
                CancellationToken.None);
        }

        await Expect(chat.Part(".agent table")).ToBeVisibleAsync();
        var widths = await chat.Part("#scroll").EvaluateAsync<double[]>("""
            list => [list.scrollWidth - list.clientWidth, list.clientWidth,
              ...[...list.querySelectorAll('.body')].map(body => body.getBoundingClientRect().width),
              ...[...list.querySelectorAll('td')].map(cell => cell.getBoundingClientRect().height - 100)]
            """);
        Assert.Equal(0, widths[0]);
        Assert.All(widths.Skip(2), width => Assert.InRange(width, -100, widths[1] * 0.85));
        Assert.True(
            await chat.Part(".agent pre")
                .EvaluateAsync<bool>("code => code.scrollWidth > code.clientWidth && code.tabIndex === 0"));
        Assert.True(
            await chat.Part(".agent table").EvaluateAsync<bool>("table => table.scrollWidth > table.clientWidth"));
        Assert.Empty(
            (await page.RunAxe()).Violations.Select(violation =>
                $"{violation.Id}: {string.Join(", ", violation.Nodes.Select(node => node.Html))}"));
    }

    [Theory]
    [InlineData("de", null, "Chat öffnen", "Nachricht schreiben…", "Hallo! Wie können wir helfen?", "ltr")]
    [InlineData("de-CH", "en", "Open chat", "Write a message…", "Hello! How can we help?", "ltr")]
    [InlineData("fr", null, "Open chat", "Write a message…", "Hello! How can we help?", "ltr")]
    [InlineData("en", "ar-XB", "Open chat", "[Wríté á méššágé…~~~~~~]", "[Hélló! Hów çáñ wé hélp?~~~~~~~~~]", "rtl")]
    public async Task The_chat_speaks_the_pages_language_or_what_the_site_says(
        string page, string? site, string launcher, string placeholder, string greeting, string direction)
    {
        var person = await NewPersonAsync();
        await ChatWindow.GoAsync(person, new { project = Desk.Project.PublicKey, language = site }, page);
        await Expect(person.GetByRole(AriaRole.Button, new() { Name = launcher })).ToBeVisibleAsync();
        var chat = await ChatWindow.OpenAsync(person, new { project = Desk.Project.PublicKey, language = site }, page);

        await Expect(chat.Words).ToHaveAttributeAsync("placeholder", placeholder);
        await Expect(chat.Greeting).ToHaveTextAsync(greeting);
        await Expect(chat.Part(":root")).ToHaveAttributeAsync("dir", direction);
        await chat.Words.FillAsync(new string('x', 20_001));
        await Expect(chat.Part("#tooLong"))
            .ToContainTextAsync(page == "de" ? "um 1 Zeichen zu lang. Möglich sind 20.000." : "20,000");
        Assert.Empty(
            (await person.RunAxe()).Violations.Select(violation =>
                $"{violation.Id}: {string.Join(", ", violation.Nodes.Select(node => node.Html))}"));
    }

    [Fact]
    public async Task An_email_address_that_cannot_be_stored_is_refused_and_one_that_can_is_with_the_first_message()
    {
        var page = await NewPersonAsync();
        var chat = await ChatWindow.OpenAsync(page, Site);
        await chat.Part("summary").ClickAsync();
        await chat.Part("[name=email]").FillAsync(new string('a', 247) + "@example.org");
        await chat.Part("#contact button").ClickAsync();
        await Expect(chat.Part("#contact .problem"))
            .ToHaveTextAsync("This email address can't be used. Check it, or leave it out.");

        await chat.Part("[name=email]").FillAsync("käthe@example.org");
        await chat.Part("#contact button").ClickAsync();
        await Expect(chat.Text("Thank you. We'll get this with your first message.")).ToBeVisibleAsync();
        await chat.SayAsync("It is me.");
        await Expect(chat.Part(".customer .meta time")).ToBeVisibleAsync();

        await using var db = await Desk.OpenDbAsync();
        Assert.Equal(1, await db.Customers.CountAsync(customer => customer.Email == "käthe@example.org"));
    }

    [Theory]
    [InlineData("\u200B\u2060")]
    [InlineData("\u3164 \uFE0F\n\u00AD")]
    public async Task A_message_of_invisible_characters_cannot_be_sent(string nothing)
    {
        var page = await NewPersonAsync();
        var chat = await ChatWindow.OpenAsync(page, Site);

        await chat.Words.FillAsync(nothing);
        await Expect(chat.Part("[name=send]").Last).ToBeDisabledAsync();
        await chat.Words.FillAsync(nothing + "👍");
        await Expect(chat.Part("[name=send]").Last).ToBeEnabledAsync();
    }

    [Fact]
    public async Task A_title_that_is_cut_in_the_middle_of_a_character_keeps_nobody_from_chatting()
    {
        var page = await NewPersonAsync();
        await ChatWindow.GoAsync(page, Site);
        await page.EvaluateAsync(
            "() => { document.title = 'a'.repeat(299) + '👩‍👩‍👧 \\ud83d'; window.ensoras.name = 'b'.repeat(199) + "
                + "'🪴' }");
        await page.Locator("ensoras-chat").EvaluateAsync("chat => chat.controls.open()");
        var chat = ChatWindow.On(page);
        await chat.SayAsync("Can you read me? \ud83e\udeb4");

        await Expect(chat.Part(".customer .meta time")).ToBeVisibleAsync();
        await using var db = await Desk.OpenDbAsync();
        Assert.Equal(
            new string('a', 299),
            (await db.WidgetSessions.SingleAsync(session => session.PageTitle!.StartsWith("aaa"))).PageTitle);
    }

    /// <summary>The desk's clock says how far away a date is; the visitor's may be anywhere.</summary>
    [Theory]
    [InlineData("5", null, 5_000, 6_250)]
    [InlineData("0", null, 1_000, 1_250)]
    [InlineData("99999999999999999999", null, 30_000, 30_000)]
    [InlineData("Fri, 27 Nov 2026 10:00:10 GMT", "Fri, 27 Nov 2026 10:00:00 GMT", 10_000, 12_500)]
    [InlineData("Fri, 27 Nov 2099 10:00:10 GMT", "Fri, 27 Nov 2026 10:00:00 GMT", 30_000, 30_000)]
    [InlineData("Fri, 27 Nov 1999 10:00:10 GMT", "Fri, 27 Nov 2026 10:00:00 GMT", 1_000, 1_250)]
    [InlineData("Fri, 27 Nov 2099 10:00:10 GMT", null, 0, 0)]
    [InlineData("soon", "Fri, 27 Nov 2026 10:00:00 GMT", 0, 0)]
    [InlineData(null, null, 0, 0)]
    public async Task How_long_to_wait_is_measured_by_the_desks_clock_and_within_bounds(
        string? after,
        string? date,
        double least,
        double most)
    {
        var page = await NewPersonAsync();
        await page.GotoAsync($"/widget/chat.html#project={Desk.Project.PublicKey}");

        var wait = await page.EvaluateAsync<double>(
            "async ([after, date]) => (await import('/widget/api.js')).waitOf({ get: name => name === 'Date' ? date "
                + ": after })",
            new[] { after, date });

        Assert.InRange(wait, least, most);
    }
}
