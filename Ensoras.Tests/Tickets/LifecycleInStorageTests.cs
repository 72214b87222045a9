using Ensoras.Domain.Channels;
using Ensoras.Domain.Scheduling;
using Ensoras.Domain.Tickets;
using Ensoras.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Ensoras.Tests.Tickets;

/// <summary>
/// The promises of <see cref="LifecycleProperties"/> on a real database, with the real sweeps and a mail server that
/// has its days.
/// </summary>
public sealed class LifecycleInStorageTests
{
    private const int Sequences = 24;
    private const int Steps = 30;
    private static readonly TimeSpan[] Waits =
    [
        TimeSpan.Zero,
        TimeSpan.FromSeconds(1),
        TimeSpan.FromSeconds(40),
        TimeSpan.FromMinutes(6),
        TimeSpan.FromHours(25),
    ];
    private static readonly Sweep[] Sweeps = [Sweep.Drafts, Sweep.Delivery, Sweep.AutoClose, Sweep.Stale];

    [Theory, OnEveryDatabase]
    public async Task No_sequence_of_operations_and_sweeps_breaks_a_promise(Engine engine)
    {
        var mail = new ScriptedChannel();
        await using var world = await World.CreateAsync(engine, mail.Replace);
        for (var seed = 0; seed < Sequences; seed++)
        {
            var log = new List<string>();
            try
            {
                await PlayAsync(world, mail, new Random(seed), log);
            }
            catch (BrokenPromiseException broken)
            {
                Assert.Fail($"Seed {seed}: {broken.Message}\n{string.Join('\n', log)}");
            }
        }

        await using var db = await world.OpenDbAsync();
        Assert.Equal(
            await db.Tickets.CountAsync(ticket => ticket.InboxRank != null),
            await db.InboxSize(world.Project.Id).SingleOrDefaultAsync());
        var arrivals = mail
            .Log.Where(entry => entry.Outcome is SendOutcome.Sent)
            .GroupBy(entry => entry.Message.MessageId);
        Assert.All(arrivals, arrival => Assert.Single(arrival));
    }

    private static async Task PlayAsync(World world, ScriptedChannel mail, Random chance, List<string> log)
    {
        var ticketId = (await world.GivenTicketAsync(channel: Channel.Email)).Id;
        var invariants = new LifecycleInvariants();
        for (var step = 0; step < Steps; step++)
        {
            world.Time.Advance(Waits[chance.Next(Waits.Length)]);
            if (chance.Next(4) == 0)
            {
                var sweep = Sweeps[chance.Next(Sweeps.Length)];
                Script(mail, chance);
                await world.SweepAsync(sweep);
                log.Add($"sweep {sweep}");
            }
            else
            {
                var (name, change) = LifecycleOperations.All[chance.Next(LifecycleOperations.All.Length)];
                log.Add(name);
                try
                {
                    await world.Desk.ChangeAsync(
                        ticketId,
                        Actor.System,
                        (ticket, stamp) => change(ticket, stamp.At, chance),
                        CancellationToken.None);
                }
                catch (RuleBrokenException refusal)
                {
                    log.Add($"  {refusal.Message}");
                }
            }

            await CheckAsync(world, ticketId, invariants);
        }

        await SettleAsync(world, ticketId, mail, invariants);
    }

    private static void Script(ScriptedChannel mail, Random chance) => mail.Then(chance.Next(6) switch
    {
        0 => new SendOutcome.TryAgain(Sentence.Verbatim("busy")),
        1 => new SendOutcome.Failed(Sentence.Verbatim("no such mailbox")),
        2 => new SendOutcome.Uncertain(Sentence.Verbatim("the line broke")),
        _ => new SendOutcome.Sent(),
    });

    private static async Task CheckAsync(World world, Guid ticketId, LifecycleInvariants invariants)
    {
        var detail = await world.DetailAsync(ticketId);
        invariants.Check(detail.Ticket, detail.Thread, world.Now);
        LifecycleInvariants.Hold(
            detail.History.All(line => TicketTransitions.Allows(line.Action, line.From, line.To)),
            "every step of the history is in the table");
        LifecycleInvariants.Hold(
            detail.History.Count == 0 || detail.History.MaxBy(line => line.At)!.At <= world.Now,
            "the history is not ahead of the clock");
    }

    /// <summary>Three quiet days in which mail works: nothing stays on its way.</summary>
    private static async Task SettleAsync(
        World world,
        Guid ticketId,
        ScriptedChannel mail,
        LifecycleInvariants invariants)
    {
        foreach (var wait in new[] { TimeSpan.FromDays(3), TimeSpan.FromMinutes(30), TimeSpan.FromMinutes(30) })
        {
            world.Time.Advance(wait);
            await world.SweepAsync(Sweep.Delivery);
        }

        await CheckAsync(world, ticketId, invariants);
        var thread = (await world.DetailAsync(ticketId)).Thread;
        LifecycleInvariants.Hold(
            thread.All(message =>
                message.IsHeld
                || message.Status is not (MessageStatus.Queued or MessageStatus.Scheduled or MessageStatus.Sending)),
            "nothing is left on its way");
        var arrived = mail
            .Log.Where(entry => entry.Outcome is SendOutcome.Sent)
            .Select(entry => entry.Message.MessageId)
            .ToHashSet();
        LifecycleInvariants.Hold(
            thread
                .Where(message => message.Status is not MessageStatus.Sent)
                .All(message => message.ExternalId is null || !arrived.Contains(message.ExternalId)),
            "what arrived is Sent");
    }
}
