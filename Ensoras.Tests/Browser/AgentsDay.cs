using Ensoras.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Ensoras.Tests.Browser;

/// <summary>
/// An agent's working day: ten tasks in one sign-in, with a visitor in the chat and a colleague at the next desk.
/// </summary>
[Collection(BrowserCollection.Second)]
public class AgentsDay(Chromium chromium, DraftingDesk desk)
    : BrowserTestOn<DraftingDesk>(chromium, desk),
        IClassFixture<DraftingDesk>
{
    [Fact]
    public async Task An_agent_takes_over_a_chat_answers_schedules_notes_and_closes()
    {
        Desk.Writer.HasNoAnswer("Ensoras found nothing about this in the knowledge base.");
        var jonas = new TicketScreen(await NewPersonAsync(Role.Agent));
        var lena = new TicketScreen(await NewPersonAsync(Role.Lead));
        await OpenAsync(lena.Page, "/");
        await OpenAsync(jonas.Page, "/chats");
        await Expect(jonas.Page.GetByText("No active chats")).ToBeVisibleAsync();

        // 1. A visitor asks what nobody has written down; the chat, the Inbox row and the badge are there by
        // themselves.
        var visitor = await ChatWindow.OpenAsync(await NewPersonAsync());
        await visitor.SayAsync("Do you ship to Mars?");
        var row = jonas.Page.Locator(".chat-row");
        await Expect(row.Locator(".status-badge")).ToHaveTextAsync("Awaiting Agent");
        await Expect(row).ToContainTextAsync("online");
        await Expect(row).ToContainTextAsync("on Tents, boots and stoves");
        await Expect(row).ToContainTextAsync("waiting");
        await Expect(lena.Page.Locator(".ticket-row .ticket-title")).ToHaveTextAsync("Do you ship to Mars?");
        await Expect(lena.Page.Locator(".nav .badge")).ToHaveTextAsync("1");
        await TicketScreen.ExpectAccessibleAsync(jonas.Page);

        // 2. One click takes the chat over; the conversation says why no answer was drafted.
        await row.GetByRole(AriaRole.Button, new() { Name = "Take over" }).ClickAsync();
        await Expect(jonas.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/tickets/1$"));
        await Expect(jonas.Page.Locator(".system-line").First)
            .ToContainTextAsync("Ensoras found nothing about this in the knowledge base.");
        await Expect(jonas.Page.Locator(".properties")).ToContainTextAsync("Jonas Agent");

        // 3. A colleague opens it by a click on its row; each sees that the other is there, and who replies.
        await lena.Page.Locator(".ticket-row .ticket-title").ClickAsync();
        await Expect(jonas.Page.GetByLabel("Lena Lead is viewing this ticket")).ToBeVisibleAsync();
        await visitor.WatchTypingAsync();
        await jonas.Page.Keyboard.PressAsync("r");
        await jonas.Composer.PressSequentiallyAsync("Not **yet**");
        await Expect(lena.Page.GetByText("Jonas Agent is replying…")).ToBeVisibleAsync();
        await Expect(lena.Page.GetByLabel("Jonas Agent is viewing this ticket")).ToBeVisibleAsync();

        // 4. What is half typed survives a live update and a reload, and can be looked at before it goes.
        await visitor.SayAsync("Or to the Moon?");
        await Expect(jonas.Bubbles("Customer")).ToHaveCountAsync(2);
        await Expect(jonas.Composer).ToHaveValueAsync("Not **yet**");
        await jonas.Page.ReloadAsync();
        await jonas.Page.WaitForSelectorAsync("[data-live=true]", new() { State = WaitForSelectorState.Attached });
        await Expect(jonas.Composer).ToHaveValueAsync("Not **yet**");
        await jonas.Button("Preview").ClickAsync();
        await Expect(jonas.Page.Locator("reply-composer .markdown strong")).ToHaveTextAsync("yet");
        await jonas.Button("Preview").ClickAsync();
        await Expect(jonas.Composer).ToBeVisibleAsync();

        // 5. It was begun before the visitor's newest words, so it is held until the agent decides.
        await jonas.Composer.PressAsync("Shift+Enter");
        await Expect(jonas.Page.GetByText("1 new message since you began.")).ToBeVisibleAsync();
        await TicketScreen.ExpectAccessibleAsync(jonas.Page);
        await jonas.Button("Send anyway").ClickAsync();
        await Expect(visitor.Answers).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("Not yet"));
        Assert.Contains("Jonas Agent is typing", await visitor.TypedAsync());
        await Expect(jonas.Composer).ToHaveValueAsync("");
        await Expect(lena.Status).ToHaveTextAsync("Awaiting Customer");

        // 6. A note is for the team only, also after a reload in the middle of it.
        await jonas.Page.Locator("h1").ClickAsync();
        await jonas.Page.Keyboard.PressAsync("n");
        await Expect(jonas.Button("Add note")).ToBeVisibleAsync();
        await jonas.Composer.FillAsync("Has asked about Venus before");
        await OpenAsync(jonas.Page, "/tickets/1");
        await Expect(jonas.Button("Add note")).ToBeVisibleAsync();
        await Expect(jonas.Composer).ToHaveValueAsync("Has asked about Venus before");
        await jonas.Composer.PressAsync("Shift+Enter");
        await Expect(lena.Page.Locator(".bubble[data-note]")).ToHaveTextAsync("Has asked about Venus before");
        await Expect(visitor.Text("Venus")).ToHaveCountAsync(0);

        // 7. A reply for later: the picker says why not beyond 48 hours; then it counts down, and is sent now after
        // all.
        await jonas.Composer.FillAsync("We open a shop there next year.");
        await jonas.Page.GetByLabel("Send later").ClickAsync();
        var picker = jonas.Page.GetByLabel("At (within 48 hours)");
        await Expect(picker).Not.ToHaveValueAsync("");
        await picker.EvaluateAsync(
            "field => { field.value = new Date(Date.now() + 50 * 3600e3).toISOString().slice(0, 16); "
                + "field.dispatchEvent(new Event('input', { bubbles: true })); }");
        await Expect(jonas.Page.GetByText("At most 48 hours ahead")).ToBeVisibleAsync();
        await Expect(picker).ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(jonas.Button("Schedule")).ToBeDisabledAsync();
        await jonas.Page.GetByRole(AriaRole.Button, new() { Name = "In 1 hour" }).ClickAsync();
        await Expect(jonas.Badge("Scheduled"))
            .ToHaveTextAsync(new System.Text.RegularExpressions.Regex("^Scheduled · in (60|59) min$"));
        await Expect(jonas.Composer).ToHaveValueAsync("");
        await jonas.Button("Send Now").ClickAsync();
        await Expect(visitor.Answers).ToHaveCountAsync(2);

        // 8. Sent too soon: undone while it waits, and the text is there again.
        await Desk.SetGraceAsync(TimeSpan.FromSeconds(30));
        await OpenAsync(jonas.Page, "/tickets/1");
        await jonas.SendAsync("Sent too soon");
        await jonas.Button("Undo").ClickAsync();
        await Expect(jonas.Composer).ToHaveValueAsync("Sent too soon");
        await jonas.Composer.FillAsync("");
        await Desk.SetGraceAsync(TimeSpan.Zero);

        // 9. Priority and tags in place; the customer's tickets are a click away and back.
        var priority = jonas
            .Page.Locator(".properties")
            .GetByRole(AriaRole.Button, new() { NameRegex = new("^Priority:") });
        await priority.FocusAsync();
        await jonas.Page.Keyboard.PressAsync("ArrowDown");
        await jonas.Page.Keyboard.PressAsync("Enter");
        await TicketScreen.ExpectAccessibleAsync(jonas.Page);
        await jonas.Item("High").ClickAsync();
        await Expect(lena.Page.Locator(".ticket-actions .priority-dot").First).ToContainTextAsync("High");
        await Expect(priority).ToBeFocusedAsync();
        await jonas
            .Page.Locator(".ticket-actions")
            .GetByRole(AriaRole.Button, new() { NameRegex = new("^Priority:") })
            .ClickAsync();
        await jonas.Page.Keyboard.PressAsync("Escape");
        await Expect(jonas.Page.Locator(".ticket-actions [aria-label^='Priority']")).ToBeFocusedAsync();
        await jonas.Page.GetByRole(AriaRole.Button, new() { Name = "Add tag" }).ClickAsync();
        await Expect(jonas.Page.GetByLabel("New tag")).ToBeFocusedAsync();
        await jonas.Page.Keyboard.TypeAsync("space");
        await jonas.Page.Keyboard.PressAsync("Enter");
        await Expect(lena.Page.Locator(".tag.removable")).ToContainTextAsync("space");
        await Expect(jonas.Page.GetByLabel("New tag")).ToHaveValueAsync("");
        await jonas.Page.Keyboard.PressAsync("Escape");
        await Expect(jonas.Page.GetByRole(AriaRole.Button, new() { Name = "Add tag" })).ToBeFocusedAsync();
        await jonas.Page.GetByRole(AriaRole.Link, new() { Name = "1 open" }).ClickAsync();
        await Expect(jonas.Page.Locator(".chip")).ToContainTextAsync("Open tickets of Visitor");
        await jonas.Page.Locator(".ticket-row .ticket-title").ClickAsync();

        // 10. Closing asks first and ends the visitor's chat; a closed ticket is reopened.
        await Expect(jonas.Composer).ToBeEditableAsync();
        await jonas.Page.Keyboard.PressAsync("e");
        await jonas
            .Page.GetByRole(AriaRole.Dialog)
            .GetByRole(AriaRole.Button, new() { Name = "Close ticket" })
            .ClickAsync();
        await Expect(visitor.Text("This conversation has ended")).ToBeVisibleAsync();
        await Expect(lena.Status).ToHaveTextAsync("Closed");

        // What was begun as a note while it was closed stays one when a colleague reopens it.
        await jonas.Composer.FillAsync("Dreams of Pluto, too");
        await lena.Button("Reopen").ClickAsync();
        await Expect(jonas.Status).ToHaveTextAsync("Awaiting Customer");
        await Expect(jonas.Button("Add note")).ToBeVisibleAsync();
        await jonas.Composer.PressAsync("Shift+Enter");
        await Expect(lena.Page.Locator(".bubble[data-note]").Last).ToHaveTextAsync("Dreams of Pluto, too");
        await Expect(jonas.Button("Send")).ToBeVisibleAsync();
    }
}
