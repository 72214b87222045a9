using Ensoras.Domain.Drafting;
using Ensoras.Domain.Knowledge;
using Ensoras.Domain.Live;
using Ensoras.Domain.Scheduling;
using Ensoras.Domain.Tickets;
using Ensoras.Tests.Support;

namespace Ensoras.Tests.Tickets;

/// <summary>A draft is pinned to the articles that it quotes: one that changed is not sent as if it had not.</summary>
public sealed class ChangedSourceTests(Worlds worlds) : IClassFixture<Worlds>
{
    [Theory, OnEveryDatabase]
    public async Task A_changed_article_is_shown_and_stops_the_approval_until_a_reviewer_confirms(Engine engine)
    {
        var world = await worlds.OnAsync(engine);
        var (article, ticketId, draft) = await QuotedAsync(world, "Express delivery");
        Assert.Empty((await world.DetailAsync(ticketId)).Ticket.ChangedSources(draft));
        var told = 0;
        world.Live.Announced += Count;

        await world
            .Get<KnowledgeBase>()
            .SaveAsync(
                world.Project.Id,
                article.Key,
                article.Version,
                "Shipping",
                "Express delivery",
                "It costs €19.",
                Actor.Of(world.Lena),
                CancellationToken.None);

        world.Live.Announced -= Count;
        Assert.Equal(1, told);
        var detail = await world.DetailAsync(ticketId);
        var change = Assert.Single(detail.Ticket.ChangedSources(draft));
        Assert.Equal(("Shipping › Express delivery", false), (change.Title, change.IsDeleted));
        Assert.False(detail.Ticket.Can(TicketAction.Approve, Actor.Of(world.Rosa), draft.Id));
        var refusal = await Assert.ThrowsAsync<RuleBrokenException>(() =>
            world.ChangeAsync(ticketId, world.Rosa, (ticket, stamp) => ticket.Approve(stamp, draft.Id, TimeSpan.Zero)));
        Assert.Equal(
            "“Shipping › Express delivery” was changed after this draft was written, so nothing was sent. Check the "
                + "draft against it, then confirm or regenerate.",
            refusal.Message);

        await world.ChangeAsync(
            ticketId,
            world.Rosa,
            (ticket, stamp) => ticket.ConfirmSources(stamp, draft.Id, [change]));
        await world.ChangeAsync(
            ticketId,
            world.Rosa,
            (ticket, stamp) => ticket.Approve(stamp, draft.Id, TimeSpan.Zero));
        Assert.Equal(TicketStatus.AwaitingCustomer, (await world.DetailAsync(ticketId)).Ticket.Status);

        void Count(IReadOnlyCollection<LiveScope> scopes) =>
            told += scopes.Contains(LiveScope.Ticket(ticketId)) ? 1 : 0;
    }

    [Theory, OnEveryDatabase]
    public async Task A_deleted_article_stops_it_too_and_what_changed_again_is_looked_at_again(Engine engine)
    {
        var world = await worlds.OnAsync(engine);
        var knowledge = world.Get<KnowledgeBase>();
        var (article, ticketId, draft) = await QuotedAsync(world, "Gift cards");
        article = await knowledge.SaveAsync(
            world.Project.Id,
            article.Key,
            article.Version,
            "Shipping",
            "Gift cards",
            "Two years.",
            Actor.Of(world.Lena),
            CancellationToken.None);
        var seen = (await world.DetailAsync(ticketId)).Ticket.ChangedSources(draft);

        await knowledge.DeleteAsync(
            world.Project.Id,
            article.Key,
            article.Version,
            Actor.Of(world.Lena),
            CancellationToken.None);

        Assert.True(Assert.Single((await world.DetailAsync(ticketId)).Ticket.ChangedSources(draft)).IsDeleted);
        await Assert.ThrowsAsync<RuleBrokenException>(() =>
            world.ChangeAsync(ticketId, world.Rosa, (ticket, stamp) => ticket.Approve(stamp, draft.Id, TimeSpan.Zero)));
        await Assert.ThrowsAsync<RuleBrokenException>(() =>
            world.ChangeAsync(ticketId, world.Rosa, (ticket, stamp) => ticket.ConfirmSources(stamp, draft.Id, seen)));
    }

    [Theory, OnEveryDatabase]
    public async Task A_bulk_approval_skips_it_with_the_reason_and_sends_the_others(Engine engine)
    {
        var world = await worlds.OnAsync(engine);
        var (article, changed, _) = await QuotedAsync(world, "Returns");
        var (_, same, _) = await QuotedAsync(world, "Exchanges");
        await world
            .Get<KnowledgeBase>()
            .SaveAsync(
                world.Project.Id,
                article.Key,
                article.Version,
                "Shipping",
                "Returns",
                "30 days.",
                Actor.Of(world.Lena),
                CancellationToken.None);
        SelectedTicket[] selected = [new(changed, world.Now), new(same, world.Now)];

        var report = await world
            .Get<BulkActions>()
            .RunAsync(
                world.Project.Id,
                BulkChange.Approve,
                selected,
                Actor.Of(world.Lena),
                _ => { },
                CancellationToken.None);

        Assert.Equal("1 approved, 1 skipped: an article it quotes was changed or deleted since", report.Sentence.ToString());
    }

    [Theory, OnEveryDatabase]
    public async Task An_article_that_changes_while_the_draft_is_written_counts_as_changed(Engine engine)
    {
        var world = await worlds.OnAsync(engine);
        var knowledge = world.Get<KnowledgeBase>();
        var article = await knowledge.CreateAsync(
            world.Project.Id,
            "Shipping",
            "Pickup points",
            "It costs €9.",
            Actor.Of(world.Lena),
            CancellationToken.None);
        world.Writer.Does(_ =>
        {
            SaveNow(world, article);
            return Quoting(article, "Pickup points");
        });
        var ticket = await world.GivenTicketAsync();

        await world.SweepAsync(Sweep.Drafts);

        var detail = await world.DetailAsync(ticket.Id);
        Assert.Single(detail.Ticket.ChangedSources(detail.Thread.Single(message => message.IsPendingDraft)));
    }

    private static async Task<(ArticleText Article, Guid TicketId, Message Draft)> QuotedAsync(
        World world,
        string title)
    {
        var article = await world
            .Get<KnowledgeBase>()
            .CreateAsync(
                world.Project.Id,
                "Shipping",
                title,
                "It costs €9.",
                Actor.Of(world.Lena),
                CancellationToken.None);
        world.Writer.Does(_ => Quoting(article, title));
        var ticket = await world.GivenTicketAsync();
        await world.SweepAsync(Sweep.Drafts);
        return (
            article,
            ticket.Id,
            (await world.DetailAsync(ticket.Id)).Thread.Single(message => message.IsPendingDraft));
    }

    // A writer's script is not asynchronous.
    private static void SaveNow(World world, ArticleText article)
    {
        world.Time.Advance(TimeSpan.FromSeconds(2));
        world
            .Get<KnowledgeBase>()
            .SaveAsync(
                world.Project.Id,
                article.Key,
                article.Version,
                "Shipping",
                article.Title,
                "It costs €19.",
                Actor.Of(world.Lena),
                CancellationToken.None)
            .GetAwaiter()
            .GetResult();
    }

    private static DraftOutcome.Written Quoting(ArticleText article, string title) =>
        new(
            new WrittenDraft(
                "It costs €9.",
                [new DraftSource($"Shipping › {title}", $"/help/{article.Key}", "€9")],
                []));
}
