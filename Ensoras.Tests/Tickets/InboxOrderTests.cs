using Ensoras.Domain.Scheduling;
using Ensoras.Domain.Tickets;
using Ensoras.Tests.Support;
using static Ensoras.Domain.Tickets.TicketPriority;
using static Ensoras.Domain.Tickets.TicketStatus;

namespace Ensoras.Tests.Tickets;

public sealed class InboxOrderTests
{
    [Theory, OnEveryDatabase]
    public async Task By_default_approvals_come_first_then_what_Ensoras_left_then_agents_each_by_priority_and_longest_waiting(
        Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        await OpenAsync("agent, newer", AwaitingAgent, Medium);
        await OpenAsync("Ensoras, medium", AwaitingEnsoras, Medium);
        await OpenAsync("approval, low", AwaitingApproval, Low);
        await OpenAsync("agent, critical", AwaitingAgent, Critical);
        await OpenAsync("approval, newer", AwaitingApproval, Medium);
        await OpenAsync("Ensoras, urgent", AwaitingEnsoras, Urgent);
        await OpenAsync("approval, critical", AwaitingApproval, Critical);

        // These were opened later, but their customers wrote longer ago: waiting counts, not the number.
        await OpenAsync("agent, older", AwaitingAgent, Medium, hoursAgo: 5);
        await OpenAsync("approval, older", AwaitingApproval, Medium, hoursAgo: 5);
        world.Time.Advance(TimeSpan.FromHours(25));
        await world.SweepAsync(Sweep.Stale);
        await OpenAsync("Ensoras, not stale", AwaitingEnsoras, Critical);

        var page = await world.List.ReadInboxAsync(world.Project.Id, new TicketFilter(), null, CancellationToken.None);

        Assert.Equal(
            [
                "approval, critical",
                "approval, older",
                "approval, newer",
                "approval, low",
                "Ensoras, urgent",
                "Ensoras, medium",
                "agent, critical",
                "agent, older",
                "agent, newer",
            ],
            page.Rows.Select(row => row.Title));

        async Task OpenAsync(string title, TicketStatus status, TicketPriority priority, int hoursAgo = 0)
        {
            world.Time.Advance(TimeSpan.FromMinutes(1));
            var mira = Actor.Of(world.Mira);
            await world.Desk.OpenAsync(
                new NewTicket(world.Project.Id, world.Mira.Id, Channel.Widget, title, mira, (ticket, stamp) =>
                {
                    ticket.CustomerWrote(stamp, title, null);
                    ticket.Led(status, when: stamp.At);
                    if (priority is not Medium)
                    {
                        ticket.ChangePriority(Actor.Of(world.Jonas).At(stamp.At), priority);
                    }
                })
                {
                    At = world.Now.AddHours(-hoursAgo),
                },
                null,
                CancellationToken.None);
        }
    }

    [Theory, OnEveryDatabase]
    public async Task By_title_is_the_order_of_a_dictionary_on_every_database_and_pages_follow_it(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        string[] titles =
        [
            "Äpfel",
            "apple",
            "banana",
            "Éclair",
            "eclairs",
            "Łódź",
            "Zebra",
            "Ångström 2",
            "[5] boots",
            "日本",
        ];
        foreach (var title in titles.Concat(Enumerable.Range(0, 50).Select(number => $"mid {number:00}")))
        {
            var ticket = await world.GivenTicketAsync(title);
            await world.ChangeAsync(ticket.Id, world.Lena, (changed, stamp) => changed.Escalate(stamp));
        }

        var byTitle = new TicketFilter { Sort = TicketSort.Title };
        var first = await world.List.ReadInboxAsync(world.Project.Id, byTitle, null, CancellationToken.None);
        var second = await world.List.ReadInboxAsync(world.Project.Id, byTitle, first.Next, CancellationToken.None);
        var back = await world.List.ReadInboxAsync(world.Project.Id, byTitle, second.Previous, CancellationToken.None);

        var read = first.Rows.Concat(second.Rows).Select(row => row.Title).ToList();
        Assert.Equal(
            ["[5] boots", "Ångström 2", "Äpfel", "apple", "banana", "Éclair", "eclairs", "Łódź", "Zebra", "日本"],
            read.Where(title => !title.StartsWith("mid", StringComparison.Ordinal)));
        Assert.Equal(60, read.Distinct().Count());
        Assert.Equal(first.Rows.Select(row => row.Number), back.Rows.Select(row => row.Number));
    }

    [Theory, OnEveryDatabase]
    public async Task By_assignee_is_by_name_nobody_first_and_pages_are_walked_on_and_back(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        foreach (
            var person in Enumerable
                .Range(0, 24)
                .SelectMany(_ => new[] { world.Rosa, null, world.Ada, world.Lena, world.Jonas }))
        {
            var ticket = await world.GivenTicketAsync();
            await world.ChangeAsync(ticket.Id, person ?? world.Lena, (changed, stamp) =>
            {
                changed.Escalate(stamp);
                if (person is not null)
                {
                    changed.TakeOwnership(stamp);
                }
            });
        }

        string?[] byName = [null, "Ada Admin", "Jonas Agent", "Lena Lead", "Rosa Reviewer"];
        foreach (var descending in new[] { false, true })
        {
            var pages = new List<TicketListPage>();
            do
            {
                pages.Add(await ReadAsync(pages.LastOrDefault()?.Next));
            }
            while (pages[^1].Next is not null);

            var rows = pages.SelectMany(page => page.Rows).ToList();
            Assert.Equal([50, 50, 20], pages.Select(page => page.Rows.Count));
            Assert.All(pages, page => Assert.Equal(120, page.Total));
            Assert.Equal(120, rows.Select(row => row.Id).Distinct().Count());
            Assert.Equal(
                descending ? Enumerable.Reverse(byName) : byName,
                rows.Select(row => row.AssigneeName).Distinct());
            Assert.Equal(pages[1].Rows, (await ReadAsync(pages[2].Previous)).Rows);
            Assert.Equal(pages[0].Rows, (await ReadAsync(pages[1].Previous)).Rows);

            Task<TicketListPage> ReadAsync(PageKey? key) =>
                world.List.ReadInboxAsync(
                    world.Project.Id,
                    new TicketFilter { Sort = TicketSort.Assigned, Descending = descending },
                    key,
                    CancellationToken.None);
        }
    }
}
