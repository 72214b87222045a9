using Ensoras.Domain.Channels;
using Ensoras.Domain.Scheduling;
using Ensoras.Domain.Tickets;
using Ensoras.Tests.Support;
using static Ensoras.Domain.Tickets.TicketStatus;

namespace Ensoras.Tests.Channels;

/// <summary>
/// The way to the customer: claimed first, tried again only when it certainly did not go out, and never sent twice.
/// </summary>
public sealed class DeliveryTests
{
    [Theory, OnEveryDatabase]
    public async Task A_mail_server_that_is_away_is_tried_again_ever_later_and_then_the_message_failed(Engine engine)
    {
        var mail = new ScriptedChannel();
        await using var world = await World.CreateAsync(engine, mail.Replace);
        var (led, replyId) = await RepliedAsync(world);
        for (var attempt = 0; attempt < 100; attempt++)
        {
            mail.Then(new SendOutcome.TryAgain(Sentence.Verbatim("the mail server cannot be reached")));
        }

        foreach (
            var (wait, attempts) in new[]
            {
                (0, 1),
                (14, 1),
                (1, 2),
                (59, 2),
                (1, 3),
                (300, 4),
                (900, 5),
                (1_800, 6),
                (3_600, 7),
                (7_200, 8),
                (14_400, 9),
            })
        {
            world.Time.Advance(TimeSpan.FromSeconds(wait));
            await world.SweepAsync(Sweep.Delivery);
            Assert.Equal(attempts, mail.Log.Count);
        }

        // Four days, as mail servers do (RFC 5321, 4.5.4.1).
        var began = world.Now;
        while ((await led.MessageAsync(replyId)).Status is MessageStatus.Queued)
        {
            world.Time.Advance(TimeSpan.FromHours(4));
            await world.SweepAsync(Sweep.Delivery);
        }

        Assert.InRange(world.Now - began, TimeSpan.FromDays(3.5), TimeSpan.FromDays(5));
        mail.Forget();
        var (ticket, thread) = ((await led.ReadAsync()).Ticket, (await led.ReadAsync()).Thread);
        var failed = thread.Single(message => message.Id == replyId);
        Assert.Equal(
            (AwaitingAgent, MessageStatus.Failed, "the mail server cannot be reached"),
            (ticket.Status, failed.Status, failed.Reason?.ToString()));
        Assert.Equal("A reply could not be sent: the mail server cannot be reached", thread[^1].Text);
        Assert.NotNull(ticket.InboxRank);
        Assert.Single(mail.Log.Select(entry => entry.Message.MessageId).Distinct());

        await led.DoAsync(world.Jonas, (retried, stamp) => retried.Retry(stamp, replyId));
        await world.SweepAsync(Sweep.Delivery);
        Assert.Equal(
            (MessageStatus.Sent, null),
            ((await led.MessageAsync(replyId)).Status, (await led.MessageAsync(replyId)).Reason?.ToString()));
        Assert.Equal(AwaitingCustomer, (await led.RowAsync()).Status);
        Assert.Single(mail.Log.Select(entry => entry.Message.MessageId).Distinct());
    }

    [Fact]
    public async Task What_may_have_gone_out_is_uncertain_and_never_sent_again_by_itself()
    {
        var mail = new ScriptedChannel().Then(_ => throw new IOException("the line broke"));
        await using var world = await World.CreateAsync(Engine.Sqlite, mail.Replace);
        var (led, replyId) = await RepliedAsync(world);
        await world.SweepAsync(Sweep.Delivery);
        world.Time.Advance(TimeSpan.FromDays(2));
        await world.SweepAsync(Sweep.Delivery);

        Assert.Equal(
            (MessageStatus.Uncertain, "the line broke"),
            ((await led.MessageAsync(replyId)).Status, (await led.MessageAsync(replyId)).Reason?.ToString()));
        Assert.Equal(AwaitingAgent, (await led.RowAsync()).Status);
        Assert.Empty(mail.Log);

        await led.DoAsync(world.Jonas, (ticket, stamp) => ticket.MarkAsSent(stamp, replyId));
        await world.SweepAsync(Sweep.Delivery);
        var row = await led.RowAsync();
        Assert.Equal((AwaitingCustomer, 1, 2), (row.Status, row.AgentMessages, row.MessageCount));
        Assert.Empty(mail.Log);
        Assert.Throws<RuleBrokenException>(() =>
            led.DoAsync(world.Jonas, (ticket, stamp) => ticket.Retry(stamp, replyId)).GetAwaiter().GetResult());
    }

