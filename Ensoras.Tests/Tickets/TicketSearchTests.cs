using Ensoras.Domain.Tickets;
using Ensoras.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Ensoras.Tests.Tickets;

public class TicketSearchTests
{
    [Theory]
    [OnEveryDatabase]
    public async Task Finds_titles_customers_and_messages_and_shows_the_hit(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        var boots = await world.GivenTicketAsync("The zipper of my tent is broken after two nights");
        await world.CustomerWritesAsync(boots.Id, "It happened near Rotterdam, and the poles are fine.");
        await world.GivenTicketAsync("Where is my parcel?");

        Assert.Equal(["The zipper of my tent is broken after two nights"], await FindAsync(world, "zippers"));
        Assert.Equal(2, (await FindAsync(world, "mira@example.org")).Count);
        Assert.Equal(["The zipper of my tent is broken after two nights"],
            await FindAsync(world, "Lindqvist rotterdam pol"));
        Assert.Empty(await FindAsync(world, "rotterdam parcel"));

        var page = await SearchAsync(world, "rotterdam");
        Assert.Contains($"near {HitText.Begin}Rotterdam{HitText.End}, and the poles", page.Rows.Single()
            .Hit, StringComparison.Ordinal);
        Assert.Equal(1, page.Total);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task What_was_hit_in_title_name_and_address_is_marked_too(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        await world.GivenTicketAsync("Two broken zippers");

        var title = (await SearchAsync(world, "zipper")).Rows.Single();
        Assert.Equal(("Two broken [zippers]", null), (Shown(title.TitleHit), title.CustomerHit));
        var name = (await SearchAsync(world, "lindqvist")).Rows.Single();
        Assert.Equal((null, "Mira [Lindqvist] mira@example.org", null),
            (name.TitleHit, Shown(name.CustomerHit), name.Hit));
        var address = (await SearchAsync(world, "example.org")).Rows.Single();
        Assert.Equal("Mira Lindqvist mira@[example].[org]", Shown(address.CustomerHit));

        static string? Shown(string? hit) => hit?.Replace(HitText.Begin, '[').Replace(HitText.End, ']');
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Notes_are_searched_and_drafts_only_once_they_were_sent(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        var (ticketId, draftId) = await world.GivenDraftAsync("Hello?", "Your voucher is on its way.");
        await world.ChangeAsync(ticketId, world.Jonas, (ticket, stamp) =>
            ticket.WriteNote(stamp, "Promised a discount on the telephone."));

        Assert.Single(await FindAsync(world, "telephone discount"));
        Assert.Empty(await FindAsync(world, "voucher"));

        await world.ChangeAsync(ticketId, world.Rosa, (ticket, stamp) =>
            ticket.Approve(stamp, draftId, TimeSpan.Zero));
        await world.SweepAsync(Domain.Scheduling.Sweep.Delivery);
        Assert.Single(await FindAsync(world, "voucher"));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_title_counts_more_than_a_message_and_a_chosen_column_more_than_rank(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        var inMessage = await world.GivenTicketAsync("Question about an order that I made last week");
        await world.CustomerWritesAsync(inMessage.Id,
            "By the way, the invoice has not come either, and I have waited quite a while for it by now.");
        var inTitle = await world.GivenTicketAsync("Invoice");

        Assert.Equal([inTitle.Number, inMessage.Number], (await SearchAsync(world, "invoice"))
            .Rows.Select(row => row.Number));
        var oldestFirst = new TicketFilter { Text = "invoice", Sort = TicketSort.Created };
        var page = await world.List.ReadAllAsync(world.Project.Id, oldestFirst, null, CancellationToken.None);
        Assert.Equal([inMessage.Number, inTitle.Number], page.Rows.Select(row => row.Number));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_customer_who_says_who_they_are_is_found_by_it_in_what_they_wrote_before(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        await world.GivenTicketAsync();
        await using (var db = await world.OpenDbAsync())
        {
            (await db.Customers.SingleAsync(customer => customer.Id == world.Mira.Id))
                .Introduce("Will James", "will@new.example");
            await db.SaveChangesAsync();
        }

        Assert.Empty(await FindAsync(world, "lindqvist"));
        Assert.Single(await FindAsync(world, "james"));
        Assert.Single(await FindAsync(world, "will@new.example"));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Anything_may_be_typed(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        await world.GivenTicketAsync("The price is \"50%\" off & more");

        foreach (var text in new[] { "\"", "*", "a* OR b", "NEAR(", "col:umn", "50% & more", "' OR 1=1 --", "!!!", "é",
            "(((", "<->", "\\" })
        {
            await FindAsync(world, text);
        }

        Assert.Empty(await FindAsync(world, "!!!"));
        Assert.Single(await FindAsync(world, "\"50%\" & MORE"));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Found_tickets_are_paged_and_refreshed_in_place(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        for (var index = 0; index < 60; index++)
        {
            await world.GivenTicketAsync("Refund");
        }

        var first = await SearchAsync(world, "refund");
        var second = await world.List.ReadAllAsync(world.Project.Id, new TicketFilter { Text = "refund" }, first.Next,
            CancellationToken.None);
        Assert.Equal((50, 10, 60), (first.Rows.Count, second.Rows.Count, first.Total));
        Assert.Equal(60, first.Rows.Concat(second.Rows).Select(row => row.Id).Distinct().Count());

        await world.ChangeAsync(first.Rows[7].Id, world.Jonas, (ticket, stamp) =>
            ticket.ChangePriority(stamp, TicketPriority.High));
        var refreshed = await world.List.RefreshAsync(world.Project.Id, new TicketFilter { Text = "refund" }, first,
            inInbox: false, CancellationToken.None);
        Assert.Equal(first.Rows.Select(row => row.Id), refreshed.Rows.Select(row => row.Id));
        Assert.Equal((TicketPriority.High, first.Rows[7].Hit), (refreshed.Rows[7].Priority, refreshed.Rows[7].Hit));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_beginning_finds_the_word_and_a_hit_in_a_links_address_shows_no_markdown(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        var ticket = await world.GivenTicketAsync("Where is it?");
        await world.ChangeAsync(
            ticket.Id,
            world.Jonas,
            (changed, stamp) =>
                changed.Reply(
                    stamp,
                    "It is **on its way**: [follow it](https://carrier.example/track/4711) in the browser.",
                    TimeSpan.Zero));
        await world.SweepAsync(Domain.Scheduling.Sweep.Delivery);

        Assert.Single(await FindAsync(world, "brow"));
        Assert.Single(await FindAsync(world, "on its way"));
        var hit = (await SearchAsync(world, "browser")).Rows.Single().Hit!;
        Assert.Contains("follow it in the", hit, StringComparison.Ordinal);
        Assert.DoesNotContain("[", hit, StringComparison.Ordinal);
        Assert.DoesNotContain("*", hit, StringComparison.Ordinal);
        Assert.Null(Assert.Single((await SearchAsync(world, "4711")).Rows).Hit);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Every_page_of_a_search_holds_other_tickets_while_tickets_are_answered(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        for (var index = 0; index < 120; index++)
        {
            await world.GivenTicketAsync("Refund");
        }

        var seen = new List<int>();
        PageKey? after = null;
        do
        {
            var page = await world.List.ReadAllAsync(world.Project.Id, new TicketFilter { Text = "refund" }, after,
                CancellationToken.None);
            seen.AddRange(page.Rows.Select(row => row.Number));
            await world.CustomerWritesAsync(page.Rows[^1].Id, "Refund refund refund, please!");
            await world.GivenTicketAsync("Refund, a new one");
            after = page.Next;
        }
        while (after is not null);

        Assert.Equal(120, seen.Count);
        Assert.Equal(120, seen.Distinct().Count());
    }

    [Theory]
    [OnEveryDatabase]
    public async Task More_than_ten_words_are_said_to_be_cut(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        await world.GivenTicketAsync("a b c d e f g h i j");

        var page = await SearchAsync(world, "a b c d e f g h i j kiwi");

        Assert.Equal("Only the first 10 words were searched for.", page.Note?.ToString());
        Assert.Single(page.Rows);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Other_filters_narrow_a_search_and_a_column_sorts_it(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        var mail = await world.GivenTicketAsync("Refund by mail", Channel.Email);
        var chat = await world.GivenTicketAsync("Refund by chat");

        var filtered = await world.List.ReadAllAsync(world.Project.Id,
            new TicketFilter { Text = "refund", Channel = Channel.Email }, null, CancellationToken.None);
        var sorted = await world.List.ReadAllAsync(world.Project.Id,
            new TicketFilter { Text = "refund", Sort = TicketSort.Created }, null, CancellationToken.None);
        var inInbox = await world.List.ReadInboxAsync(world.Project.Id, new TicketFilter { Text = "refund" }, null,
            CancellationToken.None);
        var ids = await world.List.ReadIdsAsync(world.Project.Id, new TicketFilter { Text = "refund" }, inInbox: false,
            10, CancellationToken.None);

        Assert.Equal([mail.Number], filtered.Rows.Select(row => row.Number));
        Assert.Equal([mail.Number, chat.Number], sorted.Rows.Select(row => row.Number));
        Assert.Empty(inInbox.Rows);
        Assert.Equal([chat.Id, mail.Id], ids);
    }

    private static Task<TicketListPage> SearchAsync(World world, string text) =>
        world.List.ReadAllAsync(world.Project.Id, new TicketFilter { Text = text }, null, CancellationToken.None);

    private static async Task<IReadOnlyList<string>> FindAsync(World world, string text) =>
        [.. (await SearchAsync(world, text)).Rows.Select(row => row.Title)];
}
