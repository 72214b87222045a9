using Ensoras.Domain.Drafting;
using Ensoras.Domain.Tickets;
using Ensoras.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Ensoras.Tests.Browser;

/// <summary>
/// A reviewer's working day: ten tasks in one sign-in, with a visitor in the chat and another reviewer.
/// </summary>
public class ReviewersDay(Chromium chromium, DraftingDesk desk)
    : BrowserTestOn<DraftingDesk>(chromium, desk),
        IClassFixture<DraftingDesk>
{
    [Fact]
    public async Task A_reviewer_approves_edits_regenerates_rejects_and_is_stopped_when_something_came_first()
    {
        using var mayWrite = new ManualResetEventSlim();
        Desk.Writer.Does(_ =>
        {
            mayWrite.Wait(TimeSpan.FromSeconds(30));
            return new DraftOutcome.Written(new WrittenDraft("It left **Rotterdam** yesterday.", [], []));
        });
        var rosa = new TicketScreen(await NewPersonAsync(Role.Reviewer));
        var lena = new TicketScreen(await NewPersonAsync(Role.Lead));
        await OpenAsync(lena.Page, "/");
        await OpenAsync(rosa.Page, "/tickets");

        // 1. A visitor asks; the ticket is on the list at once, and its page says that an answer is being prepared.
        var visitor = await ChatWindow.OpenAsync(await NewPersonAsync());
        await visitor.WatchTypingAsync();
        await visitor.SayAsync("Where is my parcel?");
        await rosa.Page.Locator(".ticket-row .ticket-title").ClickAsync();
        await Expect(rosa.Page.GetByText("Ensoras is preparing a response…")).ToBeVisibleAsync();
        await Expect(lena.Page.Locator(".ticket-row")).ToHaveCountAsync(0);

        // 2. The draft is there, and on the other screen the Inbox row and the badge.
        mayWrite.Set();
        await Expect(rosa.Badge("Draft")).ToBeVisibleAsync();
        await Expect(rosa.Page.GetByText("Ensoras is preparing a response…")).ToHaveCountAsync(0);
        await Expect(lena.Page.Locator(".ticket-row .status-badge")).ToHaveTextAsync("Awaiting Approval");
        await Expect(lena.Page.Locator(".nav .badge")).ToHaveTextAsync("1");
        await TicketScreen.ExpectAccessibleAsync(rosa.Page);

        // 3. Approved with a key: the visitor sees typing, then the reply; it is nobody's work any more.
        await rosa.Page.Keyboard.PressAsync("a");
        await Expect(visitor.Answers)
            .ToHaveTextAsync(new System.Text.RegularExpressions.Regex("It left Rotterdam yesterday."));
        Assert.NotEmpty(await visitor.TypedAsync());
        await Expect(rosa.Status).ToHaveTextAsync("Awaiting Customer");
        await Expect(lena.Page.Locator(".ticket-row:not([data-gone])")).ToHaveCountAsync(0);
        await Expect(lena.Page.Locator(".nav .badge")).ToHaveCountAsync(0);

        // 4. The visitor answers and the ticket is back; the draft is too long for the reviewer's liking.
        Desk.Writer.Writes("It arrives on Friday, and we are very sorry for everything.");
        await visitor.SayAsync("And when does it arrive?");
        await Expect(rosa.Badge("Draft")).ToBeVisibleAsync();
        Desk.Writer.Writes("It arrives on Friday.");
        await rosa.Button("Regenerate").ClickAsync();
        await Expect(rosa.Page.GetByLabel("What should change?")).ToBeFocusedAsync();
        await rosa.Button("Shorter").ClickAsync();
        await Expect(rosa.Page.Locator(".rejected > summary")).ToHaveTextAsync("Rosa Reviewer requested a new draft");
        await Expect(rosa.Page.GetByText("Asked for: Shorter")).ToBeVisibleAsync();
        Assert.Equal("Shorter", Desk.Writer.Requests.Last().Instruction);

        // 5. What changed between the drafts, and the older one unfolded.
        await rosa.Page.GetByText("What changed").ClickAsync();
        await Expect(rosa.Page.Locator("del").First).ToContainTextAsync("and we are very sorry");
        await rosa.Page.Locator(".rejected > summary").ClickAsync();
        await Expect(rosa.Page.Locator(".rejected .markdown")).ToBeVisibleAsync();

        // 6. Edited and approved in one go.
        await rosa.Page.Locator("h1").ClickAsync();
        await rosa.Page.Keyboard.PressAsync("d");
        await rosa.Page.GetByLabel("Edit the draft").FillAsync("It arrives on Friday morning.");
        await rosa.Button("Save and approve").ClickAsync();
        await Expect(visitor.Answers.Last).ToContainTextAsync("It arrives on Friday morning.");
        await Expect(rosa.Page.Locator(".message[data-sender=Ensoras] .message-head").Last)
            .ToContainTextAsync("approved by Rosa Reviewer");

        // 7. Rejected with a reason: back where it was, and kept.
        Desk.Writer.Writes("You are welcome!");
        await visitor.SayAsync("Can I change the address?");
        await rosa.Button("Reject").ClickAsync();
        await Expect(rosa.Page.GetByLabel("Why?")).ToBeFocusedAsync();
        await rosa.Page.GetByLabel("Why?").FillAsync("No answer to the question");
        await rosa.Button("Reject draft").ClickAsync();
        await Expect(rosa.Page.GetByText("Rosa Reviewer rejected this draft: No answer to the question"))
            .ToBeVisibleAsync();
        await Expect(rosa.Status).ToHaveTextAsync("Awaiting Ensoras");

        // 8. The magic wand brings another one, also on a phone.
        Desk.Writer.Writes("Yes: tell us the new address.");
        await rosa.Page.SetViewportSizeAsync(390, 844);
        await rosa.Page.GetByLabel("Generate an Ensoras draft").ClickAsync();
        await Expect(rosa.Badge("Draft")).ToBeVisibleAsync();
        await rosa
            .Page.GetByLabel("Ticket details", new() { Exact = true })
            .And(rosa.Page.Locator("button"))
            .ClickAsync();
        await Expect(rosa.Page.Locator(".history")).ToContainTextAsync("Rosa Reviewer requested a draft");
        await TicketScreen.ExpectAccessibleAsync(rosa.Page);
        await rosa.Page.Keyboard.PressAsync("Escape");
        await rosa.Page.SetViewportSizeAsync(1440, 900);

        // 9. The customer writes between the draft and the click: nothing is sent, and the reviewer reads why.
        Desk.Writer.Writes("Gladly. What is the new address?");
        var ticketId = (await Desk.Get<TicketReads>().FindIdAsync(Desk.Project.Id, 1, CancellationToken.None))!.Value;
        await PressWhileHeldAsync(
            rosa.Page,
            "a",
            () =>
                Desk.Tickets.ChangeAsync(
                    ticketId,
                    Actor.System,
                    (ticket, stamp) =>
                    {
                        ticket.CustomerWrote(
                            new Stamp(new Actor(Sender.Customer, ticket.CustomerId, "Visitor", null), stamp.At),
                            "It is Canal Street 2",
                            null);
                    },
                    CancellationToken.None));
        await Expect(rosa.Page.GetByText("The customer wrote again before you decided, so this draft was not sent."))
            .ToBeVisibleAsync();
        await Expect(rosa.Page.GetByText("It is Canal Street 2")).ToBeVisibleAsync();
        await Expect(visitor.Answers).ToHaveCountAsync(2);

        // 10. Two reviewers approve at the same moment: one reply, and the second is told.
        await OpenAsync(lena.Page, "/tickets/1");
        await Expect(lena.Button("Approve")).ToBeVisibleAsync();
        await Expect(rosa.Button("Approve")).ToBeVisibleAsync();
        await Task.WhenAll(PressAsync(rosa.Page), PressAsync(lena.Page));
        await Expect(rosa.Status).ToHaveTextAsync("Awaiting Customer");
        await Expect(lena.Status).ToHaveTextAsync("Awaiting Customer");
        await await Task.WhenAny(ToldAsync(rosa.Page), ToldAsync(lena.Page));
        await Expect(visitor.Answers).ToHaveCountAsync(3);

        static Task PressAsync(IPage page) => page.EvaluateAsync("document.querySelector('[data-key=a]').click()");
        static Task ToldAsync(IPage page) =>
            page.GetByText("already approved this draft; nothing was sent twice.").WaitForAsync();
    }

    /// <summary>
    /// Presses a key's button after <paramref name="meanwhile"/> has happened and before the page has heard of it:
    /// the page waits for an answer of ours.
    /// </summary>
    private static async Task PressWhileHeldAsync(IPage page, string key, Func<Task> meanwhile)
    {
        await page.RouteAsync("**/held", async route =>
        {
            await meanwhile();
            await route.FulfillAsync(new() { Status = 204 });
        });
        await page.EvaluateAsync(
            """
            key => {
              const waits = new XMLHttpRequest();
              waits.open("GET", "/held", false);
              waits.send();
              document.querySelector(`[data-key=${key}]`).click();
            }
            """, key);
        await page.UnrouteAsync("**/held");
    }
}