    [Fact]
    public async Task Marking_an_old_message_as_sent_leaves_the_customers_newer_question_open()
    {
        var mail = new ScriptedChannel().Then(new SendOutcome.Uncertain(Sentence.Verbatim("the line broke")));
        await using var world = await World.CreateAsync(Engine.Sqlite, mail.Replace);
        var (led, replyId) = await RepliedAsync(world);
        await world.SweepAsync(Sweep.Delivery);
        await world.CustomerWritesAsync(led.Id, "Thanks. One more thing?");

        await led.DoAsync(world.Jonas, (ticket, stamp) => ticket.MarkAsSent(stamp, replyId));

        var row = await led.RowAsync();
        Assert.Equal((AwaitingAgent, true), (row.Status, row.IsUnread));
    }

    [Theory, OnEveryDatabase]
    public async Task A_claim_whose_worker_died_becomes_uncertain_and_nothing_is_sent_again(Engine engine)
    {
        var mail = new ScriptedChannel();
        await using var world = await World.CreateAsync(engine, mail.Replace);
        var (led, replyId) = await RepliedAsync(world);
        await world.Desk.ChangeAsync(
            led.Id,
            Actor.System,
            (ticket, stamp) => ticket.ClaimForSending(stamp, replyId, stamp.At.AddMinutes(5)),
            CancellationToken.None);

        world.Time.Advance(TimeSpan.FromMinutes(5));
        await world.SweepAsync(Sweep.Delivery);
        Assert.Equal(MessageStatus.Sending, (await led.MessageAsync(replyId)).Status);
        world.Time.Advance(TimeSpan.FromMilliseconds(1));
        await world.SweepAsync(Sweep.Delivery);
        await world.SweepAsync(Sweep.Delivery);

        Assert.Equal(MessageStatus.Uncertain, (await led.MessageAsync(replyId)).Status);
        Assert.Empty(mail.Log);
        Assert.Equal(
            "It is not certain that a reply reached the customer: the server stopped while it was being sent.",
            (await led.ReadAsync()).Thread[^1].Text);
    }

    [Fact]
    public async Task Replies_of_one_ticket_arrive_in_their_order_also_when_the_first_has_to_be_tried_again()
    {
        var mail = new ScriptedChannel().Then(new SendOutcome.TryAgain(Sentence.Verbatim("busy")));
        await using var world = await World.CreateAsync(Engine.Sqlite, mail.Replace);
        var (led, _) = await RepliedAsync(world, "one");
        foreach (var text in new[] { "two", "three" })
        {
            await led.DoAsync(world.Jonas, (ticket, stamp) => ticket.Reply(stamp, text, TimeSpan.Zero));
        }

        await world.SweepAsync(Sweep.Delivery);
        await led.DoAsync(world.Jonas, (ticket, stamp) => ticket.Reply(stamp, "four", TimeSpan.Zero));
        await world.SweepAsync(Sweep.Delivery);
        Assert.Single(mail.Log);
        world.Time.Advance(TimeSpan.FromSeconds(15));
        await world.SweepAsync(Sweep.Delivery);

        Assert.Equal(["one", "one", "two", "three", "four"], mail.Log.Select(entry => entry.Message.Body));
    }

