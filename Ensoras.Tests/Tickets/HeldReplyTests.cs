using Ensoras.Domain.Tickets;
using Ensoras.Tests.Support;
using static Ensoras.Tests.Support.TicketSteps;

namespace Ensoras.Tests.Tickets;

/// <summary>
/// A reply that was begun before others spoke is held until its author has seen them or sends it even so.
/// </summary>
public sealed class HeldReplyTests
{
    private static readonly DateTimeOffset Later = Morning.AddMinutes(5);

    [Fact]
    public void What_the_customer_wrote_since_holds_a_reply_and_a_scheduled_one_and_changes_nothing()
    {
        var ticket = Opened();
        var seen = SeenOf(ticket);
        ticket.CustomerWrote(Cast.Customer.At(Later), "One more thing", null);
        ticket.CustomerWrote(Cast.Customer.At(Later), "And another", null);

        var held = Assert.Throws<StaleReplyException>(() =>
            ticket.Reply(Cast.Jonas.At(Later), "My answer", TimeSpan.Zero, seen: seen));
        Assert.Throws<StaleReplyException>(() =>
            ticket.Schedule(Cast.Jonas.At(Later), "My answer", Later.AddHours(1), true, seen: seen));

        Assert.Equal((2, "2 new messages since you began."), (held.Count, held.Message));
        Assert.Equal((3, TicketStatus.AwaitingEnsoras), (ticket.Messages.Count, ticket.Status));
        ticket.Reply(Cast.Jonas.At(Later), "My answer", TimeSpan.Zero, seen: held.Now);
        Assert.Equal("My answer", ticket.Messages[^1].Body);
    }

    [Fact]
    public void What_a_colleague_scheduled_before_and_the_customer_was_shown_since_holds_it()
    {
        var ticket = Opened();
        var scheduled = ticket.Schedule(Cast.Rosa.At(Morning), "Did it come?", Morning.AddMinutes(1), false);
        var seen = SeenOf(ticket);
        ticket.Reply(Cast.Jonas.At(Morning), "Nothing happened yet", TimeSpan.Zero, seen: seen);
        ticket.Deliver(Morning);
        seen = SeenOf(ticket);
        ticket.ScheduledMomentCame(Actor.System.At(Later), scheduled.Id);
        ticket.Deliver(Later);

        Assert.Equal(
            1,
            Assert
                .Throws<StaleReplyException>(() =>
                    ticket.Reply(Cast.Jonas.At(Later), "And now?", TimeSpan.Zero, seen: seen))
                .Count);
    }

    [Fact]
    public void What_Ensoras_said_on_a_colleagues_word_holds_it_and_what_its_author_said_or_noted_does_not()
    {
        var ticket = Opened();
        var draft = ticket.Draft(Morning);
        var seen = SeenOf(ticket);
        ticket.Approve(Cast.Rosa.At(Later), draft.Id, TimeSpan.Zero);
        ticket.Deliver(Later);
        Assert.Equal(
            1,
            Assert
                .Throws<StaleReplyException>(() =>
                    ticket.Reply(Cast.Jonas.At(Later), "My answer", TimeSpan.Zero, seen: seen))
                .Count);

        seen = SeenOf(ticket);
        ticket.Reply(Cast.Jonas.At(Later), "From another window", TimeSpan.Zero);
        ticket.Deliver(Later);
        ticket.WriteNote(Cast.Rosa.At(Later), "Be kind");
        ticket.Reply(Cast.Jonas.At(Later), "My answer", TimeSpan.Zero, seen: seen);
        Assert.Equal("My answer", ticket.Messages[^1].Body);
    }

    [Fact]
    public void What_a_colleague_has_on_its_way_holds_it_unless_it_was_there_when_the_text_was_begun()
    {
        var ticket = Opened();
        var seen = SeenOf(ticket);
        ticket.Reply(Cast.Rosa.At(Later), "I answer", TimeSpan.FromSeconds(30));

        Assert.Throws<StaleReplyException>(() =>
            ticket.Reply(Cast.Jonas.At(Later), "I too", TimeSpan.Zero, seen: seen));
        ticket.Reply(Cast.Jonas.At(Later), "And besides", TimeSpan.Zero, seen: SeenOf(ticket));
        Assert.Equal("And besides", ticket.Messages[^1].Body);
    }

    private static Seen SeenOf(Ticket ticket) => new(ticket.Messages[^1].Number, ticket.LastShownNumber);
}
