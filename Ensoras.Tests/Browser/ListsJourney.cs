using Deque.AxeCore.Playwright;
using Ensoras.Domain.People;
using Ensoras.Domain.Tickets;
using Ensoras.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Ensoras.Tests.Browser;

/// <summary>A lead at the Inbox and at Tickets; a colleague looks on.</summary>
public class ListsJourney(Chromium chromium, DraftingDesk desk) : BrowserTestOn<DraftingDesk>(chromium, desk), IClassFixture<Chromium>, IClassFixture<DraftingDesk>
{
    [Fact]
    public async Task A_leads_working_day_is_seen_by_a_colleague_without_reload()
    {
        var draft = await Desk.GivenDraftAsync("It arrives on Friday.", "Where is my kayak?");
        var other = await Desk.GivenDraftAsync("Not by air.", "Do you ship stoves?");
        await GivenForPeopleAsync("Parcel", 53);
        var (lena, rosa) = (await NewPersonAsync(Role.Lead), await NewPersonAsync(Role.Reviewer));
        await OpenAsync(rosa, "/tickets");

        // One: what waits for a review, in the address, on a chip, and the same in another browser.
        await OpenAsync(lena, "/");
        await ChooseAsync(lena, "Status", "AwaitingApproval");
        await Expect(lena.Locator(".chip")).ToHaveTextAsync("Status: Awaiting Approval");
        await Expect(Row(lena, "Parcel")).ToHaveCountAsync(0);
        Assert.EndsWith("/?status=AwaitingApproval", lena.Url, StringComparison.Ordinal);
        await lena.ReloadAsync();
        await Expect(Row(lena, "Where is my kayak?")).ToBeVisibleAsync();
        await Expect(Row(lena, "Parcel")).ToHaveCountAsync(0);
        var elsewhere = await NewPersonAsync(Role.Lead);
        await OpenAsync(elsewhere, "/");
        await Expect(elsewhere.Locator(".chip")).ToHaveTextAsync("Status: Awaiting Approval");

        // Two: a new draft for one of them, and the other approved; both on the colleague's screen.
        await OpenAsync(lena, "/tickets?status=AwaitingApproval");
        await Box(lena, "Do you ship stoves?").ClickAsync();
        await Button(lena, "Regenerate Pending Replies").ClickAsync();
        await Expect(Toast(lena, "1 regenerated")).ToBeVisibleAsync();
        await Desk.UntilAsync(other.Id, detail => detail.Thread.Count(message => message.Sender is Sender.Ensoras) == 2);
        await Box(lena, "Where is my kayak?").ClickAsync();
        await Button(lena, "Approve Pending Replies").ClickAsync();
        await Expect(Toast(lena, "1 approved")).ToBeVisibleAsync();
        await Expect(Row(rosa, "Where is my kayak?").Locator(".status-badge")).ToHaveTextAsync("Awaiting Customer");
        await Desk.UntilAsync(draft.Id, detail => detail.Ticket.EnsorasMessages == 1);

        // Three: a search shows its hit; four: a range of dates, and one turned round.
        await Button(lena, "Clear all filters").ClickAsync();
        await Search(lena).FillAsync("friday");
        await Search(lena).PressAsync("Enter");
        await Expect(Row(lena, "Where is my kayak?").Locator("mark")).ToHaveTextAsync("Friday");
        await Button(lena, "Remove filter Search: friday").ClickAsync();
        var today = await lena.EvaluateAsync<string>("new Date().toLocaleDateString('sv')");
        await FilterAsync(lena, "From", today);
        await FilterAsync(lena, "To", today);
        await Expect(Rows(lena)).ToHaveCountAsync(50);
        await FilterAsync(lena, "To", "2020-01-01");
        await Expect(lena.Locator(".empty")).ToContainTextAsync("The date range ends before it begins.");
        await Button(lena, "Clear the filter").ClickAsync();
        await Expect(Rows(lena)).ToHaveCountAsync(50);

        // Five: a range of rows for Jonas; six: two urgent ones; seven and eight: a tag comes and goes.
        await Box(lena, "Parcel 50").ClickAsync();
        await Box(lena, "Parcel 47").ClickAsync(new() { Modifiers = [KeyboardModifier.Shift] });
        await Expect(lena.Locator(".bulk-bar strong")).ToHaveTextAsync("4 selected");
        await MoreAsync(lena, "Assign to", "Jonas Agent");
        await Expect(Toast(lena, "4 assigned to Jonas Agent")).ToBeVisibleAsync();
        await Expect(Row(rosa, "Parcel 48").GetByRole(AriaRole.Img, new() { Name = "Jonas Agent" })).ToBeVisibleAsync();
        await SelectAsync(lena, "Parcel 50", "Parcel 49");
        await MoreAsync(lena, "Set priority", "Urgent");
        await Expect(Row(rosa, "Parcel 50").Locator(".priority-dot")).ToHaveTextAsync("Urgent");
        await SelectAsync(lena, "Parcel 50", "Parcel 49");
        await TagAsync(lena, "Add tag");
        await Expect(Row(rosa, "Parcel 49").Locator(".tag")).ToHaveTextAsync("peak");
        await SelectAsync(lena, "Parcel 49");
        await TagAsync(lena, "Remove tag");
        await Expect(Row(rosa, "Parcel 49").Locator(".tag")).ToHaveCountAsync(0);

        // Nine: everything that matches is closed, asked once with the number, while the lead is elsewhere.
        await OpenAsync(lena, "/tickets?q=parcel&status=AwaitingAgent&assigned=nobody");
        await lena.GetByLabel("Select all on this page").ClickAsync();
        await Expect(lena.Locator(".bulk-bar strong")).ToHaveTextAsync("49 selected");
        await Button(lena, "Close Selected").ClickAsync();
        await Button(lena, "Close 49 tickets").ClickAsync();
        await lena.GetByRole(AriaRole.Link, new() { Name = "Knowledge" }).ClickAsync();
        await Expect(Toast(lena, "49 closed")).ToBeVisibleAsync();
        await Expect(Row(rosa, "Parcel 30").Locator(".status-badge")).ToHaveTextAsync("Closed");

        // Ten: two come back to people.
        await OpenAsync(lena, "/tickets?status=Closed");
        await SelectAsync(lena, "Parcel 30", "Parcel 31");
        await Button(lena, "Reopen Selected").ClickAsync();
        await Expect(Toast(lena, "2 reopened")).ToBeVisibleAsync();
        await Expect(Row(rosa, "Parcel 30").Locator(".status-badge")).ToHaveTextAsync("Awaiting Agent");
    }

