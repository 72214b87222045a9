using Bunit;
using Ensoras.Domain.Drafting;
using Ensoras.Domain.Knowledge;
using Ensoras.Domain.Scheduling;
using Ensoras.Domain.Tickets;
using Ensoras.Tests.Support;
using Ensoras.Web.TicketDetail.Conversation;

namespace Ensoras.Tests.Pages;

/// <summary>What a reviewer sees of a draft beyond its text.</summary>
public sealed class DraftReviewTests : PageTest
{
    [Fact]
    public async Task A_draft_whose_source_changed_says_so_and_is_approved_only_after_it_was_checked()
    {
        var article = await World.Get<KnowledgeBase>().CreateAsync(
            World.Project.Id, "Shipping", "Express", "It costs €9.", Actor.Of(World.Lena), CancellationToken.None);
        World.Writer.Does(_ => new DraftOutcome.Written(new WrittenDraft(
            "It costs €9.", [new DraftSource("Shipping › Express", $"/help/{article.Key}", "€9")], [])));
        var ticket = await World.GivenTicketAsync();
        await World.SweepAsync(Sweep.Drafts);
        var page = await OpenTicketAsync(ticket.Id, World.Rosa);
        Assert.Contains("Approve A", Buttons(page));

        await World
            .Get<KnowledgeBase>()
            .SaveAsync(
                World.Project.Id,
                article.Key,
                article.Version,
                "Shipping",
                "Express",
                "It costs €19.",
                Actor.Of(World.Lena),
                CancellationToken.None);
        await EventuallyAsync(
            page,
            () =>
                Assert.Contains(
                    "changed since this draft was written.",
                    page.Find(".source-changes").TextContent,
                    StringComparison.Ordinal));
        Assert.DoesNotContain("Approve A", Buttons(page));

        await page.InvokeAsync(() => Button(page, "Still correct").Click());
        await EventuallyAsync(page, () => Assert.Contains("Approve A", Buttons(page)));
        Assert.Empty(page.FindAll(".source-changes"));
    }

    [Fact]
    public void An_article_that_is_quoted_twice_is_one_source_with_both_numbers()
    {
        DraftSource[] sources =
        [
            new("Shipping › Express", "/help/express", "€9"), new("Returns", "/help/returns", "30 days"),
            new("Shipping › Express", "/help/express", "Two days"),
        ];

        var shown = Render<DraftSources>(parameters => parameters.Add(list => list.Sources, sources));

        Assert.Equal(
            [("1, 3", "Shipping › Express", "€9\nTwo days"), ("2", "Returns", "30 days")],
            shown
                .FindAll("li")
                .Select(line =>
                    (
                        line.QuerySelector(".numbers")!.TextContent,
                        line.QuerySelector("a")!.TextContent,
                        line.QuerySelector("a")!.GetAttribute("title")!)));
    }

    [Fact]
    public async Task Who_rejected_a_draft_is_offered_what_to_do_next()
    {
        var (ticketId, _) = await World.GivenDraftAsync();
        var page = await OpenTicketAsync(ticketId, World.Rosa);
        await page.InvokeAsync(() => Button(page, "Reject").Click());
        await page.InvokeAsync(() => page.Find(".review-form").Submit());
        await EventuallyAsync(
            page,
            () =>
                Assert.Equal(
                    ["Write a reply", "Request a new draft", "Hand over"],
                    page.FindAll(".stalled button").Select(button => button.TextContent)));

        await page.InvokeAsync(() => Button(page, "Hand over").Click());

        await EventuallyAsync(page, () => Assert.Empty(page.FindAll(".stalled")));
        Assert.Equal(TicketStatus.AwaitingAgent, (await World.DetailAsync(ticketId)).Ticket.Status);
    }
}
