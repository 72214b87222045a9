using Deque.AxeCore.Playwright;
using Ensoras.Domain.People;
using Ensoras.Domain.Tickets;
using Ensoras.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Ensoras.Tests.Browser;

public class TicketPageJourney(Chromium chromium, DraftingDesk desk) : BrowserTestOn<DraftingDesk>(chromium, desk), IClassFixture<Chromium>, IClassFixture<DraftingDesk>
{
    [Fact]
    public async Task Two_reviewers_approve_at_the_same_moment_and_one_reply_is_sent()
    {
        var ticket = await Desk.GivenDraftAsync();
        var (rosa, lena) = (await NewPersonAsync(Role.Reviewer), await NewPersonAsync(Role.Lead));
        await OpenAsync(rosa, $"/tickets/{ticket.Number}");
        await OpenAsync(lena, $"/tickets/{ticket.Number}");
        await Expect(Button(rosa, "Approve")).ToBeVisibleAsync();
        await Expect(Button(lena, "Approve")).ToBeVisibleAsync();

        await Task.WhenAll(PressAsync(rosa), PressAsync(lena));

        await Expect(Status(rosa)).ToHaveTextAsync("Awaiting Customer");
        await Expect(Status(lena)).ToHaveTextAsync("Awaiting Customer");
        var told = await Task.WhenAny(ToldAsync(rosa), ToldAsync(lena));
        await told;
        var detail = await Desk.UntilAsync(ticket.Id, detail => detail.Ticket.EnsorasMessages == 1);
        Assert.Single(detail.Thread, message => message.Status is MessageStatus.Sent);

        static Task ToldAsync(IPage page) => page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "already approved this draft; nothing was sent twice." }).WaitForAsync();
        static Task PressAsync(IPage page) => page.EvaluateAsync("document.querySelector('[data-key=a]').click()");
    }

    [Fact]
    public async Task A_half_typed_reply_survives_live_updates_and_a_reload()
    {
        var ticket = await Desk.GivenDraftAsync();
        var page = await NewPersonAsync(Role.Agent);
        await OpenAsync(page, $"/tickets/{ticket.Number}");
        await Composer(page).FillAsync("Hello Mira, I am");

        await Desk.CustomerWritesAsync(ticket, "Are you there?");
        await Expect(page.GetByText("Are you there?", new() { Exact = true })).ToBeVisibleAsync();
        await Expect(Composer(page)).ToHaveValueAsync("Hello Mira, I am");
        await page.ReloadAsync();

        await Expect(Composer(page)).ToHaveValueAsync("Hello Mira, I am");
    }

    [Fact]
    public async Task A_reviewer_regenerates_edits_and_approves_and_the_first_draft_is_folded_away()
    {
        var ticket = await Desk.GivenDraftAsync("It is on its way, and we are very sorry for everything.");
        var page = await NewPersonAsync(Role.Reviewer);
        await OpenAsync(page, $"/tickets/{ticket.Number}");

        Desk.Writer.Writes("It is on its way.");
        await Button(page, "Regenerate").ClickAsync();
        await Button(page, "Shorter").ClickAsync();
        await Expect(page.Locator(".rejected > summary", new() { HasText = "Rosa Reviewer asked for a new draft" })).ToBeVisibleAsync();
        await Expect(page.GetByText("Asked for: Shorter")).ToBeVisibleAsync();
        await page.GetByText("What changed").ClickAsync();
        await Expect(page.Locator("del").First).ToContainTextAsync("and we are very sorry");

        await page.Keyboard.PressAsync("d");
        await page.GetByLabel("Edit the draft").FillAsync("It arrives on Friday.");
        await Button(page, "Save and approve").ClickAsync();

        await Expect(Status(page)).ToHaveTextAsync("Awaiting Customer");
        var detail = await Desk.UntilAsync(ticket.Id, detail => detail.Ticket.EnsorasMessages == 1);
        var sent = detail.Thread.Single(message => message.Status is MessageStatus.Sent);
        Assert.Equal(("It arrives on Friday.", "It is on its way."), (sent.Body, sent.OriginalBody));
    }

    [Fact]
    public async Task A_reviewer_rejects_with_a_reason_and_the_ticket_goes_back()
    {
        var ticket = await Desk.GivenDraftAsync();
        var page = await NewPersonAsync(Role.Reviewer);
        await OpenAsync(page, $"/tickets/{ticket.Number}");

        await Button(page, "Reject").ClickAsync();
        await page.GetByLabel("Why?").FillAsync("Wrong parcel");
        await Button(page, "Reject draft").ClickAsync();

        await Expect(page.GetByText("Rosa Reviewer rejected it: Wrong parcel")).ToBeVisibleAsync();
        await Expect(Status(page)).ToHaveTextAsync("Awaiting Ensoras");
    }

    [Fact]
    public async Task Without_an_answer_an_agent_writes_it_and_shift_enter_sends()
    {
        Desk.Writer.HasNoAnswer("Ensoras found nothing about this in the knowledge base.");
        var ticket = await Desk.GivenTicketAsync("Do you sell to Mars?");
        var page = await NewPersonAsync(Role.Agent);
        await OpenAsync(page, $"/tickets/{ticket.Number}");
        await Expect(page.GetByText("Ensoras found nothing about this in the knowledge base.").First).ToBeVisibleAsync();
        await Expect(Status(page)).ToHaveTextAsync("Awaiting Agent");

        await page.Keyboard.PressAsync("r");
        await page.Keyboard.TypeAsync("Not yet, but we ship to every place with a postman.");
        await page.Keyboard.PressAsync("Shift+Enter");

        await Expect(page.Locator(".message[data-sender=Agent]")).ToContainTextAsync("Not yet, but");
        await Expect(Composer(page)).ToHaveValueAsync("");
        await Expect(Status(page)).ToHaveTextAsync("Awaiting Customer");
        await Desk.UntilAsync(ticket.Id, detail => detail.Ticket.AgentMessages == 1);
    }

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
    public async Task A_reply_is_taken_back_while_it_rests_and_its_text_returns()
    {
        await Desk.SetGraceAsync(TimeSpan.FromSeconds(30));
        var ticket = await Desk.GivenTicketAsync();
        var page = await NewPersonAsync(Role.Agent);
        await OpenAsync(page, $"/tickets/{ticket.Number}");

        await Composer(page).FillAsync("Sent too soon");
        await page.Keyboard.PressAsync("Shift+Enter");
        await Expect(page.GetByText("Sends in")).ToBeVisibleAsync();
        await Button(page, "Undo").ClickAsync();

        await Expect(Composer(page)).ToHaveValueAsync("Sent too soon");
        await Expect(Status(page)).ToHaveTextAsync("Awaiting Agent");
        await Desk.SetGraceAsync(TimeSpan.Zero);
    }

    [Fact]
    public async Task A_reply_begun_before_new_messages_is_held_until_the_agent_decides()
    {
        var ticket = await Desk.GivenTicketAsync();
        var (page, other) = (await NewPersonAsync(Role.Agent), await NewPersonAsync(Role.Lead));
        await OpenAsync(page, $"/tickets/{ticket.Number}");
        await OpenAsync(other, $"/tickets/{ticket.Number}");
        await Composer(page).PressSequentiallyAsync("My answer");
        await Expect(other.GetByText("Jonas Agent is replying…")).ToBeVisibleAsync();
        await Expect(other.GetByLabel("Jonas Agent is viewing this ticket")).ToBeVisibleAsync();

        await Desk.CustomerWritesAsync(ticket, "One more thing");
        await Desk.CustomerWritesAsync(ticket, "And another");
        await Expect(page.Locator(".message[data-sender=Customer]")).ToHaveCountAsync(3);
        await page.Keyboard.PressAsync("Shift+Enter");
        await Expect(page.GetByText("2 new messages since you began.")).ToBeVisibleAsync();
        await Button(page, "Send anyway").ClickAsync();

        await Expect(page.Locator(".message[data-sender=Agent]")).ToContainTextAsync("My answer");
    }

    [Fact]
    public async Task Hostile_text_is_shown_as_text_everywhere()
    {
        var customer = await Desk.GivenCustomerAsync("<img src=x onerror=alert(1)>", "eve@example.org");
        Desk.Writer.Writes("<script>document.title='hacked'</script> [go](javascript:alert(1))");
        var ticket = await Desk.GivenTicketAsync("<script>document.title='hacked'</script> <img src=x onerror=alert(2)> [go](javascript:alert(3)) <javascript:alert(4)>", customer: customer);
        await Desk.UntilAsync(ticket.Id, detail => detail.Thread.Any(message => message.IsPendingDraft));
        var page = await NewPersonAsync(Role.Reviewer);
        page.Dialog += (_, dialog) => Assert.Fail($"A script ran: {dialog.Message}");
        await OpenAsync(page, $"/tickets/{ticket.Number}");

        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("<script>");
        await Expect(page.Locator(".message .sender").First).ToHaveTextAsync("<img src=x onerror=alert(1)>");
        await Expect(page.Locator(".message[data-sender=Ensoras] .bubble-text")).ToContainTextAsync("<script>");
        Assert.Equal(0, await page.Locator(".thread img, .thread script, .thread a[href^='javascript:' i]").CountAsync());
        Assert.DoesNotContain("hacked", (await page.TitleAsync()).Split('>')[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1440, false)]
    [InlineData(1440, true)]
    [InlineData(390, false)]
    public async Task The_ticket_page_is_accessible(int width, bool dark)
    {
        var ticket = await Desk.GivenDraftAsync("Hello **Mira**, it is [here](https://example.org).\n\n| a | b |\n|---|---|\n| 1 | 2 |");
        var page = await NewPersonAsync(Role.Lead, width, dark);
        await OpenAsync(page, $"/tickets/{ticket.Number}");

        var report = await page.RunAxe();

        Assert.True(report.Violations.Length == 0, string.Join("\n", report.Violations.Select(violation => $"{violation.Id}: {violation.Nodes[0].Html}")));
    }

    private static ILocator Button(IPage page, string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = name is "Send" or "Reject" or "Regenerate" });

    private static ILocator Composer(IPage page) => page.Locator(".composer-area textarea");

    private static ILocator Status(IPage page) => page.Locator(".ticket-actions .menu > summary .status-badge");
}
