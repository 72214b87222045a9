using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text;
using Ensoras.Domain.Tickets;
using Ensoras.Tests.Support;
using static Ensoras.Tests.Tickets.LifecycleInvariants;

namespace Ensoras.Tests.Tickets;

/// <summary>
/// Whatever is done to a ticket in whatever order, it keeps its promises. A failing sequence is made as short as it
/// gets and printed with its seed.
/// </summary>
public sealed class LifecycleProperties
{
    private const int Sequences = 3_000;
    private const int Steps = 40;
    private static readonly TimeSpan[] Waits =
    [
        TimeSpan.Zero,
        TimeSpan.FromSeconds(1),
        TimeSpan.FromSeconds(30),
        TimeSpan.FromMinutes(6),
        TimeSpan.FromHours(1),
        TimeSpan.FromHours(25),
    ];
    private static readonly (string Name, Func<Ticket, DateTimeOffset, Random, bool> Do)[] Operations =
    [
        .. LifecycleOperations.All,
        .. LifecycleOperations.Worker,
        .. LifecycleOperations.Worker,
    ];

    [Fact]
    public void No_sequence_of_operations_breaks_a_promise()
    {
        var done = new HashSet<(TicketAction, TicketStatus, TicketStatus)>();
        for (var seed = 0; seed < Sequences; seed++)
        {
            var chance = new Random(seed);
            List<Step> steps =
            [
                .. Enumerable
                    .Range(0, Steps)
                    .Select(_ => new Step(
                        chance.Next(Operations.Length),
                        chance.Next(),
                        Waits[chance.Next(Waits.Length)])),
            ];
            if (Play(steps, done, null) is { } failure)
            {
                var shortest = Shrink(steps, failure);
                var log = new StringBuilder();
                _ = Play(shortest, [], log);
                Assert.Fail($"Seed {seed}: {failure}\n{log}");
            }
        }

        // The sequences did everything that the table has, so the promises were really put to the test.
        var never = TicketTransitions
            .Rows.Select(row => row.Action)
            .Except(done.Select(step => step.Item1))
            .Except([TicketAction.MarkRead, TicketAction.UseAgain, TicketAction.Identify]);
        Assert.Empty(never);
    }

    private static List<Step> Shrink(List<Step> steps, string failure)
    {
        for (var length = steps.Count / 2; length > 0; length = Math.Min(length / 2, steps.Count - 1))
        {
            for (var start = 0; start + length <= steps.Count;)
            {
                List<Step> shorter = [.. steps[..start], .. steps[(start + length)..]];
                if (Play(shorter, [], null) == failure)
                {
                    steps = shorter;
                }
                else
                {
                    start += length;
                }
            }
        }

        return steps;
    }

    /// <summary>Plays a sequence and settles everything at the end. Null when all promises were kept.</summary>
    private static string? Play(
        List<Step> steps,
        HashSet<(TicketAction, TicketStatus, TicketStatus)> done,
        StringBuilder? log)
    {
        var ticket = TicketSteps.Opened(Channel.Email);
        var now = TicketSteps.Morning;
        var invariants = new LifecycleInvariants();
        var sends = new Dictionary<Guid, int>();
        try
        {
            foreach (var step in steps)
            {
                now += step.Wait;
                var (name, change) = Operations[step.Operation];
                var outcome = Apply(
                    ticket,
                    (at, chance) => change(ticket, at, chance),
                    now,
                    new Random(step.Seed),
                    done,
                    sends);
                log?.AppendLine(
                    CultureInfo.InvariantCulture,
                    $"+{step.Wait} {name}: {outcome} → {ticket.Status}, "
                        + $"{string.Join(" ", ticket.Messages.Select(message => $"{message.Sender}:{message.Status}"))}");
                invariants.Check(ticket, ticket.Messages, now);
            }

            Settle(ticket, now.AddDays(3), invariants, done, sends);
            return null;
        }
        catch (BrokenPromiseException broken)
        {
            return broken.Message;
        }
    }