    [Theory, OnEveryDatabase]
    public async Task Many_tickets_are_sent_beside_each_other_and_each_in_order(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        var tickets = new List<LedTicket>();
        for (var index = 0; index < 12; index++)
        {
            var led = await LedTicket.AtAsync(world, AwaitingAgent, TicketType.Human, Channel.Widget);
            await led.DoAsync(world.Jonas, (ticket, stamp) =>
            {
                for (var reply = 0; reply < 6; reply++)
                {
                    ticket.Reply(stamp, $"{reply}", TimeSpan.Zero);
                }
            });
            tickets.Add(led);
        }

        await Task.WhenAll(world.SweepAsync(Sweep.Delivery), world.SweepAsync(Sweep.Delivery));
        await world.SweepAsync(Sweep.Delivery);

        foreach (var led in tickets)
        {
            var sent = (await led.ReadAsync())
                .Thread.Where(message => message is { Sender: Sender.Agent, Status: MessageStatus.Sent })
                .OrderBy(message => message.ShownNumber);
            Assert.Equal(["0", "1", "2", "3", "4", "5"], sent.Select(message => message.Body));
        }
    }

    [Fact]
    public async Task While_one_message_is_with_the_channel_no_other_worker_takes_it_or_the_next()
    {
        var mail = new ScriptedChannel();
        await using var world = await World.CreateAsync(Engine.Sqlite, mail.Replace);
        var (led, _) = await RepliedAsync(world, "one");
        await led.DoAsync(world.Jonas, (ticket, stamp) => ticket.Reply(stamp, "two", TimeSpan.Zero));
        mail.Then(async _ =>
        {
            Assert.Equal(0, await world.SweepAsync(Sweep.Delivery));
            return new SendOutcome.Sent();
        });

        await world.SweepAsync(Sweep.Delivery);

        Assert.Equal(["one", "two"], mail.Log.Select(entry => entry.Message.Body));
    }

    [Fact]
    public async Task A_server_that_stops_while_sending_still_stores_how_it_ended()
    {
        using var stopping = new CancellationTokenSource();
        var mail = new ScriptedChannel().Then(async _ =>
        {
            await stopping.CancelAsync();
            return new SendOutcome.Sent();
        });
        await using var world = await World.CreateAsync(Engine.Sqlite, mail.Replace);
        var (led, replyId) = await RepliedAsync(world);

        await Record.ExceptionAsync(() => Microsoft.Extensions.DependencyInjection.ServiceProviderKeyedServiceExtensions
            .GetRequiredKeyedService<ISweep>(world.Services, Sweep.OutboundMail).RunAsync(stopping.Token));

        Assert.Equal(MessageStatus.Sent, (await led.MessageAsync(replyId)).Status);
    }

    [Fact]
    public void A_retry_sets_a_waiting_draft_aside_like_any_reply()
    {
        var at = TicketSteps.Morning;
        var ticket = TicketSteps.Opened(Channel.Email).Led(AwaitingAgent, TicketType.Human);
        var reply = ticket.Reply(Cast.Jonas.At(at), "Hello", TimeSpan.Zero);
        ticket.ClaimForSending(Actor.System.At(at), reply.Id, at);
        ticket.DeliveryFailed(Actor.System.At(at), reply.Id, Sentence.Verbatim("refused"), mayHaveBeenSent: false);
        var draft = ticket.Draft(at);

        ticket.Retry(Cast.Jonas.At(at), reply.Id);

        Assert.Equal(
            (AwaitingCustomer, Rejection.AgentReplied, MessageStatus.Queued),
            (ticket.Status, draft.Rejection, reply.Status));
    }

    private static async Task<(LedTicket Ticket, Guid ReplyId)> RepliedAsync(
        World world,
        string text = "It is on its way.")
    {
        var led = await LedTicket.AtAsync(world, AwaitingAgent, TicketType.Human);
        return (led, await led.DoAsync(world.Jonas, (ticket, stamp) => ticket.Reply(stamp, text, TimeSpan.Zero)));
    }
}
