using Ensoras.Domain.Channels.Email.Inbound;
using Ensoras.Domain.Channels.Email.Reading;
using Ensoras.Domain.Scheduling;
using Ensoras.Domain.Tickets;
using Ensoras.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Ensoras.Tests.Channels.Email.Inbound;

public sealed class MachineMailTests
{
    [Theory]
    [InlineData("Auto-Submitted: auto-replied\n", AutomaticKind.Reply)]
    [InlineData("Auto-Submitted: auto-generated (rejected)\n", AutomaticKind.Reply)]
    [InlineData("Auto-Submitted: no\n", AutomaticKind.None)]
    [InlineData("X-Autoreply: yes\n", AutomaticKind.Reply)]
    [InlineData("X-Auto-Response-Suppress: All\n", AutomaticKind.Reply)]
    [InlineData("Precedence: auto_reply\n", AutomaticKind.Reply)]
    [InlineData("Precedence: bulk\n", AutomaticKind.Bulk)]
    [InlineData("List-Id: News <news.shop.example>\n", AutomaticKind.Bulk)]
    [InlineData("List-Unsubscribe: <https://shop.example/off>\n", AutomaticKind.Bulk)]
    [InlineData("Return-Path: <>\n", AutomaticKind.Reply)]
    [InlineData("Return-Path: <mira@example.org>\n", AutomaticKind.None)]
    // A group of ours that hands its mail on writes for the customer.
    [InlineData(
        "Precedence: list\nList-Id: <support.localhost>\nList-Post: <mailto:support@localhost>\n",
        AutomaticKind.None)]
    public async Task Machines_are_known_by_their_headers(string headers, AutomaticKind kind)
    {
        await using var world = await World.CreateAsync();

        var line = await world.ReceiveAsync(Letters.OfMira("Hello", headers: headers));

        Assert.Equal(kind, line.Automatic);
        Assert.Equal(
            kind is AutomaticKind.None
                ? (MailOutcome.Ticket, MailReason.None)
                : (MailOutcome.Ignored, MailReason.Automatic),
            (line.Outcome, line.Reason));
    }

