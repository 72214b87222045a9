using Ensoras.Domain.Tickets;
using Ensoras.Tests.Support;
using static Ensoras.Domain.Tickets.TicketStatus;
using static Ensoras.Tests.Support.TicketSteps;

namespace Ensoras.Tests.Tickets;

/// <summary>An approval is pinned to what the reviewer read; the second reviewer is told what came first.</summary>
public sealed class ApprovalTests
{
    private static readonly DateTimeOffset Later = Morning.AddMinutes(5);

    public static TheoryData<string, string> WhatCanComeFirst =>
        new()
        {
            {
                "customer",
                "The customer wrote again before you decided, so this draft was not sent. Ensoras is preparing a new one."
            },
            {
                "customer of a person",
                "The customer wrote again before you decided, so this draft was not sent. Read the new message, or ask Ensoras for a new draft."
            },
            { "approved", "Lena Lead already approved this draft; nothing was sent twice." },
            { "sent", "Lena Lead already approved this draft; nothing was sent twice." },
            { "rejected", "Lena Lead already rejected this draft." },
            { "regenerated", "Lena Lead asked for a new draft in the meantime; it is being written." },
            { "edited", "This draft was edited in the meantime, so nothing was sent. Read the new text first." },
            { "replied", "An agent replied in the meantime, so this draft was set aside." },
            { "escalated", "The ticket was escalated to a person in the meantime, so this draft was set aside." },
            { "taken", "Lena Lead took the ticket over in the meantime, so this draft was set aside." },
            { "moved", "Lena Lead changed the ticket's status in the meantime, so this draft was set aside." },
            { "closed", "The ticket was closed in the meantime, so this draft was set aside." },
        };

    [Theory, MemberData(nameof(WhatCanComeFirst))]
    public void What_came_first_stops_the_approval_and_is_named(string first, string sentence)
    {
        var ticket = Opened()
            .Led(AwaitingApproval, first == "customer of a person" ? TicketType.Human : TicketType.Ensoras);
        var draft = ticket.Pending();
        var read = draft.Body;
        var lena = Cast.Lena.At(Later);
        Action change = first switch
        {
            "customer" or "customer of a person" => () =>
                ticket.CustomerWrote(Cast.Customer.At(Later), "Never mind, it came.", null),
            "approved" => () => ticket.Approve(lena, draft.Id, TimeSpan.Zero, read),
            "sent" => () =>
            {
                ticket.Approve(lena, draft.Id, TimeSpan.Zero, read);
                ticket.Deliver(Later);
            }
            ,
            "rejected" => () => ticket.Reject(lena, draft.Id),
            "regenerated" => () => ticket.Regenerate(lena, draft.Id),
            "edited" => () => ticket.EditDraft(lena, draft.Id, "It comes tomorrow.", read),
            "replied" => () => ticket.Reply(lena, "I look after this.", TimeSpan.Zero),
            "escalated" => () => ticket.Escalate(lena),
            "taken" => () => ticket.TakeOwnership(lena),
            "moved" => () => ticket.ChangeStatus(lena, Resolved),
            _ => () => ticket.Close(lena),
        };
        change();
        var (status, messageStatus, count) = (ticket.Status, draft.Status, ticket.Messages.Count);

        var refusal = Assert.Throws<RuleBrokenException>(() =>
            ticket.Approve(Cast.Rosa.At(Later), draft.Id, TimeSpan.Zero, read));

        Assert.Equal(sentence, refusal.Message);
        Assert.Equal((status, messageStatus, count), (ticket.Status, draft.Status, ticket.Messages.Count));
    }

    [Fact]
    public void A_draft_that_does_not_exist_is_not_approved()
    {
        var ticket = Opened().Led(AwaitingApproval);
        var refusal = Assert.Throws<RuleBrokenException>(() =>
            ticket.Approve(Cast.Rosa.At(Later), Guid.CreateVersion7(), TimeSpan.Zero));
        Assert.Equal("This draft is no longer there. Look at the conversation again.", refusal.Message);
    }

