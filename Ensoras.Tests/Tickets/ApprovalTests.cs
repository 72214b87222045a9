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
                "The customer wrote again before you decided, so this draft was not sent. Ensoras is preparing a "
                    + "new one."
            },
            {
                "customer of a person",
                "The customer wrote again before you decided, so this draft was not sent. Read the new message, or "
                    + "ask Ensoras for a new draft."
            },
            { "approved", "Lena Lead already approved this draft; nothing was sent twice." },
            { "sent", "Lena Lead already approved this draft; nothing was sent twice." },
            { "rejected", "Lena Lead already rejected this draft." },
            { "regenerated", "Lena Lead asked for a new draft in the meantime; it is being written." },
            { "edited", "This draft was edited in the meantime, so nothing was sent. Read the new text first." },
            { "replied", "An agent replied in the meantime, so this draft was set aside." },
            { "escalated", "The ticket was escalated to a person in the meantime, so this draft was set aside." },
            { "taken", "Lena Lead took over the ticket in the meantime, so this draft was set aside." },
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
    public void An_approval_rests_for_the_grace_period_and_can_be_undone_until_then()
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
    public void An_approval_undone_after_the_customer_wrote_sets_the_draft_aside()
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
    public void An_approval_undone_while_another_draft_is_asked_for_leaves_one_draft()
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
