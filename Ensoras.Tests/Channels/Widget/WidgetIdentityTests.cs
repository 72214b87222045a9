using Ensoras.Domain.Channels.Widget;
using Ensoras.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Ensoras.Tests.Channels.Widget;

public sealed class WidgetIdentityTests
{
    [Fact]
    public void A_signature_is_what_any_other_tool_computes() =>

        // printf user-42 | openssl dgst -sha256 -hmac secret
        Assert.Equal(
            "e286b7b944100ab478fe553b39122922de0000aee1d04087dc3e96eefc3a8d47",
            WidgetIdentity.Sign("secret", "user-42"));

    [Theory]
    [InlineData("")]
    [InlineData("00")]
    [InlineData("zz")]
    [InlineData("not hexadecimal at all, but as long as a signature would be: 64 c")]
    public void What_is_no_signature_is_not_valid(string signature) =>
        Assert.False(WidgetIdentity.IsValid("secret", "user-42", signature));

    [Fact]
    public void A_signature_is_valid_for_its_own_id_and_secret_only()
    {
        var signature = WidgetIdentity.Sign("secret", "user-42");

        Assert.True(WidgetIdentity.IsValid("secret", "user-42", signature));
        Assert.True(WidgetIdentity.IsValid("secret", "user-42", signature.ToUpperInvariant()));
        Assert.False(WidgetIdentity.IsValid("secret", "user-43", signature));
        Assert.False(WidgetIdentity.IsValid("Secret", "user-42", signature));
    }

    [Theory, OnEveryDatabase]
    public async Task A_signed_visitor_is_the_same_customer_on_every_device(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        var laptop = await ChatVisitor.ArriveAsync(world, Signed(world, "user-42", "Tomas"));
        await laptop.WriteAsync("From the laptop", "a");
        var phone = await ChatVisitor.ArriveAsync(world, Signed(world, "user-42", "Tomas B."));
        await phone.WriteAsync("From the phone", "a");

        var (first, second) = (await laptop.DetailAsync(), await phone.DetailAsync());
        Assert.Equal(first.Ticket.CustomerId, second.Ticket.CustomerId);
        Assert.NotEqual(first.Ticket.Id, second.Ticket.Id);
        Assert.Equal(("Tomas B.", true), (second.Customer.Name, second.Customer.IsVerified));
    }

    [Theory, OnEveryDatabase]
    public async Task Racing_arrivals_of_one_signed_person_make_one_customer(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);

        var visitors = await Task.WhenAll(
            Enumerable
                .Range(0, 5)
                .Select(_ => Task.Run(() => ChatVisitor.ArriveAsync(world, Signed(world, "user-42")))));

