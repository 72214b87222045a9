using Ensoras.Tests.Support;
using Microsoft.Playwright;
using static Ensoras.Tests.Support.ListScreen;
using static Microsoft.Playwright.Assertions;

namespace Ensoras.Tests.Browser;

/// <summary>A lead at the Inbox and at Tickets; a colleague looks on.</summary>
public class LeadsDay(Chromium chromium, DraftingDesk desk)
    : BrowserTestOn<DraftingDesk>(chromium, desk),
        IClassFixture<DraftingDesk>
{
    [Fact]
    public async Task A_leads_working_day_is_seen_by_a_colleague_without_reload()
    {
        var draft = await Desk.GivenDraftAsync("It arrives on Friday.", "Where is my kayak?");
        var other = await Desk.GivenDraftAsync("Not by air.", "Do you ship stoves?");
        await Desk.GivenForPeopleAsync("Parcel", 53);
        var (lena, rosa) = (await NewPersonAsync(Role.Lead), await NewPersonAsync(Role.Reviewer));
        await OpenAsync(rosa, "/tickets");

        // One: what waits for a review, in the address, on a chip, and the same in another browser.
        await OpenAsync(lena, "/");
        await ChooseAsync(lena, "Status", "Awaiting Approval");
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
        await Expect(Toast(lena, "1 being regenerated")).ToBeVisibleAsync();
        await Desk.UntilAsync(
            other.Id,
            detail => detail.Thread.Count(message => message.Sender is Sender.Ensoras) == 2);
        await Box(lena, "Where is my kayak?").ClickAsync();
        await Button(lena, "Approve Pending Replies").ClickAsync();
        await Expect(Toast(lena, "1 approved")).ToBeVisibleAsync();
        await Expect(Row(rosa, "Where is my kayak?").Locator(".status-badge")).ToHaveTextAsync("Awaiting Customer");
        await Desk.UntilAsync(draft.Id, detail => detail.Ticket.EnsorasMessages == 1);

        // Three: a search shows its hit; four: a range of dates, and one turned round.
        await Button(lena, "Clear all filters").ClickAsync();
        await SearchBox(lena).FillAsync("friday");
        await SearchBox(lena).PressAsync("Enter");
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
        await MoreAsync(lena, "Assign to", "Jonas Agent", "Assign");
        await Expect(Toast(lena, "4 assigned to Jonas Agent")).ToBeVisibleAsync();
        await Expect(Row(rosa, "Parcel 48").GetByRole(AriaRole.Img, new() { Name = "Jonas Agent" })).ToBeVisibleAsync();
        await SelectAsync(lena, "Parcel 50", "Parcel 49");
        await MoreAsync(lena, "Set priority", "Urgent", "Apply");
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
}
