using Ensoras.Domain.Channels.Email;
using Ensoras.Domain.Scheduling;
using Ensoras.Domain.Tickets;
using Ensoras.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Ensoras.Tests.Channels.Email;

/// <summary>A mail server that takes its time holds up nobody but its own mails, and those not for ever.</summary>
public sealed class SlowMailServerTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task While_a_mail_server_says_nothing_chats_go_out_and_scheduled_messages_and_lost_claims_move_on()
    {
        using var server = new MailServer(MailServerMood.Silent);
        await using var world = await CreateAsync(server);
        var (mailed, mailId) = await RepliedAsync(world, Channel.Email);
        var lost = await RepliedAsync(world, Channel.Email);
        await world.Desk.ChangeAsync(
            lost.Ticket.Id,
            Actor.System,
            (ticket, stamp) => ticket.ClaimForSending(stamp, lost.ReplyId, stamp.At),
            CancellationToken.None);
        var sending = Run(world, Sweep.OutboundMail);
        await server.Hangs;

        var (chat, chatId) = await RepliedAsync(world, Channel.Widget);
        var planned = await LedTicket.AtAsync(world, TicketStatus.AwaitingAgent, TicketType.Human, Channel.Widget);
        var plannedId = await planned.DoAsync(
            world.Jonas,
            (ticket, stamp) => ticket.Schedule(stamp, "Later", stamp.At.AddMinutes(1), false));
        await Run(world, Sweep.Delivery);
        Assert.Equal(MessageStatus.Sent, (await chat.MessageAsync(chatId)).Status);

        world.Time.Advance(TimeSpan.FromSeconds(29));
        await Run(world, Sweep.Delivery);
        Assert.Equal(MessageStatus.Uncertain, (await lost.Ticket.MessageAsync(lost.ReplyId)).Status);
        Assert.False(sending.IsCompleted);

        await world.Time.AdvanceUntilAsync(() => sending.IsCompleted, Patience);
        await sending;
        var mail = await mailed.MessageAsync(mailId);
        Assert.Equal((MessageStatus.Queued, "the mail server did not answer in time"), (mail.Status, mail.Reason?.ToString()));

        world.Time.Advance(TimeSpan.FromSeconds(31));
        await Run(world, Sweep.Delivery);
        Assert.Equal(MessageStatus.Sent, (await planned.MessageAsync(plannedId)).Status);
    }

    [Fact]
    public async Task A_mail_server_that_took_the_text_and_does_not_confirm_it_leaves_the_reply_uncertain_before_its_claim_is_over()
    {
        using var server = new MailServer(MailServerMood.SilentAfterTheText);
        await using var world = await CreateAsync(server);
        var (mailed, mailId) = await RepliedAsync(world, Channel.Email);
        var sending = Run(world, Sweep.OutboundMail);
        await server.Hangs;
        var began = world.Now;

        await world.Time.AdvanceUntilAsync(() => sending.IsCompleted, Patience);
        await sending;

        var mail = await mailed.MessageAsync(mailId);
        Assert.Equal((MessageStatus.Uncertain, "the mail server did not answer in time"), (mail.Status, mail.Reason?.ToString()));
        Assert.True(world.Now - began < Domain.Channels.OutboundMailSweep.ClaimLasts);
    }

    [Fact]
    public async Task The_handover_is_woken_once_for_what_waits_and_again_for_what_is_new()
    {
        var wakeUp = new NotedWakeUp();
        await using var world = await World.CreateAsync(configure: services => services.AddSingleton<IWakeUp>(wakeUp));
        await RepliedAsync(world, Channel.Email);
        await Run(world, Sweep.Delivery);
        await Run(world, Sweep.Delivery);
        Assert.Equal(1, wakeUp.Handovers);

        await RepliedAsync(world, Channel.Email);
        await Run(world, Sweep.Delivery);
        Assert.Equal(2, wakeUp.Handovers);
    }

    private static Task<int> Run(World world, Sweep sweep) =>
        world.Services.GetRequiredKeyedService<ISweep>(sweep).RunAsync(CancellationToken.None);

    private static Task<World> CreateAsync(MailServer server) =>
        World.CreateAsync(configure: services =>
            services.Configure<EmailSettings>(email =>
            {
                email.Host = "127.0.0.1";
                email.Port = server.Port;
                email.UseTls = false;
            }));

    private static async Task<(LedTicket Ticket, Guid ReplyId)> RepliedAsync(World world, Channel channel)
    {
        var led = await LedTicket.AtAsync(world, TicketStatus.AwaitingAgent, TicketType.Human, channel);
        return (
            led,
            await led.DoAsync(world.Jonas, (ticket, stamp) => ticket.Reply(stamp, "It is on its way.", TimeSpan.Zero)));
    }

    private sealed class NotedWakeUp : IWakeUp
    {
        public int Handovers { get; private set; }

        public void Wake(Sweep sweep, DateTimeOffset? at = null) => Handovers += sweep is Sweep.OutboundMail ? 1 : 0;
    }
}