    private static string Apply(
        Ticket ticket,
        Func<DateTimeOffset, Random, bool> change,
        DateTimeOffset now,
        Random chance,
        HashSet<(TicketAction, TicketStatus, TicketStatus)> done,
        Dictionary<Guid, int> sends)
    {
        var before = Fingerprint(ticket);
        var from = ticket.Status;
        var events = ticket.NewEvents.Count;
        var sending = ticket
            .Messages.Where(message => message.Status is MessageStatus.Sending)
            .Select(message => message.Id)
            .ToList();
        string outcome;
        try
        {
            outcome = change(now, chance) ? "done" : "nothing to do";
            Hold(outcome == "done" || before == Fingerprint(ticket), "nothing to do changes nothing");
        }
        catch (RuleBrokenException refusal)
        {
            outcome = $"refused ({refusal.Message})";
            Hold(refusal.Message.Length > 15, "a refusal is a sentence");
            Hold(before == Fingerprint(ticket), "a refusal changes nothing");
        }

        foreach (var line in ticket.NewEvents.Skip(events))
        {
            Hold(
                line.From == from && TicketTransitions.Allows(line.Action, line.From, line.To),
                $"the table has {line.Action} from {line.From} to {line.To}");
            done.Add((line.Action, line.From, line.To));
            from = line.To;
        }

        Hold(ticket.Status == from, "every change of status is in the history");
        foreach (
            var message in ticket.Messages.Where(message =>
                message.Status is MessageStatus.Sent && sending.Contains(message.Id)))
        {
            sends[message.Id] = sends.GetValueOrDefault(message.Id) + 1;
            Hold(sends[message.Id] == 1, "a message is delivered at most once");
        }

        return outcome;
    }

    /// <summary>The sweeps run until nothing is due: then nothing that was on its way may be left behind.</summary>
    private static void Settle(
        Ticket ticket,
        DateTimeOffset now,
        LifecycleInvariants invariants,
        HashSet<(TicketAction, TicketStatus, TicketStatus)> done,
        Dictionary<Guid, int> sends)
    {
        var onTheWay = ticket
            .Messages.Where(message =>
                message.Status is MessageStatus.Queued
                || message is { Status: MessageStatus.Scheduled, DueAt: not null })
            .Select(message => message.Id)
            .ToList();
        foreach (var message in ticket.Messages.Where(message => message.Status is MessageStatus.Sending).ToList())
        {
            Apply(
                ticket,
                (at, _) => ticket.ClaimLost(Actor.System.At(at), message.Id),
                now,
                Random.Shared,
                done,
                sends);
        }

        foreach (
            var message in ticket
                .Messages.Where(message => message is { Status: MessageStatus.Scheduled, DueAt: not null })
                .ToList())
        {
            Apply(
                ticket,
                (at, chance) =>
                {
                    _ = ticket.ScheduledMomentCame(Actor.System.At(at), message.Id);
                    return true;
                },
                now,
                Random.Shared,
                done,
                sends);
        }

        foreach (var message in ticket.Messages.Where(message => message.Status is MessageStatus.Queued).ToList())
        {
            Apply(
                ticket,
                (at, _) => ticket.ClaimForSending(Actor.System.At(at), message.Id, at),
                now,
                Random.Shared,
                done,
                sends);
            Apply(
                ticket,
                (at, _) =>
                {
                    ticket.Delivered(Actor.System.At(at), message.Id);
                    return true;
                },
                now,
                Random.Shared,
                done,
                sends);
        }

        invariants.Check(ticket, ticket.Messages, now);
        Hold(
            onTheWay.TrueForAll(id =>
                sends.GetValueOrDefault(id) == 1 || ticket.Messages.Single(message => message.Id == id).IsHeld),
            "what was on its way has arrived once, or is held");
        Hold(
            ticket.Messages.All(message =>
                message.IsHeld
                || message.Status is not (MessageStatus.Queued or MessageStatus.Scheduled or MessageStatus.Sending)),
            "nothing is left on its way");
    }

    /// <summary>Everything that is stored of a ticket, as one text.</summary>
    private static string Fingerprint(Ticket ticket)
    {
        var text = new StringBuilder(2_000);
        Append(ticket);
        foreach (var message in ticket.Messages)
        {
            Append(message);
            foreach (var call in message.ToolCalls)
            {
                Append(call);
            }
        }

        return text.Append(ticket.NewEvents.Count).ToString();

        void Append(object row)
        {
            foreach (var field in Fields.Of(row.GetType()))
            {
                text.Append(field.GetValue(row)).Append('|');
            }
        }
    }

    private sealed record Step(int Operation, int Seed, TimeSpan Wait);

    private static class Fields
    {
        private static readonly Dictionary<Type, FieldInfo[]> Known = new Type[]
        {
            typeof(Ticket),
            typeof(Message),
            typeof(ToolCall),
        }.ToDictionary(type => type, Read);

        public static FieldInfo[] Of(Type type) => Known[type];

        private static FieldInfo[] Read(Type type) =>
            [
                .. type.GetFields(BindingFlags.Instance | BindingFlags.NonPublic)
                    .Where(field =>
                        field.FieldType == typeof(string) || !typeof(IEnumerable).IsAssignableFrom(field.FieldType)),
            ];
    }
}
