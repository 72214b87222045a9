using Ensoras.Domain.Scheduling;
using Ensoras.Domain.Tickets;
using Ensoras.Tests.Support;

namespace Ensoras.Tests.People;

/// <summary>A customer that an import knew by name only gets an address, and the reply goes out.</summary>
public sealed class CustomerAddressTests
{
    [Theory, OnEveryDatabase]
    public async Task An_address_that_was_added_is_where_a_retry_goes(Engine engine)
    {
        var mail = new ScriptedChannel().Then(
            new Domain.Channels.SendOutcome.Failed(Sentence.Verbatim("this customer has no email address. Add one, "
                + "then press Retry.")));
        await using var world = await World.CreateAsync(engine, mail.Replace);
        var customer = await NamelessAsync(world);
        var ticket = await world.GivenTicketAsync(channel: Channel.Email, customer: customer);
        var reply = await world.Desk.ChangeAsync(
            ticket.Id,
            Actor.Of(world.Jonas),
            (changed, stamp) => changed.Reply(stamp, "Hello", TimeSpan.Zero),
            CancellationToken.None);
        await world.SweepAsync(Sweep.Delivery);

        await AddAsync(world, customer.Id, " kim@example.org ");
        await world.ChangeAsync(ticket.Id, world.Jonas, (changed, stamp) => changed.Retry(stamp, reply.Id));
        await world.SweepAsync(Sweep.Delivery);

        Assert.Equal([null, "kim@example.org"], mail.Log.Select(entry => entry.Message.CustomerEmail));
        Assert.Equal(
            ("Kim Lee", "kim@example.org"),
            ((await world.DetailAsync(ticket.Id)).Customer.Name, (await world.DetailAsync(ticket.Id)).Customer.Email));
    }

    [Theory]
    [InlineData("kim")]
    [InlineData("Kim <kim@example.org>")]
    [InlineData("")]
    public async Task What_is_no_address_is_refused_with_a_sentence(string email)
    {
        await using var world = await World.CreateAsync();
        var customer = await NamelessAsync(world);

        var refusal = await Assert.ThrowsAsync<RuleBrokenException>(() => AddAsync(world, customer.Id, email));

        Assert.Equal("That is not an email address. Check it and try again.", refusal.Message);
    }

    [Fact]
    public async Task An_address_that_is_there_is_not_replaced()
    {
        await using var world = await World.CreateAsync();

        var refusal = await Assert.ThrowsAsync<RuleBrokenException>(() =>
            AddAsync(world, world.Mira.Id, "kim@example.org"));

        Assert.Equal("This customer already has an address: mira@example.org.", refusal.Message);
    }

    private static Task AddAsync(World world, Guid customerId, string email) =>
        world
            .Get<CustomerAddresses>()
            .AddAsync(Actor.Of(world.Jonas), world.Project.Id, customerId, email, CancellationToken.None);

    private static async Task<Customer> NamelessAsync(World world)
    {
        var customer = new Customer(world.Project.Id, "Kim Lee", null, world.Now);
        await using var db = await world.OpenDbAsync();
        db.Add(customer);
        await db.SaveChangesAsync();
        return customer;
    }
}