        var visits = await Task.WhenAll(visitors.Select(visitor => visitor.VisitAsync()));
        Assert.Single(visits.Select(visit => visit.Customer.Id).Distinct());
    }

    [Theory, OnEveryDatabase]
    public async Task An_unsigned_name_and_address_open_nobodys_history(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        await world.GivenTicketAsync("Mira's own matter");

        var visitor = await ChatVisitor.ArriveAsync(
            world,
            new WidgetVisitor("Mira Lindqvist", "mira@example.org", "user-42"));
        await visitor.WriteAsync("I am Mira, believe me", "a");

        var detail = await visitor.DetailAsync();
        Assert.NotEqual(world.Mira.Id, detail.Ticket.CustomerId);
        Assert.Equal((1, false), (detail.Customer.TotalTickets, detail.Customer.IsVerified));
        await using var db = await world.OpenDbAsync();
        Assert.Null((await db.Customers.SingleAsync(customer => customer.Id == detail.Ticket.CustomerId)).ExternalId);
    }

    [Fact]
    public async Task A_forged_signature_begins_nothing()
    {
        await using var world = await World.CreateAsync();

        await Assert.ThrowsAsync<ForgedIdentityException>(() =>
            ChatVisitor.ArriveAsync(
                world,
                new WidgetVisitor("Tomas", null, "user-42", WidgetIdentity.Sign("another secret", "user-42"))));

        await using var db = await world.OpenDbAsync();
        Assert.Equal(1, await db.Customers.CountAsync());
        Assert.Equal(0, await db.WidgetSessions.CountAsync());
    }

    [Fact]
    public async Task A_verified_person_is_not_continued_by_an_unsigned_one()
    {
        await using var world = await World.CreateAsync();
        var visitor = await ChatVisitor.ArriveAsync(world, Signed(world, "user-42", "Tomas"));
        await visitor.WriteAsync("Mine", "a");
        var own = await visitor.DetailAsync();

        await visitor.RenewAsync(new WidgetVisitor("Tomas"));
        await visitor.WriteAsync("Somebody at the same browser", "b");

        var other = await visitor.DetailAsync();
        Assert.NotEqual(own.Ticket.CustomerId, other.Ticket.CustomerId);
        Assert.Null(other.Ticket.PreviousTicketId);
        Assert.False(other.Customer.IsVerified);
    }

    [Theory, OnEveryDatabase]
    public async Task A_name_and_an_address_can_follow_later(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        var visitor = await ChatVisitor.ArriveAsync(world);
        await visitor.WriteAsync("Hello", "a");
        Assert.Equal("Visitor", (await visitor.DetailAsync()).Customer.Name);

        await visitor.IntroduceAsync(new WidgetVisitor(Email: "tomas@example.org"));
        await visitor.IntroduceAsync(new WidgetVisitor("Tom\u202Eas\r\nB."));
        var refusal = await Assert.ThrowsAsync<RuleBrokenException>(() =>
            visitor.IntroduceAsync(new WidgetVisitor(Email: "nonsense")));

        Assert.StartsWith("This email address can't be used", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(
            ("Tom as B.", "tomas@example.org"),
            ((await visitor.DetailAsync()).Customer.Name, (await visitor.DetailAsync()).Customer.Email));
    }

    [Theory]
    [InlineData("https://shop.example/cart?x=1", "https://shop.example/cart?x=1")]
    [InlineData("javascript:alert(1)", null)]
    [InlineData("data:text/html,x", null)]
    [InlineData("/cart", null)]
    [InlineData(null, null)]
    public void A_page_is_kept_only_as_an_address_of_the_web(string? url, string? kept) =>
        Assert.Equal(kept, new WidgetPage(url, null).Address());

    [Fact]
    public async Task The_page_and_the_hour_of_a_visit_are_remembered()
    {
        await using var world = await World.CreateAsync();
        var visitor = await ChatVisitor.ArriveAsync(world, page: new WidgetPage("https://shop.example/", "Shop"));
        await visitor.WriteAsync("Hello", "a");

        Assert.Equal(
            "Shop",
            (await world.Get<ActiveChats>().ReadAsync(world.Project.Id, CancellationToken.None)).Single().PageTitle);
        var early = await visitor.VisitAsync();
        await world
            .Get<WidgetSessions>()
            .SeenAsync(early, new WidgetPage("https://shop.example/pots", "Pots"), CancellationToken.None);
        Assert.Equal(
            "Pots",
            (await world.Get<ActiveChats>().ReadAsync(world.Project.Id, CancellationToken.None)).Single().PageTitle);
        world.Time.Advance(TimeSpan.FromMinutes(1));

        // A tab that has been open since the page before says only that it is still there.
        await world.Get<WidgetSessions>().SeenAsync(early, null, CancellationToken.None);

        var session = (await visitor.VisitAsync()).Session;
        Assert.Equal(
            ("https://shop.example/pots", "Pots", world.Now),
            (session.PageAddress, session.PageTitle, session.LastSeenAt));
    }

    private static WidgetVisitor Signed(World world, string externalId, string? name = null) =>
        new(name, null, externalId, WidgetIdentity.Sign(world.Project.IdentitySecret, externalId));
}
