using System.Diagnostics;
using Ensoras.Domain.Knowledge;
using Ensoras.Domain.Storage;
using Ensoras.Domain.Tickets;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Ensoras.Bench.Seeding;

/// <summary>When tickets are opened, and what has become of each.</summary>
internal sealed partial class Seeder
{
    private IEnumerable<IReadOnlyList<Ticket>> Windows(Cast cast, DateTimeOffset opened)
    {
        var story = new TicketStory(cast, _random, _now);
        var pace = (_now - opened).TotalMilliseconds / (options.Tickets + 1);
        var isWaiting = ChooseWaiting();
        var started = Stopwatch.GetTimestamp();
        foreach (var window in Enumerable.Range(1, options.Tickets).Chunk(Window))
        {
            yield return
            [
                .. window.Select(number =>
                {
                    var openedAt = opened.AddMilliseconds(Math.Floor(number * pace));
                    return number > options.Tickets - LongTickets
                        ? story.Tell(number, Fate.AwaitingCustomer, LongTicket, openedAt.AddDays(-2))
                        : story.Tell(
                            number,
                            isWaiting[number] ? WaitingFate() : SettledFate(openedAt),
                            ShortTicket,
                            openedAt);
                }),
            ];
            if (window[^1] % 100_000 == 0)
            {
                Console.WriteLine(
                    $"  {window[^1]:N0} tickets after {Stopwatch.GetElapsedTime(started).TotalSeconds:N0} s");
            }
        }
    }

    /// <summary>Four in five of the waiting tickets are among the newest tenth, the others anywhere.</summary>
    private bool[] ChooseWaiting()
    {
        var isWaiting = new bool[options.Tickets + 1];
        var latest = options.Tickets - LongTickets;
        for (var left = options.Waiting; left > 0;)
        {
            var number =
                left > options.Waiting / 5
                    ? _random.Next(latest - (options.Tickets / 10), latest)
                    : _random.Next(1, latest);
            if (!isWaiting[number])
            {
                isWaiting[number] = true;
                left--;
            }
        }

        return isWaiting;
    }

    private Fate WaitingFate() => _random.Next(100) switch
    {
        < 60 => Fate.AwaitingApproval,
        < 95 => Fate.AwaitingAgent,
        _ => Fate.Stale,
    };

    private Fate SettledFate(DateTimeOffset openedAt) =>
        (_random.Next(100), _now - openedAt < TimeSpan.FromDays(3)) switch
        {
            (< 70, true) => Fate.AwaitingCustomer,
            (< 80, true) => Fate.Resolved,
            (0, false) => Fate.AwaitingCustomer,
            _ => Fate.Closed,
        };
}