    [Fact]
    public async Task All_that_match_are_selected_over_pages_and_what_changed_meanwhile_is_reported()
    {
        await GivenForPeopleAsync("Boot", 60);
        var lena = await NewPersonAsync(Role.Lead);
        await OpenAsync(lena, "/tickets?q=boot");
        await lena.GetByLabel("Select all on this page").ClickAsync();
        await Button(lena, "Select all 60 that match").ClickAsync();
        await Expect(lena.Locator(".bulk-bar strong")).ToHaveTextAsync("60 selected");
        var half = (await Desk.Get<TicketList>().ReadAllAsync(Desk.Project.Id, new TicketFilter { Text = "boot" }, null, CancellationToken.None)).Rows.Take(30).ToList();
        await Desk.Tickets.ChangeManyAsync([.. half.Select(row => row.Id)], Actor.Of(Desk[Role.Agent]), (ticket, stamp) => ticket.Close(stamp), CancellationToken.None);

        await Button(lena, "Close Selected").ClickAsync();
        await Button(lena, "Close 60 tickets").ClickAsync();

        await Expect(Toast(lena, "30 closed, 30 skipped: already closed.")).ToBeVisibleAsync();
        await lena.GetByText("Show what was skipped").ClickAsync();
        await Expect(lena.Locator(".bulk-skipped a")).ToHaveCountAsync(30);
    }

