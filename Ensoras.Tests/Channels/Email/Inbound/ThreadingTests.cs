using Ensoras.Domain.Channels.Email;
using Ensoras.Domain.Channels.Email.Inbound;
using Ensoras.Tests.Support;

namespace Ensoras.Tests.Channels.Email.Inbound;

public sealed class ThreadingTests
{
    [Fact]
    public async Task The_customers_next_email_goes_to_the_ticket_that_it_answers_and_reopens_it()
    {
        await using var world = await World.CreateAsync();
        var first = await world.ReceiveAsync(Letters.OfMira("Where is it?"));
        await world.ChangeAsync(first.TicketId!.Value, world.Jonas, (ticket, stamp) => ticket.Close(stamp));

        var second = await world.ReceiveAsync(
            Letters.OfMira(
                "It is still not here.\n\nOn Mon, 2 Mar 2026, Support wrote:\n> Soon.",
                "Re: Where is my order?",
                $"In-Reply-To: <{first.MailId}>\n"));

        var ticket = await world.TicketOfAsync(second);
        Assert.Equal(first.TicketId, second.TicketId);
        Assert.Equal("It is still not here.", ticket.Thread[^1].Text);
        Assert.True(ticket.Ticket.IsOpen);
    }

    [Fact]
    public async Task Only_References_are_enough_to_find_the_conversation()
    {
        await using var world = await World.CreateAsync();
        var first = await world.ReceiveAsync(Letters.OfMira("Where is it?"));

        var second = await world.ReceiveAsync(
            Letters.OfMira("Hello?", headers: $"References: <unknown@x.example> <{first.MailId}> <other@x.example>\n")
        );

        Assert.Equal(first.TicketId, second.TicketId);
    }

    [Fact]
    public async Task A_stranger_who_knows_a_Message_ID_gets_a_linked_ticket_of_their_own()
    {
        await using var world = await World.CreateAsync();
        var first = await world.ReceiveAsync(Letters.OfMira("Where is it?"));

        var second = await world.ReceiveAsync(
            Letters.From(
                "Eve <eve@evil.example>",
                "Send it to me instead.",
                headers: $"In-Reply-To: <{first.MailId}>\n"));

        var ticket = await world.TicketOfAsync(second);
        Assert.NotEqual(first.TicketId, second.TicketId);
        Assert.Equal((await world.TicketOfAsync(first)).Ticket.Number, ticket.PreviousTicketNumber);
        Assert.Single((await world.TicketOfAsync(first)).Thread);
    }

    [Fact]
    public async Task A_signed_address_finds_the_ticket_without_any_header_and_a_forged_one_does_not()
    {
        await using var world = await World.CreateAsync();
        var first = await world.ReceiveAsync(Letters.OfMira("Where is it?"));
        var number = (await world.TicketOfAsync(first)).Ticket.Number;
        var address = ReplyToken.AddressOf(
            "support@localhost",
            ReplyToken.Of(world.Project, first.TicketId!.Value, number))!;

        var signed = await world.ReceiveAsync(Letters.OfMira("Signed.", to: address.ToUpperInvariant()));
        var forged = await world.ReceiveAsync(
            Letters.OfMira("Forged.", to: $"support+t{number}-aaaaaaaaaaaaaaaa@localhost"));

        Assert.Equal(first.TicketId, signed.TicketId);
        Assert.NotEqual(first.TicketId, forged.TicketId);
    }

    [Fact]
    public async Task Who_is_copied_takes_part_and_may_answer_under_their_own_name()
    {
        await using var world = await World.CreateAsync();
        var first = await world.ReceiveAsync(
            Letters.OfMira("Where is it?", headers: "Cc: Jon Doe <jon@example.org>, Support <support@localhost>\n"));

        var second = await world.ReceiveAsync(
            Letters.From(
                "Jon Doe <jon@example.org>",
                "I wait too.",
                "Re: Where is my order?",
                $"In-Reply-To: <{first.MailId}>\n"));

        var ticket = await world.TicketOfAsync(second);
        Assert.Equal(first.TicketId, second.TicketId);
        Assert.Equal(["jon@example.org"], ticket.Ticket.Participants.Select(person => person.Address));
        Assert.Equal("Jon Doe", ticket.Thread[^1].AuthorName);
    }

    [Fact]
    public async Task An_answer_under_another_subject_is_marked_as_perhaps_another_matter()
    {
        await using var world = await World.CreateAsync();
        var first = await world.ReceiveAsync(Letters.OfMira("Where is it?"));

        var same = await world.ReceiveAsync(
            Letters.OfMira("Hello?", "AW: Re: Where is my order? [#1]", $"In-Reply-To: <{first.MailId}>\n"));
        var other = await world.ReceiveAsync(
            Letters.OfMira("Refund it.", "Refund for the tent", $"In-Reply-To: <{first.MailId}>\n"));

        Assert.Equal((first.TicketId, false), (same.TicketId, same.HasNewSubject));
        Assert.Equal((first.TicketId, true), (other.TicketId, other.HasNewSubject));
    }

    [Fact]
    public async Task An_agents_answer_is_sent_only_with_our_token_and_proof_of_who_wrote()
    {
        await using var world = await World.CreateAsync();
        var mailbox = await world.GivenMailboxAsync();
        var first = await world.ReceiveAsync(Letters.OfMira("Where is it?"));
        var number = (await world.TicketOfAsync(first)).Ticket.Number;
        var address = ReplyToken.AddressOf(
            "support@localhost",
            ReplyToken.Of(world.Project, first.TicketId!.Value, number))!;
        var arrived = new ArrivedMail(world.Project.Id, MailDoor.Mailbox, mailbox.Id);

        await world.ReceiveAsync(
            Letters.From("Jonas Agent <jonas@example.test>", "Unproven words", "Re: x", to: address),
            arrived);
        await world.ReceiveAsync(
            Letters.From(
                "Jonas Agent <jonas@example.test>",
                "Proven words",
                "Re: x",
                "Authentication-Results: mx.localhost; dmarc=pass\n",
                address),
            arrived);

        var thread = (await world.TicketOfAsync(first)).Thread;
        Assert.Contains(
            "Unproven words",
            thread.Single(message => message.Sender is Sender.System).Text,
            StringComparison.Ordinal);
        Assert.Equal(
            ("Proven words", world.Jonas.Id),
            (thread.Single(message => message.Sender is Sender.Agent).Body, thread[^1].AuthorId));
    }

    [Fact]
    public async Task Another_servers_word_about_the_sender_counts_for_nothing()
    {
        await using var world = await World.CreateAsync();
        var mailbox = await world.GivenMailboxAsync();
        var arrived = new ArrivedMail(world.Project.Id, MailDoor.Mailbox, mailbox.Id);

        var forged = await world.ReceiveAsync(
            Letters.OfMira("A", headers: "Authentication-Results: mx.evil.example; dmarc=pass\n"),
            arrived);
        var failed = await world.ReceiveAsync(
            Letters.OfMira("B", headers: "Authentication-Results: mx.localhost; spf=fail; dmarc=fail\n"),
            arrived);

        Assert.Equal((null, false), (forged.Authentication, forged.SenderFailed));
        Assert.Equal(("spf=fail dmarc=fail", true), (failed.Authentication, failed.SenderFailed));
    }
}
