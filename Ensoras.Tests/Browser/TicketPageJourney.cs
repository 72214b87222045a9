using Ensoras.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Ensoras.Tests.Browser;

public class TicketPageJourney(Chromium chromium, DraftingDesk desk)
    : BrowserTestOn<DraftingDesk>(chromium, desk),
        IClassFixture<DraftingDesk>
{
    [Fact]
    public async Task An_empty_or_too_long_message_gets_a_sentence_and_a_double_click_sends_once()
    {
        var ticket = await Desk.GivenTicketAsync();
        var page = await NewPersonAsync(Role.Agent);
        await OpenAsync(page, $"/tickets/{ticket.Number}");

        await Button(page, "Send").ClickAsync();
        await Expect(page.GetByText("The message is empty. Write something first.")).ToBeVisibleAsync();
        var book = new string('a', 25_000);
        await Composer(page).FillAsync(book);
        await Button(page, "Send").ClickAsync();
        await Expect(page.GetByText("at most 20,000 can be sent")).ToBeVisibleAsync();
        await Expect(Composer(page)).ToHaveValueAsync(book);

        await Composer(page).FillAsync("Once only");
        await Button(page, "Send").DblClickAsync();
        await Expect(Composer(page)).ToHaveValueAsync("");
        await Expect(page.Locator(".message[data-sender=Agent]")).ToHaveCountAsync(1);
        await Expect(page.GetByText("The message is empty.")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Hostile_text_is_shown_as_text_everywhere()
    {
        var customer = await Desk.GivenCustomerAsync("<img src=x onerror=alert(1)>", "eve@example.org");
        Desk.Writer.Writes("<script>document.title='hacked'</script> [go](javascript:alert(1))");
        var ticket = await Desk.GivenTicketAsync(
            "<script>document.title='hacked'</script> <img src=x onerror=alert(2)> [go](javascript:alert(3)) "
                + "<javascript:alert(4)>",
            customer: customer);
        await Desk.UntilAsync(ticket.Id, detail => detail.Thread.Any(message => message.IsPendingDraft));
        var page = await NewPersonAsync(Role.Reviewer);
        page.Dialog += (_, dialog) => Assert.Fail($"A script ran: {dialog.Message}");
        await OpenAsync(page, $"/tickets/{ticket.Number}");

        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("<script>");
        await Expect(page.Locator(".message .sender").First).ToHaveTextAsync("<img src=x onerror=alert(1)>");
        await Expect(page.Locator(".message[data-sender=Ensoras] .bubble-text")).ToContainTextAsync("<script>");
        Assert.Equal(
            0,
            await page.Locator(".thread img, .thread script, .thread a[href^='javascript:' i]").CountAsync());
        Assert.DoesNotContain("hacked", (await page.TitleAsync()).Split('>')[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_conversation_opens_at_the_newest_without_a_stutter_and_scrolls_back_to_the_first()
    {
        var ticket = await Desk.GivenTicketAsync("The first of many");
        await Desk.ChangeAsync(ticket, Desk[Role.Agent], (changed, stamp) =>
        {
            changed.TakeOwnership(stamp);
            while (changed.WriteNote(stamp, "A **note**\n\n| a | b |\n|---|---|\n| 1 | 2 |").Number < 500)
            {
            }
        });
        var page = await NewPersonAsync(Role.Agent);
        await OpenAsync(page, $"/tickets/{ticket.Number}");

        var first = page.Locator("[data-message]").First;
        await Expect(page.Locator("[data-message='500']")).ToBeInViewportAsync();
        Assert.InRange(await page.Locator("[data-message]").CountAsync(), 1, 60);
        await page.Locator("message-thread").FocusAsync();
        while (await first.GetAttributeAsync("data-message") is { } number && number != "1")
        {
            await page.Keyboard.PressAsync("Home");
            await Expect(first).Not.ToHaveAttributeAsync("data-message", number);
        }

        await page.Keyboard.PressAsync("Home");
        await Expect(page.Locator(".message").First).ToContainTextAsync("The first of many");
        Assert.Equal(500, await page.Locator("[data-message]").CountAsync());
    }

    [Theory]
    [InlineData("2026-03-04T12:00:00Z", "In 1 hour", "Tomorrow 9:00", "Monday 9:00: more than 48 hours ahead")]
    [InlineData("2026-03-08T12:00:00Z", "In 1 hour", "Tomorrow 9:00")]
    public async Task A_quick_choice_of_the_schedule_that_lies_too_far_ahead_says_so_and_none_is_offered_twice(
        string now,
        params string[] offered)
    {
        var page = await NewPersonAsync();
        await page.Clock.SetFixedTimeAsync(now);

        // The server's clock is the viewer's own here: the page does not say what time it is there.
        await page.RouteAsync(
            "**/sign-in",
            async route =>
            {
                var answer = await route.FetchAsync();
                var body = (await answer.TextAsync()).Replace("data-now", "data-then", StringComparison.Ordinal);
                await route.FulfillAsync(new() { Response = answer, Body = body });
            });
        await page.GotoAsync("/sign-in");

        // The menu's markup alone: what is offered depends on the time, not on the desk.
        var choices = await page.EvaluateAsync<string[]>(
            """
            async () => {
              const menu = document.createElement("details");
              menu.dataset.schedule = JSON.stringify({ tooFar: "more than 48 hours ahead" });
              menu.innerHTML = ["hour:In 1 hour", "tomorrow:Tomorrow 9:00", "monday:Monday 9:00"].map(choice => choice.split(/:(.*)/))
                .map(([name, text]) => `<button data-choice="${name}">${text}<span data-when></span></button>`).join("")
                + "<input type='datetime-local'><p id='schedule-problem'></p><button data-choice='picked'></button>";
              document.body.append(menu);
              await new Promise(opened => { menu.addEventListener("toggle", opened); menu.open = true; });
              return [...menu.querySelectorAll("[data-choice]:not([data-choice=picked], [hidden])")]
                .map(button => button.firstChild.textContent + (button.disabled ? `: ${button.lastChild.textContent}` : ""));
            }
            """);

        Assert.Equal(offered, choices);
    }

    [Theory]
    [InlineData("2026-10-25T02:30", "twice", "2026-10-25T00:30:00.000Z", "2026-10-25T01:30:00.000Z")]
    [InlineData("2026-03-29T02:30", "skipped", "2026-03-29T00:30:00.000Z", "2026-03-29T01:30:00.000Z")]
    [InlineData("2026-03-29T03:30", null, "2026-03-29T01:30:00.000Z")]
    [InlineData("2026-07-01T09:00", null, "2026-07-01T07:00:00.000Z")]
    public async Task A_time_that_a_clock_change_skips_or_doubles_is_said_and_both_readings_can_be_chosen(
        string picked,
        string? problem,
        params string[] instants)
    {
        var page = await NewPersonAsync();
        var devTools = await page.Context.NewCDPSessionAsync(page);
        await devTools.SendAsync(
            "Emulation.setTimezoneOverride",
            new Dictionary<string, object> { ["timezoneId"] = "Europe/Berlin" });
        await page.GotoAsync("/sign-in");

        var said = await page.EvaluateAsync<string[]>(
            """
            async picked => {
              const { readingsOf, momentOf } = await import("/scripts/schedule.js");
              const { problem, instants } = readingsOf(picked);
              return [String(problem), ...instants.map((_, reading) => momentOf("picked", picked, new Date(), reading))];
            }
            """, picked);

        Assert.Equal([problem ?? "null", .. instants], said);
    }

    [Fact]
    public async Task A_click_while_the_connection_is_away_says_that_nothing_was_done()
    {
        var ticket = await Desk.GivenTicketAsync();
        var page = await NewPersonAsync(Role.Agent);
        await OpenAsync(page, $"/tickets/{ticket.Number}");
        await Composer(page).FillAsync("Not sent yet");
        await page.Context.SetOfflineAsync(true);

        await Button(page, "Send").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "nothing was done" })).ToBeVisibleAsync();
        await Expect(Composer(page)).ToHaveValueAsync("Not sent yet");

        await page.Context.SetOfflineAsync(false);
        await page.WaitForFunctionAsync(
            "() => navigator.onLine && "
                + "!/components-reconnect-(show|retrying|failed|rejected)/.test(document.getElementById('components-reconnect-modal').className)");
        await Button(page, "Send").ClickAsync();
        await Expect(page.Locator(".message[data-sender=Agent]")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task The_composer_has_one_focus_ring_and_Send_is_solid_when_there_is_text()
    {
        var ticket = await Desk.GivenTicketAsync();
        var page = await NewPersonAsync(Role.Agent);
        await OpenAsync(page, $"/tickets/{ticket.Number}");
        await page.EmulateMediaAsync(new() { ReducedMotion = ReducedMotion.Reduce });
        await page.Locator("h1").ClickAsync();
        await page.Keyboard.PressAsync("r");
        await Expect(Composer(page)).ToBeFocusedAsync();

        Assert.Equal(
            ["none", "none", "true"],
            await Composer(page)
                .EvaluateAsync<string[]>(
                    "field => [getComputedStyle(field).outlineStyle, getComputedStyle(field).boxShadow, "
                        + "String(getComputedStyle(field.parentElement).boxShadow !== 'none')]"));
        var send = page.Locator(".composer-area [data-send]");
        var pale = await send.EvaluateAsync<string>("button => getComputedStyle(button).backgroundColor");
        await Composer(page).FillAsync("Hello");
        await Expect(send).Not.ToHaveCSSAsync("background-color", pale);
        await Expect(send).ToHaveCSSAsync("background-color", "rgb(67, 64, 210)");
    }

    [Fact]
    public async Task Keys_lead_through_the_inbox_and_an_approval_to_the_next()
    {
        var (first, second) = (
            await Desk.GivenDraftAsync("First answer.", "First question?"),
            await Desk.GivenDraftAsync("Second answer.", "Second question?"));
        var page = await NewPersonAsync(Role.Reviewer);
        await OpenAsync(page, "/");
        await page.GetByRole(AriaRole.Link, new() { Name = "First question?" }).ClickAsync();
        var heading = page.GetByRole(AriaRole.Heading, new() { Level = 1 });
        await Expect(heading).ToContainTextAsync("First question?");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Next ticket: Second question?" }))
            .ToBeVisibleAsync();

        await page.Keyboard.PressAsync("]");
        await Expect(heading).ToContainTextAsync("Second question?");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Previous ticket: First question?" }))
            .ToBeVisibleAsync();
        await page.Keyboard.PressAsync("[");
        await Expect(heading).ToContainTextAsync("First question?");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Next ticket: Second question?" }))
            .ToBeVisibleAsync();
        await page.Keyboard.PressAsync("a");
        await Expect(heading).ToContainTextAsync("Second question?");
        await Expect(page.GetByText("Draft approved.")).ToBeVisibleAsync();
        Assert.EndsWith($"/tickets/{second.Number}", page.Url, StringComparison.Ordinal);
        Assert.NotEqual(first.Number, second.Number);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_status_badge_has_the_colour_that_is_promised(bool dark)
    {
        var page = await NewPersonAsync(dark: dark);
        await page.GotoAsync("/sign-in");

        Assert.Equal(
            [
                "Draft yellow",
                "Queued green",
                "PendingTools blue",
                "Rejected red",
                "Failed red",
                "Uncertain red",
                "Scheduled violet",
            ],
            await ColoursAsync(
                page,
                "message-badge",
                "Draft",
                "Queued",
                "PendingTools",
                "Rejected",
                "Failed",
                "Uncertain",
                "Scheduled"));
        Assert.Equal(
            [
                "AwaitingApproval yellow",
                "AwaitingEnsoras blue",
                "AwaitingAgent red",
                "AwaitingCustomer green",
                "Resolved green",
                "Closed grey",
            ],
            await ColoursAsync(
                page,
                "status-badge",
                "AwaitingApproval",
                "AwaitingEnsoras",
                "AwaitingAgent",
                "AwaitingCustomer",
                "Resolved",
                "Closed"));
    }

    private static Task<string[]> ColoursAsync(IPage page, string kind, params string[] statuses) =>
        page.EvaluateAsync<string[]>(
            """
            ([kind, statuses]) => statuses.map(status => {
              const badge = document.body.appendChild(document.createElement("span"));
              badge.className = kind;
              badge.dataset.status = status;
              const paint = document.createElement("canvas").getContext("2d");
              paint.fillStyle = getComputedStyle(badge).backgroundColor;
              paint.fillRect(0, 0, 1, 1);
              const [red, green, blue] = paint.getImageData(0, 0, 1, 1).data;
              const most = Math.max(red, green, blue), range = most - Math.min(red, green, blue);
              const hue = 60 * (most === red ? ((green - blue) / range + 6) % 6 : most === green ? (blue - red) / range + 2 : (red - green) / range + 4);
              const name = range < 6 ? "grey" : hue < 20 || hue > 340 ? "red" : hue < 70 ? "yellow" : hue < 170 ? "green" : hue < 240 ? "blue" : "violet";
              return `${status} ${name}`;
            })
            """,
            new object[] { kind, statuses });

    private static ILocator Button(IPage page, string name) =>
        page.GetByRole(AriaRole.Button, new() { Name = name, Exact = name is "Send" or "Reject" or "Regenerate" });

    private static ILocator Composer(IPage page) => page.Locator(".composer-area textarea");
}