    [Fact]
    public async Task A_holiday_notice_is_kept_on_its_ticket_and_neither_answered_nor_reopening_it()
    {
        await using var world = await World.CreateAsync();
        var first = await world.ReceiveAsync(Letters.OfMira("Where is it?"));
        await world.ChangeAsync(first.TicketId!.Value, world.Jonas, (ticket, stamp) => ticket.Close(stamp));

        var notice = await world.ReceiveAsync(
            Letters.OfMira(
                "I am away until Monday.",
                "Out of office",
                $"In-Reply-To: <{first.MailId}>\nAuto-Submitted: auto-replied\n"));
        await world.SweepAsync(Sweep.Drafts);

        var ticket = await world.TicketOfAsync(first);
        Assert.Equal((MailOutcome.Ticket, first.TicketId), (notice.Outcome, notice.TicketId));
        Assert.Equal(TicketStatus.Closed, ticket.Ticket.Status);
        Assert.Equal(Sender.System, ticket.Thread[^1].Sender);
        Assert.Contains("I am away until Monday.", ticket.Thread[^1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_machines_without_headers_are_stopped_by_the_ceiling_and_the_ledger_says_so()
    {
        await using var world = await World.CreateAsync();
        var first = await world.ReceiveAsync(Letters.OfMira("Ping 0"));
        InboundMail last = first;
        for (var index = 1; index <= MailTickets.MaxOfTicket; index++)
        {
            last = await world.ReceiveAsync(
                Letters.OfMira($"Ping {index}", headers: $"In-Reply-To: <{first.MailId}>\n"));
        }

        Assert.Equal((MailOutcome.Ignored, MailReason.TooMany), (last.Outcome, last.Reason));
        Assert.Equal(MailTickets.MaxOfTicket, (await world.TicketOfAsync(first)).Thread.Count);

        world.Time.Advance(TimeSpan.FromMinutes(61));
        await world
            .Get<MailLedger>()
            .RetryAsync(Actor.Of(world.Jonas), world.Project.Id, last.Id, CancellationToken.None);
        await world.SweepAsync(Sweep.InboundMail);
        Assert.Equal(MailOutcome.Ticket, (await world.LineAsync(last.Id)).Outcome);
    }

    [Fact]
    public async Task Our_own_mailboxes_write_to_each_other_without_a_ticket()
    {
        await using var world = await World.CreateAsync();
        await world.GivenMailboxAsync("sales@localhost");

        var line = await world.ReceiveAsync(
            Letters.From("Sales <sales+t1-aaaaaaaaaaaaaaaa@localhost>", "Hello support"));

        Assert.Equal((MailOutcome.Ignored, MailReason.OwnMailbox), (line.Outcome, line.Reason));
    }

    [Theory]
    [InlineData("5.1.1", "failed", true)]
    [InlineData("5.2.2", "failed", false)]
    [InlineData("4.4.1", "delayed", false)]
    public async Task A_delivery_report_stands_on_the_ticket_and_a_hard_one_stops_mail_to_that_address(
        string status,
        string action,
        bool stops)
    {
        await using var world = await World.CreateAsync();
        var first = await world.ReceiveAsync(Letters.OfMira("Where is it?"));
        var reply = await world.GivenSentReplyAsync(first.TicketId!.Value);

        var line = await world.ReceiveAsync(
            Letters.From(
                "MAILER-DAEMON@mx.example.org",
                "--r\nContent-Type: text/plain\n\nSorry.\n--r\nContent-Type: "
                    + "message/delivery-status\n\nReporting-MTA: dns; mx.example.org\n\n"
                    + $"Final-Recipient: rfc822; mira@example.org\nAction: {action}\nStatus: "
                        + $"{status}\nDiagnostic-Code: smtp; 550 {status} No such user\n\n"
                    + $"--r\nContent-Type: text/rfc822-headers\n\nMessage-ID: "
                        + $"<{reply:N}.t1-aaaaaaaaaaaaaaaa@localhost>\nSubject: Re: x\n\n--r--",
                "Undelivered Mail Returned to Sender",
                "Return-Path: <>\nMIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; "
                    + "boundary=r\n"));

        var ticket = await world.TicketOfAsync(first);
        await using var db = await world.OpenDbAsync();
        Assert.Equal((MailOutcome.Ticket, first.TicketId, reply), (line.Outcome, line.TicketId, line.AboutMessageId));
        Assert.Contains("No such user", ticket.Thread[^1].Text, StringComparison.Ordinal);
        Assert.Equal(
            action is "failed" ? TicketStatus.AwaitingAgent : TicketStatus.AwaitingCustomer,
            ticket.Ticket.Status);
        Assert.Equal(
            stops,
            await db.UndeliverableAddresses.AnyAsync(row => row.NormalizedAddress == "MIRA@EXAMPLE.ORG"));
    }

    [Fact]
    public async Task A_broken_report_is_matched_by_the_returned_Message_ID()
    {
        await using var world = await World.CreateAsync();
        var first = await world.ReceiveAsync(Letters.OfMira("Where is it?"));
        var reply = await world.GivenSentReplyAsync(first.TicketId!.Value);

        var line = await world.ReceiveAsync(
            Letters.From(
                "Mail Delivery System <mailer-daemon@odd.example>",
                "Hi. This is the mail program.\n<mira@example.org>:\n550 5.1.1 unknown user\n\n--- Below is a copy:\n"
                    + $"From: support@localhost\nMessage-ID: <{reply:N}.t1-aaaaaaaaaaaaaaaa@localhost>\n",
                "failure notice"));

        Assert.Equal((MailOutcome.Ticket, reply), (line.Outcome, line.AboutMessageId));
        Assert.Contains("unknown user", (await world.TicketOfAsync(first)).Thread[^1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_report_settles_a_reply_that_was_uncertain()
    {
        await using var world = await World.CreateAsync();
        var first = await world.ReceiveAsync(Letters.OfMira("Where is it?"));
        var id = Guid.Empty;
        await world.ChangeAsync(first.TicketId!.Value, world.Jonas, (ticket, stamp) =>
        {
            id = ticket.Reply(stamp, "It is on its way.", TimeSpan.Zero).Id;
            ticket.ClaimForSending(stamp with { By = Actor.System }, id, stamp.At);
            ticket.DeliveryFailed(stamp with { By = Actor.System }, id, Sentence.Verbatim("the connection broke"), mayHaveBeenSent: true);
        });

        await world.ReceiveAsync(Letters.From(
            "mailer-daemon@odd.example",
            $"<mira@example.org>: 550 5.1.1 unknown\nMessage-ID: <{id:N}@localhost>\n",
            "failure notice"));

        var reply = (await world.TicketOfAsync(first)).Thread.Single(message => message.Id == id);
        Assert.Equal(MessageStatus.Failed, reply.Status);
        Assert.Contains("unknown", reply.Reason?.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_forged_report_about_somebody_else_stops_no_mail_to_them()
    {
        await using var world = await World.CreateAsync();
        var first = await world.ReceiveAsync(Letters.OfMira("Where is it?"));
        var reply = await world.GivenSentReplyAsync(first.TicketId!.Value);

        await world.ReceiveAsync(
            Letters.From(
                "mailer-daemon@evil.example",
                $"<ceo@customer.example>: 550 5.1.1 unknown\nMessage-ID: <{reply:N}@localhost>\n",
                "failure notice"));

        await using var db = await world.OpenDbAsync();
        Assert.False(await db.UndeliverableAddresses.AnyAsync());
    }
}
