using Ensoras.Domain.Scheduling;
using Ensoras.Domain.Servers;
using Ensoras.Domain.Tickets;
using Ensoras.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using static Ensoras.Domain.Tickets.TicketStatus;

namespace Ensoras.Tests.Servers;

/// <summary>A server that died: what it had claimed is taken over within seconds, each by its own rule.</summary>
public sealed class LostClaimTests
{
    private static readonly Guid Dead = Guid.CreateVersion7();

    [Theory, OnEveryDatabase]
    public async Task A_draft_that_a_dead_server_had_begun_is_written_at_once(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        var ticket = await world.GivenTicketAsync();
        await world.Desk.ChangeAsync(
            ticket.Id,
            Actor.Ensoras,
            (claimed, stamp) => claimed.ClaimDraft(stamp, stamp.At.AddMinutes(2), Dead),
            CancellationToken.None);

        await world.SweepAsync(Sweep.Drafts);

        Assert.Single((await world.DetailAsync(ticket.Id)).Thread, message => message.IsPendingDraft);
    }

    [Theory, OnEveryDatabase]
    public async Task A_draft_that_a_living_server_is_writing_is_left_to_it(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        var ticket = await world.GivenTicketAsync();
        var own = world.Get<LivingServers>().Own;
        await world.Desk.ChangeAsync(
            ticket.Id,
            Actor.Ensoras,
            (claimed, stamp) => claimed.ClaimDraft(stamp, stamp.At.AddMinutes(2), own),
            CancellationToken.None);

        await world.SweepAsync(Sweep.Drafts);

        Assert.DoesNotContain((await world.DetailAsync(ticket.Id)).Thread, message => message.IsPendingDraft);
    }

    [Theory, OnEveryDatabase]
    public async Task A_mail_that_a_dead_server_was_sending_is_uncertain_at_once(Engine engine)
    {
        var mail = new ScriptedChannel();
        await using var world = await World.CreateAsync(engine, mail.Replace);
        var (led, replyId) = await SendingAsync(world, Dead);

        await world.SweepAsync(Sweep.Delivery);

        Assert.Equal(MessageStatus.Uncertain, (await led.MessageAsync(replyId)).Status);
        Assert.Empty(mail.Log);
    }

    [Theory, OnEveryDatabase]
    public async Task A_mail_that_a_living_server_is_sending_stays_with_it_whatever_the_clock_says(Engine engine)
    {
        var mail = new ScriptedChannel();
        await using var world = await World.CreateAsync(engine, mail.Replace);
        var (led, replyId) = await SendingAsync(world, world.Get<LivingServers>().Own);

        world.Time.Advance(TimeSpan.FromDays(9));
        await world.SweepAsync(Sweep.Delivery);

        Assert.Equal(MessageStatus.Sending, (await led.MessageAsync(replyId)).Status);
    }

    [Theory, OnPostgres]
    public async Task A_server_that_falls_silent_is_noticed_within_seconds_and_one_that_beats_is_not(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        var wakeUp = new CountingWakeUp();
        var other = new LivingServers(world.Time);
        using var mine = NewHeartbeat(world, world.Get<LivingServers>(), wakeUp);
        using var theirs = NewHeartbeat(world, other, new NoWakeUp());
        Assert.Null(world.Get<LivingServers>().Ids);
        for (var beat = 0; beat < 5; beat++)
        {
            await theirs.BeatAsync(CancellationToken.None);
            await mine.BeatAsync(CancellationToken.None);
            world.Time.Advance(TimeSpan.FromSeconds(2));
        }

        Assert.Contains(other.Own, world.Get<LivingServers>().Ids!);
        wakeUp.Count = 0;
        for (var beat = 0; beat < 4; beat++)
        {
            await mine.BeatAsync(CancellationToken.None);
            world.Time.Advance(TimeSpan.FromSeconds(2));
        }

        await mine.BeatAsync(CancellationToken.None);
        Assert.Equal([world.Get<LivingServers>().Own], world.Get<LivingServers>().Ids);
        Assert.True(wakeUp.Count > 0);
    }

    [Theory, OnPostgres]
    public async Task While_a_server_could_not_read_itself_nobody_elses_silence_counts(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        var other = new LivingServers(world.Time);
        using var mine = NewHeartbeat(world, world.Get<LivingServers>(), new NoWakeUp());
        using var theirs = NewHeartbeat(world, other, new NoWakeUp());
        await theirs.BeatAsync(CancellationToken.None);
        await mine.BeatAsync(CancellationToken.None);

        // The database was away for a minute: neither could beat.
        world.Time.Advance(TimeSpan.FromMinutes(1));
        await mine.BeatAsync(CancellationToken.None);

        Assert.Contains(other.Own, world.Get<LivingServers>().Ids!);
    }

    private static ServerHeartbeat NewHeartbeat(World world, LivingServers servers, IWakeUp wakeUp) =>
        new(
            servers,
            world.Get<Microsoft.EntityFrameworkCore.IDbContextFactory<Domain.Storage.EnsorasDb>>(),
            wakeUp,
            world.Time,
            NullLogger<ServerHeartbeat>.Instance);

    private static async Task<(LedTicket Ticket, Guid ReplyId)> SendingAsync(World world, Guid server)
    {
        var led = await LedTicket.AtAsync(world, AwaitingAgent, TicketType.Human);
        var replyId = await led.DoAsync(world.Jonas, (ticket, stamp) => ticket.Reply(stamp, "Hello", TimeSpan.Zero));
        await world.Desk.ChangeAsync(
            led.Id,
            Actor.System,
            (ticket, stamp) => ticket.ClaimForSending(stamp, replyId, stamp.At.AddMinutes(5), server),
            CancellationToken.None);
        return (led, replyId);
    }

    private sealed class CountingWakeUp : IWakeUp
    {
        public int Count { get; set; }

        public void Wake(Sweep sweep, DateTimeOffset? at = null) => Count++;
    }
}
