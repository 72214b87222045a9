using Ensoras.Domain.Channels.Widget;
using Ensoras.Domain.Tickets;
using Ensoras.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Ensoras.Tests.Channels.Widget;

public sealed class ConversationTakeoverTests
{
    [Theory, OnEveryDatabase]
    public async Task A_conversation_from_before_signing_in_is_not_taken_over_unasked(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        var stranger = await ChatVisitor.ArriveAsync(world);
        await stranger.WriteAsync("My address is 1 Secret Street", "a");

        await Assert.ThrowsAsync<RuleBrokenException>(() => stranger.IntroduceAsync(Signed(world, "user-42", "Tomas")));
        await stranger.RenewAsync(Signed(world, "user-42", "Tomas"));

        var session = await stranger.VisitAsync();
        Assert.Equal(
            ("user-42", null, null),
            (session.Customer.ExternalId, session.TicketId, session.Session.PreviousTicketId));
        await using var db = await world.OpenDbAsync();
        var ticket = await db.Tickets.SingleAsync();
        Assert.NotEqual(session.Customer.Id, ticket.CustomerId);
        Assert.False((await db.Customers.SingleAsync(customer => customer.Id == ticket.CustomerId)).IsVerified);
    }

    [Theory, OnEveryDatabase]
    public async Task On_the_visitors_word_the_conversation_continues_as_the_customer_they_are(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        var known = await (await ChatVisitor.ArriveAsync(world, Signed(world, "user-42", "Tomas"))).VisitAsync();
        var visitor = await ChatVisitor.ArriveAsync(world, new WidgetVisitor("Tom"));
        await visitor.WriteAsync("Before signing in", "a");

        Assert.Equal(
            (await visitor.DetailAsync()).Ticket.CreatedAt,
            await visitor.OfferAsync(Signed(world, "user-42")));
        Assert.True(await visitor.TakeOverAsync(Signed(world, "user-42", "Tomas")));

        var detail = await visitor.DetailAsync();
        Assert.Equal(
            (known.Customer.Id, "Tomas", true),
            (detail.Customer.Id, detail.Customer.Name, detail.Customer.IsVerified));
        Assert.Equal(known.Customer.Id, (await visitor.VisitAsync()).Customer.Id);
        Assert.Contains(detail.History, line => line.Action is TicketAction.Identify && line.ActorName == "Tomas");
        Assert.Equal(2, (await visitor.WriteAsync("After signing in", "b"))!.Number);
    }

    [Theory, OnEveryDatabase]
    public async Task A_takeover_that_is_repeated_after_a_lost_answer_is_answered_like_the_first(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        var visitor = await ChatVisitor.ArriveAsync(world);
        await visitor.WriteAsync("Before signing in", "a");

        Assert.True(await visitor.TakeOverAsync(Signed(world, "user-42", "Tomas")));
        Assert.True(await visitor.TakeOverAsync(Signed(world, "user-42", "Tomas")));
        await visitor.CloseAsync();
        Assert.True(await visitor.TakeOverAsync(Signed(world, "user-42", "Tomas")));

        await using var db = await world.OpenDbAsync();
        Assert.Equal(1, await db.TicketEvents.CountAsync(line => line.Action == TicketAction.Identify));
        Assert.Equal(1, await db.Customers.CountAsync(customer => customer.ExternalId == "user-42"));
    }

    [Theory, OnEveryDatabase]
    public async Task A_conversation_that_ended_is_never_taken_over(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        var stranger = await ChatVisitor.ArriveAsync(world);
        await stranger.WriteAsync("Mine alone", "a");
        var ended = (await stranger.DetailAsync()).Ticket;
        await stranger.CloseAsync();

        Assert.Null(await stranger.OfferAsync(Signed(world, "user-42")));
        Assert.False(await stranger.TakeOverAsync(Signed(world, "user-42")));

        Assert.Null((await stranger.VisitAsync()).Customer.ExternalId);
        Assert.Equal(ended.CustomerId, (await stranger.DetailAsync()).Ticket.CustomerId);
    }

    [Theory, OnEveryDatabase]
    public async Task What_ended_before_is_not_taken_over_with_the_conversation_that_follows_it(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        var visitor = await ChatVisitor.ArriveAsync(world);
        await visitor.WriteAsync("A stranger's matter", "a");
        var ended = (await visitor.DetailAsync()).Ticket;
        await visitor.CloseAsync();
        await visitor.RenewAsync();
        await visitor.WriteAsync("My matter", "a");

        Assert.True(await visitor.TakeOverAsync(Signed(world, "user-42")));

        var detail = await visitor.DetailAsync();
        Assert.Equal(("My matter", 1), (detail.Ticket.Title, detail.Customer.TotalTickets));
        Assert.Null(detail.Ticket.PreviousTicketId);
        Assert.NotEqual(detail.Customer.Id, (await world.DetailAsync(ended.Id)).Customer.Id);
    }

