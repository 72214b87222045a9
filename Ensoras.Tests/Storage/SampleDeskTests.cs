using Ensoras.Domain.Sample;
using Ensoras.Domain.Tickets;
using Ensoras.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Ensoras.Tests.Storage;

public sealed class SampleDeskTests
{
    [Theory, OnEveryDatabase]
    public async Task The_sample_has_tickets_in_every_status_priority_and_channel_and_a_draft_for_each_that_awaits_approval(
        Engine engine)
    {
        await using var world = await World.CreateAsync(engine);

        await world.Get<SampleDesk>().FillAsync(world.Project.Id, "hash", CancellationToken.None);

        await using var db = await world.OpenDbAsync();
        var tickets = await db.Tickets.Include(ticket => ticket.Messages).ToListAsync();
        Assert.Equal(80, tickets.Count);
        Assert.Equal(Enum.GetValues<TicketStatus>(), tickets.Select(ticket => ticket.Status).Distinct().Order());
        Assert.Equal(Enum.GetValues<TicketPriority>(), tickets.Select(ticket => ticket.Priority).Distinct().Order());
        Assert.Equal(Enum.GetValues<Channel>(), tickets.Select(ticket => ticket.Channel).Distinct().Order());
        Assert.All(
            tickets.Where(ticket => ticket.Status is TicketStatus.AwaitingApproval),
            ticket => Assert.Single(ticket.Messages, message => message.IsPendingDraft));
        Assert.Single(
            tickets.SelectMany(ticket => ticket.Messages),
            message => message.Status is MessageStatus.Scheduled);
        Assert.Equal(2, tickets.Count(ticket => ticket.IsStale));
        Assert.Equal(25, await db.Articles.CountAsync());
        Assert.Equal(3, await db.Teams.CountAsync());
        Assert.Equal(4, await db.Workflows.CountAsync());
        Assert.True(await db.WorkflowRuns.CountAsync(run => run.Matched) > 10);
        Assert.DoesNotContain(tickets, ticket => ticket.WorkflowsFrom is not null);
        Assert.Equal(4, await db.ToolCalls.CountAsync());
    }

    [Fact]
    public async Task The_sample_refuses_a_desk_that_has_tickets()
    {
        await using var world = await World.CreateAsync();
        await world.GivenTicketAsync();

        await Assert.ThrowsAsync<RuleBrokenException>(() =>
            world.Get<SampleDesk>().FillAsync(world.Project.Id, "hash", CancellationToken.None));
    }
}
