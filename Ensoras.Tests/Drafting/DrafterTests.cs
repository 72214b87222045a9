using Ensoras.Domain.Scheduling;
using Ensoras.Domain.Tickets;
using Ensoras.Tests.Support;

namespace Ensoras.Tests.Drafting;

public sealed class DrafterTests
{
    [Theory, OnEveryDatabase]
    public async Task What_tools_found_for_a_draft_that_was_superseded_is_known_to_the_next_until_a_reply_is_sent(
        Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        world.Writer.Writes("", new ToolCall("refund", "{}", world.Now));
        var ticket = await world.GivenTicketAsync("Please refund my order.");
        await world.SweepAsync(Sweep.Drafts);
        var draftId = (await PendingAsync()).Id;
        await world.ChangeAsync(ticket.Id, world.Rosa, (changed, stamp) => changed.ExecuteAndReview(stamp, draftId));
        await world.ChangeAsync(ticket.Id, world.Rosa, (changed, stamp) => changed.RunTools(stamp.At));

        await world.CustomerWritesAsync(ticket.Id, "And when will I have it?");
        await world.SweepAsync(Sweep.Drafts);
        Assert.Equal(
            [("refund", true, "done")],
            world.Writer.Requests.Last().ToolResults.Select(result => (result.Name, result.Succeeded, result.Result)));

        var answer = await PendingAsync();
        await world.ChangeAsync(
            ticket.Id,
            world.Rosa,
            (changed, stamp) => changed.Approve(stamp, answer.Id, TimeSpan.Zero));
        await world.SweepAsync(Sweep.Delivery);
        await world.CustomerWritesAsync(ticket.Id, "Thanks. Do you have boots?");
        await world.SweepAsync(Sweep.Drafts);
        Assert.Empty(world.Writer.Requests.Last().ToolResults);

        async Task<Message> PendingAsync() =>
            (await world.DetailAsync(ticket.Id)).Thread.Single(message => message.IsPendingDraft);
    }
}