    [Fact]
    public void An_edit_keeps_the_original_and_measures_from_it()
    {
        var ticket = Opened().Led(AwaitingApproval);
        var draft = ticket.Pending();
        var original = draft.Body;

        ticket.EditDraft(Cast.Rosa.At(Later), draft.Id, "It is on its way!");
        ticket.EditDraft(Cast.Lena.At(Later), draft.Id, original + " Sorry.");

        Assert.Equal((original, original + " Sorry.", 7), (draft.OriginalBody, draft.Body, draft.EditDistance));
        var tooEarly = Assert.Throws<RuleBrokenException>(() =>
            ticket.EditDraft(Cast.Rosa.At(Later), draft.Id, "Mine", read: original));
        Assert.Equal(
            "This draft was edited in the meantime, so nothing was sent. Read the new text first.",
            tooEarly.Message);
        ticket.Approve(Cast.Rosa.At(Later), draft.Id, TimeSpan.Zero, draft.Body);
        ticket.Deliver(Later);
        Assert.Equal((original + " Sorry.", MessageStatus.Sent), (draft.Body, draft.Status));
    }

    [Fact]
    public void An_approval_rests_for_the_grace_period_and_can_be_taken_back_until_then()
    {
        var ticket = Opened().Led(AwaitingApproval);
        var draft = ticket.Pending();
        ticket.Approve(Cast.Rosa.At(Later), draft.Id, TimeSpan.FromSeconds(30));
        Assert.False(
            ticket.ClaimForSending(
                Actor.System.At(Later.AddSeconds(30).AddMilliseconds(-1)),
                draft.Id,
                Later.AddMinutes(5)));

        ticket.UndoApprove(Cast.Rosa.At(Later.AddSeconds(29)), draft.Id);

        Assert.Equal(
            (AwaitingApproval, MessageStatus.Draft, null, null),
            (ticket.Status, draft.Status, draft.ReviewedBy, draft.DueAt));
        Assert.False(ticket.ClaimForSending(Actor.System.At(Later.AddMinutes(1)), draft.Id, Later.AddMinutes(5)));
        ticket.Approve(Cast.Rosa.At(Later.AddMinutes(2)), draft.Id, TimeSpan.FromSeconds(30));
        Assert.True(
            ticket.ClaimForSending(Actor.System.At(Later.AddMinutes(2).AddSeconds(30)), draft.Id, Later.AddMinutes(9)));
        var refusal = Assert.Throws<RuleBrokenException>(() =>
            ticket.UndoApprove(Cast.Rosa.At(Later.AddMinutes(2).AddSeconds(31)), draft.Id));
        Assert.Equal("This reply is already on its way and cannot be undone.", refusal.Message);
    }

    [Fact]
    public void An_approval_taken_back_after_the_customer_wrote_sets_the_draft_aside()
    {
        var ticket = Opened().Led(AwaitingApproval);
        var draft = ticket.Pending();
        ticket.Approve(Cast.Rosa.At(Later), draft.Id, TimeSpan.FromSeconds(30));
        ticket.CustomerWrote(Cast.Customer.At(Later.AddSeconds(5)), "It came!", null);

        ticket.UndoApprove(Cast.Rosa.At(Later.AddSeconds(9)), draft.Id);

        Assert.Equal(
            (AwaitingEnsoras, MessageStatus.Rejected, Rejection.Undone),
            (ticket.Status, draft.Status, draft.Rejection));
    }

    [Fact]
    public void A_reply_taken_back_leads_to_where_the_ticket_stood_and_gives_the_text_back()
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
    public void Taking_back_the_second_reply_does_not_undo_the_first_that_has_arrived()
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
    public void Each_kind_of_reply_is_taken_back_by_those_who_sent_it()
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
    public void The_same_text_sent_twice_is_one_reply_but_after_taking_it_back_it_is_meant_again()
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

    [Fact]
    public void An_approval_taken_back_while_another_draft_is_asked_for_leaves_one_draft()
    {
        var ticket = Opened().Led(AwaitingApproval);
        var draft = ticket.Pending();
        ticket.Approve(Cast.Rosa.At(Later), draft.Id, TimeSpan.FromSeconds(30));
        ticket.RequestDraft(Cast.Jonas.At(Later));
        var request = ticket.DraftRequestId!.Value;

        ticket.UndoApprove(Cast.Rosa.At(Later), draft.Id);

        Assert.False(
            ticket.DraftReady(Actor.Ensoras.At(Later), request, new WrittenDraft("Another", [], []), TimeSpan.Zero));
        Assert.Equal((AwaitingApproval, draft, false), (ticket.Status, ticket.Pending(), ticket.IsPreparing));
    }
}
