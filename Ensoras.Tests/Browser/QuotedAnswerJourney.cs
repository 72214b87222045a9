using System.Text.RegularExpressions;
using Ensoras.Domain.Knowledge;
using Ensoras.Domain.Projects;
using Ensoras.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Ensoras.Tests.Browser;

/// <summary>
/// A visitor, an agent and a reviewer at a desk as it is installed: its own writer, its own schedule, its own clock.
/// </summary>
[Collection(BrowserCollection.Second)]
public sealed class QuotedAnswerJourney(Chromium chromium, HostedDesk desk) : BrowserTest(chromium, desk)
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(3);

    [Fact]
    public async Task A_quoted_answer_reaches_the_visitor_after_the_grace_period_and_without_one_an_agent_answers()
    {
        var article = await Desk.Get<KnowledgeBase>()
            .CreateAsync(
                Desk.Project.Id,
                "Shipping",
                "Pickup points",
                "A parcel stays at the pickup point for seven days and then travels back to us.",
                Actor.Of(Desk[Role.Lead]),
                CancellationToken.None);
        await Desk.Get<ProjectAdmin>()
            .ChangeSettingsAsync(
                Actor.Of(Desk[Role.Admin]),
                settings => settings with { GraceSeconds = (int)Grace.TotalSeconds },
                CancellationToken.None);
        var jonas = new TicketScreen(await NewPersonAsync(Role.Agent));
        var rosa = new TicketScreen(await NewPersonAsync(Role.Reviewer));
        await OpenAsync(jonas.Page, "/tickets");
        await OpenAsync(rosa.Page, "/");
        var visitor = await ChatWindow.OpenAsync(await NewPersonAsync());
        await visitor.WatchTypingAsync();

        // The ticket comes to screens that are open, and its draft quotes the article and links it.
        await visitor.SayAsync("How long does my parcel stay at the pickup point?");
        await Expect(jonas.Page.Locator(".ticket-row")).ToHaveCountAsync(1);
        await Expect(jonas.Page.Locator(".ticket-row .status-badge")).ToHaveTextAsync("Awaiting Approval");
        await rosa.Page.Locator(".ticket-row .ticket-title").ClickAsync();
        await Expect(rosa.Badge("Draft")).ToBeVisibleAsync();
        await Expect(rosa.Bubbles("Ensoras").Locator("blockquote"))
            .ToHaveTextAsync("A parcel stays at the pickup point for seven days and then travels back to us.");
        await Expect(
                rosa.Page.GetByLabel("Sources").GetByRole(AriaRole.Link, new() { Name = "Shipping › Pickup points" }))
            .ToHaveAttributeAsync("href", $"/help/{article.Key}");

        // Approved, it rests for as long as the project says: the visitor sees that somebody types, and not a word
        // before that time is over.
        var approvedAt = Desk.Time.GetUtcNow();
        await rosa.Button("Approve").ClickAsync();
        await Expect(visitor.Answers).ToContainTextAsync("A parcel stays at the pickup point for seven days");
        Assert.InRange(Desk.Time.GetUtcNow() - approvedAt, Grace, TimeSpan.MaxValue);
        Assert.NotEmpty(await visitor.TypedAsync());
        await Expect(jonas.Page.Locator(".ticket-row .status-badge")).ToHaveTextAsync("Awaiting Customer");

        // What no article knows goes to a person, with the reason, and the person's answer reaches the same visitor.
        await visitor.SayAsync("Do you offer student discounts?");
        await Expect(jonas.Page.Locator(".ticket-row .status-badge")).ToHaveTextAsync("Awaiting Agent");
        await jonas.Page.Locator(".ticket-row .ticket-title").ClickAsync();
        await Expect(jonas.Page.Locator(".system-line").Last)
            .ToContainTextAsync("Ensoras found no answer in the knowledge base. A person takes over.");
        await jonas.SendAsync("Not yet, but in **September**.");
        await Expect(visitor.Answers.Last).ToHaveTextAsync(new Regex("Not yet, but in September\\."));
        await Expect(rosa.Status).ToHaveTextAsync("Awaiting Customer");
    }
}
