using Ensoras.Domain.Tickets;
using Ensoras.Tests.Support;
using static Ensoras.Domain.Tickets.TicketStatus;
using static Ensoras.Tests.Support.TicketSteps;

namespace Ensoras.Tests.Tickets;

/// <summary>A reply or an approval that is still resting can be undone by the person who sent it.</summary>
public sealed class UndoReplyTests
{
    private static readonly DateTimeOffset Later = Morning.AddMinutes(5);

    [Fact]
    public void A_reply_undone_leads_to_where_the_ticket_stood_and_gives_the_text_back()
    {
        var ticket = Opened().Led(AwaitingAgent, TicketType.Human);
        var first = ticket.Reply(Cast.Jonas.At(Later), "First", TimeSpan.FromSeconds(30));
        var second = ticket.Reply(Cast.Jonas.At(Later), "Second", TimeSpan.FromSeconds(30));

        Assert.Equal("First", ticket.UndoReply(Cast.Jonas.At(Later.AddSeconds(1)), first.Id));
        Assert.Equal(AwaitingCustomer, ticket.Status);
        Assert.Equal("Second", ticket.UndoReply(Cast.Jonas.At(Later.AddSeconds(2)), second.Id));
        Assert.Equal(AwaitingAgent, ticket.Status);
        Assert.NotNull(ticket.InboxRank);
    }

    [Fact]
    public void Undoing_the_second_reply_does_not_undo_the_first_that_has_arrived()
    {
        var ticket = Opened().Led(AwaitingAgent, TicketType.Human);
        ticket.Reply(Cast.Jonas.At(Later), "First", TimeSpan.Zero);
        var second = ticket.Reply(Cast.Jonas.At(Later), "Second", TimeSpan.FromSeconds(30));
        ticket.Deliver(Later);

        ticket.UndoReply(Cast.Jonas.At(Later.AddSeconds(2)), second.Id);

        Assert.Equal((AwaitingCustomer, 2), (ticket.Status, ticket.MessageCount));
    }

    [Theory]
    [InlineData(AwaitingEnsoras)]
    [InlineData(AwaitingApproval)]
    public void An_undone_reply_brings_back_what_Ensoras_had_pending_or_was_writing(TicketStatus from)
    {
        var ticket = Opened().Led(from);
        var drafts = ticket.Messages.Where(message => message.IsPendingDraft).ToList();
        var reply = ticket.Reply(Cast.Jonas.At(Later), "Let me see.", TimeSpan.FromSeconds(30));

        ticket.UndoReply(Cast.Jonas.At(Later.AddSeconds(2)), reply.Id);

        Assert.Equal((from, from is AwaitingEnsoras), (ticket.Status, ticket.IsPreparing));
        Assert.Equal(drafts, ticket.Messages.Where(message => message.IsPendingDraft));
    }

    [Fact]
    public void An_undone_reply_stays_with_the_person_when_the_customer_wrote_meanwhile()
    {
        var ticket = Opened().Led(AwaitingApproval);
        var reply = ticket.Reply(Cast.Jonas.At(Later), "Let me see.", TimeSpan.FromSeconds(30));
        ticket.CustomerWrote(Cast.Customer.At(Later.AddSeconds(1)), "It came!", null);

        ticket.UndoReply(Cast.Jonas.At(Later.AddSeconds(2)), reply.Id);

        Assert.Equal((AwaitingEnsoras, true), (ticket.Status, ticket.IsPreparing));
        Assert.DoesNotContain(ticket.Messages, message => message.IsPendingDraft);
    }

    [Fact]
    public void Each_kind_of_reply_is_undone_by_those_who_sent_it()
    {
        var ticket = Opened().Led(AwaitingApproval);
        var draft = ticket.Pending();
        ticket.Approve(Cast.Rosa.At(Later), draft.Id, TimeSpan.FromSeconds(30));
        var reply = ticket.Reply(Cast.Jonas.At(Later), "And this.", TimeSpan.FromSeconds(30));

        Assert.Throws<RuleBrokenException>(() => ticket.UndoReply(Cast.Jonas.At(Later), draft.Id));
        Assert.Throws<RuleBrokenException>(() => ticket.UndoApprove(Cast.Rosa.At(Later), reply.Id));
        Assert.Throws<RuleBrokenException>(() => ticket.UndoApprove(Cast.Jonas.At(Later), draft.Id));

        // Nobody takes a colleague's words, whatever their role.
        var words = Assert.Throws<RuleBrokenException>(() => ticket.UndoReply(Cast.Lena.At(Later), reply.Id));
        var approval = Assert.Throws<RuleBrokenException>(() => ticket.UndoApprove(Cast.Lena.At(Later), draft.Id));
        Assert.Equal("Jonas Agent wrote this reply; only they can undo it.", words.Message);
        Assert.Equal("Rosa Reviewer approved this reply; only they can undo it.", approval.Message);
        Assert.Equal(
            (AwaitingCustomer, MessageStatus.Queued, MessageStatus.Queued),
            (ticket.Status, draft.Status, reply.Status));
    }

    [Fact]
    public void The_same_text_sent_twice_is_one_reply_but_after_an_undo_it_is_meant_again()
    {
        var ticket = Opened().Led(AwaitingAgent, TicketType.Human);
        var clientId = Guid.CreateVersion7();
        var first = ticket.Reply(Cast.Jonas.At(Later), "Hello", TimeSpan.FromSeconds(30), clientId);
        Assert.Same(first, ticket.Reply(Cast.Jonas.At(Later), "Hello", TimeSpan.FromSeconds(30), clientId));

        ticket.UndoReply(Cast.Jonas.At(Later), first.Id);
        var again = ticket.Reply(Cast.Jonas.At(Later), "Hello", TimeSpan.Zero, clientId);

        Assert.Equal(
            (MessageStatus.Rejected, MessageStatus.Queued, AwaitingCustomer),
            (first.Status, again.Status, ticket.Status));
        Assert.NotEqual(first.ExternalId, again.ExternalId);
    }
}