    [Fact]
    public async Task The_list_holds_still_under_the_pointer_and_announces_what_arrives()
    {
        var customer = await Desk.GivenCustomerAsync("Otto Still", "otto@example.org");
        await GivenForPeopleAsync("Still", 55, customer);
        var lena = await NewPersonAsync(Role.Lead);
        await OpenAsync(lena, "/tickets?priority=Medium");
        var steady = Row(lena, "Still 50");
        await steady.HoverAsync();
        await Expect(lena.Locator("[data-attention=row]")).ToBeVisibleAsync();
        var before = await steady.BoundingBoxAsync();
        await GivenForPeopleAsync("Above", 1, customer);
        await Expect(lena.Locator(".arrivals")).ToHaveTextAsync("1 new");
        Assert.Equal(before!.Y, (await steady.BoundingBoxAsync())!.Y);

        await lena.Locator("h1").HoverAsync();
        await Expect(Row(lena, "Above 00")).ToHaveAttributeAsync("data-changed", "odd");
        await lena.EmulateMediaAsync(new() { ReducedMotion = ReducedMotion.Reduce });
        Assert.Equal("0.001s", await Row(lena, "Above 00").Locator("td").First.EvaluateAsync<string>("cell => getComputedStyle(cell).animationDuration"));

        await lena.Locator(".page-body").EvaluateAsync("list => list.scrollTo({ top: 600 })");
        await Expect(lena.Locator("[data-attention=list]")).ToBeVisibleAsync();
        await GivenForPeopleAsync("Late", 3, customer);
        await Expect(lena.Locator(".arrivals")).ToHaveTextAsync("3 new");
        await lena.Locator(".arrivals").ClickAsync();
        await Expect(Rows(lena).First).ToContainTextAsync("Late 02");
        await Expect(lena.Locator(".arrivals")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task The_keyboard_alone_does_everything()
    {
        await GivenForPeopleAsync("Tent", 4);
        var ticket = await Desk.GivenDraftAsync("Nine minutes.", "How long to pitch the Tent?");
        var lena = await NewPersonAsync(Role.Lead);
        await OpenAsync(lena, "/tickets");
        await lena.Keyboard.PressAsync("/");
        await lena.Keyboard.TypeAsync("tent");
        await lena.Keyboard.PressAsync("Enter");
        await Expect(Rows(lena)).ToHaveCountAsync(5);
        await lena.Keyboard.PressAsync("Escape");
        await lena.Keyboard.PressAsync("f");
        await Expect(lena.Locator("#filter-channel")).ToBeFocusedAsync();
        await lena.Keyboard.PressAsync("Escape");
        await Expect(lena.Locator("#filter-channel")).ToBeHiddenAsync();

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

        // On the row in hand: close asks and gives the focus back, approve sends.
        await FocusAsync(lena, "Tent 02");
        await lena.Keyboard.PressAsync("e");
        await Expect(lena.Locator("dialog[open] h2")).ToContainTextAsync("“Tent 02”?");
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
        await Desk.UntilAsync(ticket.Id, detail => detail.Ticket.EnsorasMessages == 1);

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
        await Expect(lena.Locator("dialog[open] h2")).ToContainTextAsync("Close #");
        await lena.Keyboard.PressAsync("Escape");
        await Expect(lena.Locator("dialog[open]")).ToHaveCountAsync(0);

        // "?" lists every key that a control has.
        await lena.Keyboard.PressAsync("?");
        var list = lena.GetByRole(AriaRole.Dialog, new() { Name = "Keyboard shortcuts" });
        await Expect(list).ToBeVisibleAsync();
        var listed = (await list.Locator("kbd").AllTextContentsAsync()).Select(key => key.ToLowerInvariant()).ToHashSet();
        var used = await lena.EvaluateAsync<string[]>("[...document.querySelectorAll('[data-key]')].map(control => control.dataset.key.toLowerCase())");
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
        var toggle = jonas.GetByRole(AriaRole.Switch, new() { Name = "Desktop notification" });
        await jonas.Locator(".profile").ClickAsync();
        await Expect(toggle).Not.ToBeCheckedAsync();
        await Expect(jonas.GetByRole(AriaRole.Switch, new() { Name = "Soft sound" })).Not.ToBeCheckedAsync();
        await toggle.ClickAsync();
        await Expect(toggle).ToBeCheckedAsync();
        await Expect(jonas.Locator("[data-inbox-alert=on]")).ToBeAttachedAsync();

        await GivenForPeopleAsync("Alarm", 1);

        await jonas.WaitForFunctionAsync("window.told.length === 1 && window.told[0].endsWith('Alarm 00')");
        var waiting = await Desk.Get<TicketReads>().CountInboxAsync(Desk.Project.Id, CancellationToken.None);
        await Expect(jonas).ToHaveTitleAsync($"({waiting}) Tickets");
        var sound = jonas.GetByRole(AriaRole.Switch, new() { Name = "Soft sound" });
        await sound.ClickAsync();
        await OpenAsync(jonas, "/");
        await jonas.Locator(".profile").ClickAsync();
        await Expect(sound).ToBeCheckedAsync();
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
            await lena.Locator(".filter-bar .menu > summary").ClickAsync();
            await AccessibleAsync(lena, $"{path} with the filter open");
            Assert.False(await lena.EvaluateAsync<bool>("document.documentElement.scrollWidth > innerWidth"), $"{path} is wider than {width}");
        }
    }

    [Fact]
    public async Task Priorities_and_statuses_have_the_colours_of_the_help_page()
    {
        var lena = await NewPersonAsync(Role.Lead);
        await OpenAsync(lena, "/tickets");

        Assert.Equal(["gray", "amber", "orange", "red", "red"], await lena.EvaluateAsync<string[]>($$"""
            () => ["Low", "Medium", "High", "Urgent", "Critical"].map(priority => {
                const dot = document.body.appendChild(Object.assign(document.createElement("span"), { className: "priority-dot" }));
                dot.dataset.priority = priority;
                {{Hue}}
                return name(getComputedStyle(dot, "::before").backgroundColor);
            })
            """));
        Assert.Equal(["amber", "blue", "red"], await lena.EvaluateAsync<string[]>($$"""
            () => ["AwaitingApproval", "AwaitingEnsoras", "AwaitingAgent"].map(status => {
                const badge = document.body.appendChild(Object.assign(document.createElement("span"), { className: "status-badge" }));
                badge.dataset.status = status;
                {{Hue}}
                return name(getComputedStyle(badge).backgroundColor);
            })
            """));
    }

    private const string Hue = """
        const name = colour => {
            const [r, g, b] = colour.match(/\d+/g).map(Number), most = Math.max(r, g, b), spread = most - Math.min(r, g, b);
            if (spread < 12) return "gray";
            const hue = 60 * (most === r ? ((g - b) / spread + 6) % 6 : most === g ? (b - r) / spread + 2 : (r - g) / spread + 4);
            return hue > 345 || hue < 12 ? "red" : hue < 28 ? "orange" : hue < 60 ? "amber" : hue > 190 && hue < 250 ? "blue" : String(hue);
        };
        """;

    /// <summary>Tickets that wait for a person, named "Parcel 00" and so on.</summary>
    private async Task GivenForPeopleAsync(string name, int count, Customer? customer = null)
    {
        customer ??= await Desk.GivenCustomerAsync();
        var by = Actor.Of(customer);
        await Desk.Tickets.OpenManyAsync(
            [.. Enumerable.Range(0, count).Select(place => new NewTicket(Desk.Project.Id, customer.Id, Channel.Widget, $"{name} {place:00}", by, (ticket, stamp) =>
            {
                ticket.CustomerWrote(stamp, $"{name} {place:00}", null);
                ticket.Escalate(stamp);
            }))],
            null,
            CancellationToken.None);
    }

    private static async Task AccessibleAsync(IPage page, string what)
    {
        var report = await page.RunAxe();
        Assert.True(report.Violations.Length == 0, $"{what}\n" + string.Join("\n", report.Violations.Select(violation => $"{violation.Id}: {violation.Nodes[0].Html}")));
    }

    private static ILocator Rows(IPage page) => page.Locator("tr[data-ticket]");

    private static ILocator Row(IPage page, string title) => Rows(page).Filter(new() { HasText = title });

    private static ILocator Box(IPage page, string title) => Row(page, title).Locator(".checkbox");

    private static ILocator Toast(IPage page, string text) => page.Locator(".toast").Filter(new() { HasText = text }).Last;

    private static ILocator Search(IPage page) => page.GetByRole(AriaRole.Searchbox, new() { Name = "Search tickets" });

    private static ILocator Button(IPage page, string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    private static Task FocusAsync(IPage page, string title) => Row(page, title).GetByRole(AriaRole.Link).FocusAsync();

    private static async Task SelectAsync(IPage page, params string[] titles)
    {
        await Expect(page.Locator(".bulk-bar")).ToHaveCountAsync(0);
        foreach (var title in titles)
        {
            await Box(page, title).ClickAsync();
        }

        await Expect(page.Locator(".bulk-bar strong")).ToHaveTextAsync($"{titles.Length} selected");
    }

    private static async Task ChooseAsync(IPage page, string label, string value)
    {
        await OpenFilterAsync(page);
        await page.GetByLabel(label, new() { Exact = true }).SelectOptionAsync(value);
        await page.Keyboard.PressAsync("Escape");
    }

    private static async Task FilterAsync(IPage page, string label, string day)
    {
        await OpenFilterAsync(page);
        await page.GetByLabel(label, new() { Exact = true }).FillAsync(day);
        await Expect(page.Locator(".chip").Filter(new() { HasText = label == "From" ? "from" : "until" })).ToBeVisibleAsync();
    }

    private static async Task OpenFilterAsync(IPage page)
    {
        if (!await page.Locator(".filter-bar .menu[open]").IsVisibleAsync())
        {
            await page.Locator(".filter-bar .menu > summary").ClickAsync();
        }
    }

    private static async Task MoreAsync(IPage page, string label, string choice)
    {
        await page.Locator(".bulk-bar .menu > summary").ClickAsync();
        await page.GetByLabel(label, new() { Exact = true }).SelectOptionAsync(new SelectOptionValue { Label = choice });
    }

    private static async Task TagAsync(IPage page, string button)
    {
        await page.Locator(".bulk-bar .menu > summary").ClickAsync();
        await page.GetByLabel("Tag", new() { Exact = true }).FillAsync("peak");
        await Button(page, button).ClickAsync();
    }
}
