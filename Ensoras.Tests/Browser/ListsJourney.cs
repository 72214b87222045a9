using System.Text.RegularExpressions;
using Ensoras.Domain.Live;
using Ensoras.Domain.Tickets;
using Ensoras.Tests.Support;
using Microsoft.Playwright;
using static Ensoras.Tests.Support.ListScreen;
using static Microsoft.Playwright.Assertions;

namespace Ensoras.Tests.Browser;

/// <summary>What the lists do, one behaviour at a time.</summary>
[Collection(BrowserCollection.Second)]
public class ListsJourney(Chromium chromium, DraftingDesk desk)
    : BrowserTestOn<DraftingDesk>(chromium, desk),
        IClassFixture<DraftingDesk>
{
    [Fact]
    public async Task All_that_match_are_selected_over_pages_and_what_changed_meanwhile_is_reported()
    {
        await Desk.GivenForPeopleAsync("Boot", 60);
        var lena = await NewPersonAsync(Role.Lead);
        await OpenAsync(lena, "/tickets?q=boot");
        await lena.GetByLabel("Select all on this page").ClickAsync();
        await Button(lena, "Select all 60 that match").ClickAsync();
        await Expect(lena.Locator(".bulk-bar strong")).ToHaveTextAsync("60 selected");
        var half = (
            await Desk.Get<TicketList>()
                .ReadAllAsync(Desk.Project.Id, new TicketFilter { Text = "boot" }, null, CancellationToken.None))
            .Rows.Take(30)
            .ToList();
        await Desk.Tickets.ChangeManyAsync(
            [.. half.Select(row => row.Id)],
            Actor.Of(Desk[Role.Agent]),
            (ticket, stamp) => ticket.Close(stamp),
            CancellationToken.None);

        await Button(lena, "Close Selected").ClickAsync();
        await Button(lena, "Close 60 tickets").ClickAsync();

        await Expect(Toast(lena, "30 closed, 30 skipped: already closed.")).ToBeVisibleAsync();
        await lena.GetByText("Show what was skipped").ClickAsync();
        await Expect(lena.Locator(".bulk-skipped a")).ToHaveCountAsync(30);
    }

    [Fact]
    public async Task A_search_that_is_open_finds_what_comes_later_and_counts_it()
    {
        await Desk.GivenForPeopleAsync("Lantern", 3);
        var lena = await NewPersonAsync(Role.Lead);
        await OpenAsync(lena, "/tickets?q=lantern");
        await Expect(lena.Locator(".page-footer span")).ToHaveTextAsync("1–3 of 3");
        await Expect(Row(lena, "Lantern 01").Locator(".ticket-title mark")).ToHaveTextAsync("Lantern");
        var before = await Rows(lena).Locator(".ticket-title").AllTextContentsAsync();

        await Desk.GivenForPeopleAsync("Another lantern", 1);

        await Expect(lena.Locator(".page-footer span")).ToHaveTextAsync("1–4 of 4");
        Assert.Equal(
            before,
            (await Rows(lena).Locator(".ticket-title").AllTextContentsAsync()).Where(title =>
                title.StartsWith("Lantern", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task On_a_phone_the_cards_are_sorted_and_selected_all_at_once()
    {
        await Desk.GivenForPeopleAsync("Phone", 52);
        var lena = await NewPersonAsync(Role.Lead, 390);
        await OpenAsync(lena, "/");
        var created = lena.Locator("th.created");
        await created.GetByRole(AriaRole.Button, new() { Name = "Created" }).ClickAsync();
        await Expect(created).ToHaveAttributeAsync("aria-sort", "descending");
        Assert.Contains("sort=Created", lena.Url, StringComparison.Ordinal);

        await lena.GetByLabel("Select all on this page").ClickAsync();
        await Expect(lena.Locator(".bulk-bar strong")).ToHaveTextAsync("50 selected");
        await lena.Locator(".bulk-bar button").Filter(new() { HasText = "that match" }).ClickAsync();
        await Expect(lena.Locator(".bulk-bar strong")).Not.ToHaveTextAsync("50 selected");
        Assert.False(await lena.EvaluateAsync<bool>("document.documentElement.scrollWidth > innerWidth"));
    }

    [Fact]
    public async Task The_list_holds_still_under_the_pointer_and_announces_what_arrives()
    {
        var customer = await Desk.GivenCustomerAsync("Otto Still", "otto@example.org");
        await Desk.GivenForPeopleAsync("Still", 55, customer);
        var lena = await NewPersonAsync(Role.Lead);
        await OpenAsync(lena, "/tickets?priority=Medium");
        var steady = Row(lena, "Still 50");
        await steady.HoverAsync();
        await Expect(lena.Locator("[data-attention=row]")).ToBeVisibleAsync();
        var before = await steady.BoundingBoxAsync();
        await Desk.GivenForPeopleAsync("Above", 1, customer);
        await Expect(lena.Locator(".arrivals")).ToHaveTextAsync("1 new");
        Assert.Equal(before!.Y, (await steady.BoundingBoxAsync())!.Y);

        await lena.Locator("h1").HoverAsync();
        await Expect(Row(lena, "Above 00")).ToHaveAttributeAsync("data-changed", "odd");
        await lena.EmulateMediaAsync(new() { ReducedMotion = ReducedMotion.Reduce });
        Assert.Equal(
            "0.001s",
            await Row(lena, "Above 00")
                .Locator("td")
                .First.EvaluateAsync<string>("cell => getComputedStyle(cell).animationDuration"));

        await lena.Locator(".page-body").EvaluateAsync("list => list.scrollTo({ top: 600 })");
        await Expect(lena.Locator("[data-attention=list]")).ToBeVisibleAsync();
        await Desk.GivenForPeopleAsync("Late", 3, customer);
        await Expect(lena.Locator(".arrivals")).ToHaveTextAsync("3 new");
        await lena.Locator(".arrivals").ClickAsync();
        await Expect(Rows(lena).First).ToContainTextAsync("Late 02");
        await Expect(lena.Locator(".arrivals")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task The_keyboard_alone_does_everything()
    {
        await Desk.GivenForPeopleAsync("Tent", 4);
        var ticket = await Desk.GivenDraftAsync("Nine minutes.", "How long to pitch the Tent?");
        var lena = await NewPersonAsync(Role.Lead);
        await OpenAsync(lena, "/tickets");
        await lena.Keyboard.PressAsync("/");
        await lena.Keyboard.TypeAsync("tent");
        await lena.Keyboard.PressAsync("Enter");
        await Expect(Rows(lena)).ToHaveCountAsync(5);
        await lena.Keyboard.PressAsync("Escape");
        await lena.Keyboard.PressAsync("f");
        await Expect(lena.Locator(".drop-panel :focus")).ToHaveCountAsync(1);
        await lena.Keyboard.PressAsync("Escape");
        await Expect(lena.Locator(".drop-panel")).ToHaveCountAsync(0);
        await Expect(Button(lena, "Filter")).ToBeFocusedAsync();

        // Move, select a range, let go.
        await lena.Keyboard.PressAsync("j");
        await lena.Keyboard.PressAsync("x");
        await lena.Keyboard.PressAsync("j");
        await lena.Keyboard.PressAsync("j");
        await lena.Keyboard.PressAsync("Shift+X");
        await Expect(lena.Locator(".bulk-bar strong")).ToHaveTextAsync("3 selected");
        await lena.Keyboard.PressAsync("k");
        await lena.Keyboard.PressAsync("x");
        await Expect(lena.Locator(".bulk-bar strong")).ToHaveTextAsync("2 selected");
        await lena.Keyboard.PressAsync("Escape");
        await Expect(lena.Locator(".bulk-bar")).ToHaveCountAsync(0);

        // On the row in hand: close asks and gives the focus back; approve shows the draft, and a second A sends it.
        await FocusAsync(lena, "Tent 02");
        await lena.Keyboard.PressAsync("e");
        await Expect(lena.Locator("[role=dialog] h2")).ToContainTextAsync("“Tent 02”?");
        await lena.Keyboard.PressAsync("Escape");
        await Expect(Row(lena, "Tent 02").GetByRole(AriaRole.Link)).ToBeFocusedAsync();
        await lena.Keyboard.PressAsync("e");
        await Expect(lena.GetByRole(AriaRole.Button, new() { Name = "Keep open" })).ToBeFocusedAsync();
        await lena.Keyboard.PressAsync("Tab");
        await lena.Keyboard.PressAsync("Enter");
        await Expect(Toast(lena, "1 closed")).ToBeVisibleAsync();
        await Row(lena, "How long to pitch").HoverAsync();
        await FocusAsync(lena, "How long to pitch");
        await lena.Keyboard.PressAsync("a");
        var preview = lena.GetByRole(AriaRole.Dialog, new() { Name = "Approve this draft?" });
        await Expect(preview).ToContainTextAsync("Nine minutes.");
        await Expect(preview).ToContainTextAsync("How long to pitch the Tent?");
        await lena.Keyboard.PressAsync("Escape");
        await Expect(preview).ToHaveCountAsync(0);
        Assert.Equal(TicketStatus.AwaitingApproval, (await Desk.DetailAsync(ticket)).Ticket.Status);
        await FocusAsync(lena, "How long to pitch");
        await lena.Keyboard.PressAsync("a");
        await Expect(preview).ToBeVisibleAsync();
        do
        {
            // A press right after it opened counts as the second half of the first one.
            await lena.Keyboard.PressAsync("a");
        }
        while (!await IsGoneAsync(preview));
        await Desk.UntilAsync(ticket.Id, detail => detail.Ticket.EnsorasMessages == 1);
        await Expect(Toast(lena, "approved.")).ToBeVisibleAsync();

        // On the ticket: reply, and close.
        await FocusAsync(lena, "Tent 01");
        await lena.Keyboard.PressAsync("Enter");
        await Expect(lena.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("Tent 01");
        await Expect(lena.Locator(".composer-area textarea")).ToBeEditableAsync();
        await lena.Keyboard.PressAsync("r");
        await lena.Keyboard.TypeAsync("Ten minutes.");
        await lena.Keyboard.PressAsync("Shift+Enter");
        await Expect(lena.Locator(".message[data-sender=Agent]")).ToContainTextAsync("Ten minutes.");
        await lena.Keyboard.PressAsync("Escape");
        await lena.Keyboard.PressAsync("e");
        await Expect(lena.Locator("[role=dialog] h2")).ToContainTextAsync("Close #");
        await lena.Keyboard.PressAsync("Escape");
        await Expect(lena.Locator("[role=dialog]")).ToHaveCountAsync(0);

        // "?" lists every key that a control has.
        await lena.Keyboard.PressAsync("?");
        var list = lena.GetByRole(AriaRole.Dialog, new() { Name = "Keyboard shortcuts" });
        await Expect(list).ToBeVisibleAsync();
        var listed = (await list.Locator("kbd").AllTextContentsAsync())
            .Select(key => key.ToLowerInvariant())
            .ToHashSet();
        var used = await lena.EvaluateAsync<string[]>(
            "[...document.querySelectorAll('[data-key]')].map(control => control.dataset.key.toLowerCase())");
        Assert.NotEmpty(used);
        Assert.Subset(listed, used.Select(key => key == "escape" ? "esc" : key).ToHashSet());
        await lena.Keyboard.PressAsync("Escape");
        await Expect(list).ToBeHiddenAsync();
        await lena.GetByRole(AriaRole.Button, new() { Name = "Keyboard shortcuts" }).First.ClickAsync();
        await Expect(list).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_notification_and_a_sound_are_off_until_this_browser_wants_them_and_the_title_counts()
    {
        var jonas = await NewPersonAsync(Role.Agent);
        await jonas.AddInitScriptAsync("""
            window.told = [];
            window.Notification = class { static permission = "default"; static async requestPermission() { return this.permission = "granted"; } constructor(heading, more) { window.told.push(`${heading}: ${more.body}`); } };
            document.hasFocus = () => false;
            """);
        await OpenAsync(jonas, "/tickets");
        var toggle = jonas.GetByRole(AriaRole.Menuitemcheckbox, new() { Name = "Desktop notifications" });
        await jonas.Locator(".profile").ClickAsync();
        await Expect(toggle).Not.ToBeCheckedAsync();
        await Expect(jonas.GetByRole(AriaRole.Menuitemcheckbox, new() { Name = "Soft sound" })).Not.ToBeCheckedAsync();
        await toggle.ClickAsync();
        await Expect(toggle).ToBeCheckedAsync();
        await Expect(jonas.Locator("[data-inbox-alert=on]")).ToBeAttachedAsync();

        await Desk.GivenForPeopleAsync("Alarm", 1);

        await jonas.WaitForFunctionAsync("() => window.told.length === 1 && window.told[0].endsWith('Alarm 00')");
        var waiting = await Desk.Get<TicketReads>().CountInboxAsync(Desk.Project.Id, CancellationToken.None);
        await Expect(jonas).ToHaveTitleAsync($"({waiting}) Tickets");
        var sound = jonas.GetByRole(AriaRole.Menuitemcheckbox, new() { Name = "Soft sound" });
        await sound.ClickAsync();
        await OpenAsync(jonas, "/");
        await jonas.Locator(".profile").ClickAsync();
        await Expect(sound).ToBeCheckedAsync();
    }

    [Fact]
    public async Task A_hidden_tab_gives_its_circuit_back_hears_of_the_Inbox_and_comes_back_where_it_was()
    {
        var ticket = await Desk.GivenTicketAsync();
        var (live, agentId) = (Desk.Get<LiveUpdates>(), Desk[Role.Agent].Id);
        var page = await NewPersonAsync(Role.Agent);
        await page.AddInitScriptAsync(
            """
            window.told = [];
            window.Notification = class { static permission = "granted"; constructor(heading, more) { window.told.push(`${heading}: ${more.body}`); } };
            document.hasFocus = () => false;
            localStorage.setItem("alert-notification", "on");
            window.look = isLooking => {
              Object.defineProperty(document, "visibilityState", { configurable: true, value: isLooking ? "visible" : "hidden" });
              document.dispatchEvent(new Event("visibilitychange"));
            };
            """);
        await OpenAsync(page, $"/tickets/{ticket.Number}");
        var composer = page.Locator("reply-composer textarea").First;
        await composer.FillAsync("I have asked the carrier, and");
        await Expect(page.Locator("[data-inbox-alert=on]")).ToBeAttachedAsync();
        Assert.True(live.IsFollowed(LiveScope.Runs(agentId)));

        await page.EvaluateAsync(
            "() => { document.getElementById('components-reconnect-modal').dataset.pauseAfter = '0.2'; look(false); }");

        // Every circuit follows its person's bulk actions: there is none any more.
        await Waiting.UntilAsync(() => !live.IsFollowed(LiveScope.Runs(agentId)), TimeSpan.FromSeconds(20));
        await Desk.GivenForPeopleAsync("Alarm", 1);
        await page.WaitForFunctionAsync("() => window.told.length === 1 && window.told[0].endsWith('Alarm 00')");
        var waiting = await Desk.Get<TicketReads>().CountInboxAsync(Desk.Project.Id, CancellationToken.None);
        await Expect(page).ToHaveTitleAsync(new Regex($@"^\({waiting}\) .*{ticket.Number}"));

        await page.EvaluateAsync("() => look(true)");

        await Waiting.UntilAsync(() => live.IsFollowed(LiveScope.Runs(agentId)), TimeSpan.FromSeconds(20));
        await Expect(composer).ToHaveValueAsync("I have asked the carrier, and");
        Assert.EndsWith($"/tickets/{ticket.Number}", page.Url, StringComparison.Ordinal);
        await composer.PressAsync("Shift+Enter");
        await Expect(page.Locator(".thread").GetByText("I have asked the carrier, and")).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData(1440, true)]
    [InlineData(390, false)]
    public async Task Inbox_and_Tickets_are_accessible_and_never_wider_than_the_window(int width, bool dark)
    {
        await Desk.GivenDraftAsync();
        var lena = await NewPersonAsync(Role.Lead, width, dark);
        await lena.EmulateMediaAsync(new() { ReducedMotion = ReducedMotion.Reduce });
        foreach (var path in new[] { "/?status=AwaitingApproval", "/tickets?q=order", "/tickets?q=nothing+like+this" })
        {
            await OpenAsync(lena, path);
            await lena.Locator(".ticket-row[data-ticket], .empty").First.WaitForAsync();
            if (await Rows(lena).CountAsync() > 0)
            {
                await lena.Locator("tbody .checkbox").First.ClickAsync();
                await Expect(lena.Locator(".bulk-bar")).ToBeVisibleAsync();
            }

            await AccessibleAsync(lena, path);
            if (await Rows(lena).CountAsync() > 0)
            {
                if (path.StartsWith("/tickets", StringComparison.Ordinal))
                {
                    await Button(lena, "More").ClickAsync();
                    await Expect(lena.Locator(".drop-panel")).ToBeVisibleAsync();
                    await AccessibleAsync(lena, $"{path} with the bulk panel open");
                    await CloseFilterAsync(lena);
                }

                await Button(lena, "Clear selection").ClickAsync();
                await Expect(lena.Locator(".bulk-bar")).ToHaveCountAsync(0);
                await Rows(lena).First.GetByRole(AriaRole.Link).FocusAsync();
                await lena.Keyboard.PressAsync("a");
                await Expect(lena.Locator(".draft-preview")).ToBeVisibleAsync();
                await AccessibleAsync(lena, $"{path} with a draft's preview open");
                await lena.Keyboard.PressAsync("Escape");
                await Expect(lena.Locator(".draft-preview")).ToHaveCountAsync(0);
            }

            await OpenFilterAsync(lena);
            await AccessibleAsync(lena, $"{path} with the filter open");
            if (path.StartsWith("/tickets", StringComparison.Ordinal))
            {
                // The calendar of "To" can be clicked: nothing lies over it.
                Assert.True(await lena.Locator("#filter-to").EvaluateAsync<bool>(
                    "it => it === document.elementFromPoint(it.getBoundingClientRect().right - 14, "
                    + "it.getBoundingClientRect().y + it.offsetHeight / 2)"));
            }

            await lena.Locator("#filter-status").ClickAsync();
            await Expect(lena.Locator(".mud-popover-open")).ToBeVisibleAsync();
            await AccessibleAsync(lena, $"{path} with a list of the filter open");
            Assert.False(
                await lena.EvaluateAsync<bool>("document.documentElement.scrollWidth > innerWidth"),
                $"{path} is wider than {width}");
        }
    }

    [Fact]
    public async Task What_was_done_is_said_where_it_covers_no_control()
    {
        await Desk.GivenForPeopleAsync("Canoe", 2);
        var lena = await NewPersonAsync(Role.Lead);
        await OpenAsync(lena, "/tickets?q=canoe");
        await SelectAsync(lena, "Canoe 00", "Canoe 01");
        await Button(lena, "Regenerate Pending Replies").ClickAsync();
        var toast = Toast(lena, "2 skipped: no draft is waiting.");
        await toast.HoverAsync();
        await Box(lena, "Canoe 00").DispatchEventAsync("click");
        await Expect(lena.Locator(".bulk-bar")).ToBeVisibleAsync();
        await CoversNothingAsync(".bulk-bar", ".page-footer", ".page-header", ".nav > :last-child", ".sidebar-footer");

        await toast.GetByText("Show what was skipped").ClickAsync();
        await toast.GetByRole(AriaRole.Link).First.ClickAsync();
        await lena.Locator(".composer-area").WaitForAsync();
        await CoversNothingAsync(".composer-area", ".ticket-header", ".nav > :last-child", ".sidebar-footer");

        async Task CoversNothingAsync(params string[] controls)
        {
            foreach (var width in new[] { 1440, 820, 390 })
            {
                await lena.SetViewportSizeAsync(width, 844);
                foreach (var control in controls)
                {
                    var overlaps = await OverlapAsync(lena.Locator(".toasts"), lena.Locator(control).First);
                    Assert.False(overlaps, $"At {width} pixels a toast covers {control}.");
                }
            }

            await lena.SetViewportSizeAsync(1440, 844);
        }
    }

    [Fact]
    public async Task Ages_are_right_in_a_browser_whose_clock_is_off()
    {
        await Desk.GivenForPeopleAsync("Clock", 1);
        var lena = await NewPersonAsync(Role.Lead);
        await lena.AddInitScriptAsync(
            """
            const off = Number(location.hash.slice(1)), Real = Date;
            window.Date = class extends Real {
                constructor(...given) { super(...given.length ? given : [Real.now() + off]); }
                static now() { return Real.now() + off; }
            };
            """);
        foreach (var off in new[] { TimeSpan.FromMinutes(-6), TimeSpan.FromHours(3) })
        {
            await lena.GotoAsync("about:blank");
            await OpenAsync(lena, $"/tickets?q=clock#{off.TotalMilliseconds}");
            var age = Row(lena, "Clock 00").Locator("td.created time");
            await Expect(age).ToHaveTextAsync("now");
            await Expect(age).ToHaveAttributeAsync(
                "title",
                new System.Text.RegularExpressions.Regex(@"\d\d? (AM|PM) \S+$|\d\d \S+$"));
        }
    }

    [Fact]
    public async Task Priorities_and_statuses_have_the_colours_of_the_help_page()
    {
        var lena = await NewPersonAsync(Role.Lead);
        await OpenAsync(lena, "/tickets");

        Assert.Equal(
            ["gray", "amber", "orange", "red", "red"],
            await lena.EvaluateAsync<string[]>(
                $$"""
                () => ["Low", "Medium", "High", "Urgent", "Critical"].map(priority => {
                    const dot = document.body.appendChild(Object.assign(document.createElement("span"), { className: "priority-dot" }));
                    dot.dataset.priority = priority;
                    {{Hue}}
                    return name(getComputedStyle(dot, "::before").backgroundColor);
                })
                """));
        Assert.Equal(
            ["amber", "blue", "red"],
            await lena.EvaluateAsync<string[]>(
                $$"""
                () => ["AwaitingApproval", "AwaitingEnsoras", "AwaitingAgent"].map(status => {
                    const badge = document.body.appendChild(Object.assign(document.createElement("span"), { className: "status-badge" }));
                    badge.dataset.status = status;
                    {{Hue}}
                    return name(getComputedStyle(badge).backgroundColor);
                })
                """));
    }

    private static async Task<bool> IsGoneAsync(ILocator what)
    {
        try
        {
            await what.WaitForAsync(new() { State = WaitForSelectorState.Detached, Timeout = 600 });
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private const string Hue = """
        const name = colour => {
            const [r, g, b] = colour.match(/\d+/g).map(Number), most = Math.max(r, g, b), spread = most - Math.min(r, g, b);
            if (spread < 12) return "gray";
            const hue = 60 * (most === r ? ((g - b) / spread + 6) % 6 : most === g ? (b - r) / spread + 2 : (r - g) / spread + 4);
            return hue > 345 || hue < 12 ? "red" : hue < 28 ? "orange" : hue < 60 ? "amber" : hue > 190 && hue < 250 ? "blue" : String(hue);
        };
        """;
}