    [Theory, OnEveryDatabase]
    public async Task After_one_person_signed_in_nobody_else_is_offered_the_conversation(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        var visitor = await ChatVisitor.ArriveAsync(world);
        await visitor.WriteAsync("Whose is this?", "a");

        Assert.NotNull(await visitor.OfferAsync(Signed(world, "user-42")));

        Assert.Null(await visitor.OfferAsync(Signed(world, "user-43")));
        Assert.False(await visitor.TakeOverAsync(Signed(world, "user-43")));
        Assert.True(await visitor.TakeOverAsync(Signed(world, "user-42")));
    }

    [Theory, OnEveryDatabase]
    public async Task Who_signed_in_is_remembered_for_the_next_conversation_on_the_same_browser(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        var visitor = await ChatVisitor.ArriveAsync(world);
        await visitor.WriteAsync("First", "a");
        await visitor.OfferAsync(Signed(world, "user-42"));
        await visitor.CloseAsync();
        await visitor.RenewAsync();
        await visitor.WriteAsync("Second", "a");

        Assert.False(await visitor.TakeOverAsync(Signed(world, "user-43")));
        Assert.True(await visitor.TakeOverAsync(Signed(world, "user-42")));
    }

    [Theory, OnEveryDatabase]
    public async Task Racing_people_do_not_both_get_the_conversation(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        var visitor = await ChatVisitor.ArriveAsync(world);
        await visitor.WriteAsync("Mine", "a");
        var visit = await visitor.VisitAsync();
        var takeover = world.Get<ConversationTakeover>();

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(number => Task.Run(() =>
            takeover.TakeOverAsync(visit, Signed(world, $"user-{number % 2}"), CancellationToken.None))));

        Assert.Single(
            answers.Select((isTheirs, number) => (isTheirs, Who: number % 2)).Where(each => each.isTheirs).Distinct());
    }

    [Theory, OnEveryDatabase]
    public async Task Other_tokens_to_the_conversation_end_and_what_waits_to_be_sent_stays_sendable(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        var visitor = await ChatVisitor.ArriveAsync(world);
        await visitor.WriteAsync("Mine", "a");
        var before = visitor.Token;
        await visitor.RenewAsync();
        var upload = new NewAttachment(null, (await visitor.VisitAsync()).Customer.Id, "photo.gif", null);
        var file = await world
            .Get<AttachmentStore>()
            .ReceiveAsync(upload, new MemoryStream([1, 2, 3]), CancellationToken.None);

        Assert.True(await visitor.TakeOverAsync(Signed(world, "user-42")));

        Assert.Null(await world.Get<WidgetSessions>().AuthenticateAsync(before, CancellationToken.None));
        var receipt = await world.Get<WidgetConversation>()
            .WriteAsync(await visitor.VisitAsync(), "b", "", [file.Id], CancellationToken.None);
        Assert.Equal(2, receipt!.Number);
    }

    [Theory, OnEveryDatabase]
    public async Task Another_signed_person_does_not_take_over_a_known_persons_conversation(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        var visitor = await ChatVisitor.ArriveAsync(world, Signed(world, "user-42", "Tomas"));
        await visitor.WriteAsync("Mine", "a");

        Assert.Null(await visitor.OfferAsync(Signed(world, "user-43", "Eve")));
        Assert.False(await visitor.TakeOverAsync(Signed(world, "user-43", "Eve")));
        await Assert.ThrowsAsync<RuleBrokenException>(() => visitor.IntroduceAsync(Signed(world, "user-43", "Eve")));

        Assert.Equal("Tomas", (await visitor.DetailAsync()).Customer.Name);
    }

    [Theory, OnEveryDatabase]
    public async Task An_unsigned_person_continues_unverified(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        var visitor = await ChatVisitor.ArriveAsync(world);
        await visitor.WriteAsync("Before signing in", "a");

        Assert.True(await visitor.TakeOverAsync(new WidgetVisitor("Tomas", null, "user-42")));
        await Assert.ThrowsAsync<ForgedIdentityException>(() =>
            visitor.TakeOverAsync(new WidgetVisitor("Eve", null, "user-42", "00")));

        Assert.Equal(
            ("Tomas", false),
            ((await visitor.DetailAsync()).Customer.Name, (await visitor.DetailAsync()).Customer.IsVerified));

        // The site signs it later: the same person is verified without being asked again.
        Assert.True(await visitor.TakeOverAsync(Signed(world, "user-42", "Tomas")));
        Assert.True((await visitor.DetailAsync()).Customer.IsVerified);
    }

    [Theory, OnEveryDatabase]
    public async Task A_conversation_that_was_taken_over_is_found_by_the_customers_name(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        var visitor = await ChatVisitor.ArriveAsync(world, new WidgetVisitor("Unbekannt"));
        await visitor.WriteAsync("Where is my parcel?", "a");

        Assert.True(await visitor.TakeOverAsync(Signed(world, "user-42", "Quimby")));

        Assert.Single((await FindAsync("quimby")).Rows);
        Assert.Empty((await FindAsync("unbekannt")).Rows);

        Task<TicketListPage> FindAsync(string text) =>
            world.List.ReadAllAsync(world.Project.Id, new TicketFilter { Text = text }, null, CancellationToken.None);
    }

    private static WidgetVisitor Signed(World world, string externalId, string? name = null) =>
        new(name, null, externalId, WidgetIdentity.Sign(world.Project.IdentitySecret, externalId));
}
