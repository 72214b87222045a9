using Ensoras.Domain.Scheduling;
using Ensoras.Domain.Tickets;
using Ensoras.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static Ensoras.Tests.Tickets.AttachmentSteps;

namespace Ensoras.Tests.Tickets;

/// <summary>Files of messages: stored whole or not at all, sent once, by their author, with their message.</summary>
public sealed class AttachmentTests(Worlds worlds) : IClassFixture<Worlds>
{
    [Theory, OnEveryDatabase]
    public async Task A_reply_a_note_and_a_scheduled_reply_take_their_files_in_order_and_need_no_text_then(
        Engine engine)
    {
        var world = await worlds.OnAsync(engine);
        var ticket = await world.GivenTicketAsync();
        foreach (var kind in new[] { "reply", "note", "schedule" })
        {
            Guid[] files =
            [
                (await ReceiveAsync(world, ticket.Id, Png, $"{kind}.png")).Id,
                (await ReceiveAsync(world, ticket.Id, "hello"u8.ToArray(), $"{kind}.txt", "text/plain")).Id,
            ];

            var id = await SendAsync(world, ticket.Id, kind, "", files);

            var message = (await world.DetailAsync(ticket.Id)).Thread.Single(each => each.Id == id);
            Assert.Equal("", message.Body);
            Assert.Equal(
                [$"{kind}.png image/png 11 True", $"{kind}.txt text/plain 5 False"],
                message.Attachments.Select(file => $"{file.Name} {file.MediaType} {file.Size} {file.IsImage}"));
        }

        var refusal = await Assert.ThrowsAsync<RuleBrokenException>(() =>
            SendAsync(world, ticket.Id, "reply", " ", []));
        Assert.Equal("The message is empty. Write something first.", refusal.Message);
    }

    [Theory, OnEveryDatabase]
    public async Task A_file_is_sent_once_by_who_uploaded_it_and_only_in_its_ticket(Engine engine)
    {
        var world = await worlds.OnAsync(engine);
        var (ticket, other) = (await world.GivenTicketAsync(), await world.GivenTicketAsync());
        var file = await ReceiveAsync(world, ticket.Id, Png, "photo.png");

        await RefusedAsync(world.Jonas, other.Id, "no longer there");
        await RefusedAsync(world.Lena, ticket.Id, "no longer there");
        await SendAsync(world, ticket.Id, "reply", "Here it is", [file.Id]);
        await RefusedAsync(world.Jonas, ticket.Id, "“photo.png” was already sent with another message.");
        await world.Get<AttachmentStore>().RemoveAsync(file.Id, world.Jonas.Id, CancellationToken.None);
        Assert.NotNull(
            await world
                .Get<AttachmentStore>()
                .FindForAgentAsync(file.Id, world.Project.Id, world.Lena.Id, CancellationToken.None));

        async Task RefusedAsync(Ensoras.Domain.People.Agent by, Guid ticketId, string sentence)
        {
            var refusal = await Assert.ThrowsAsync<RuleBrokenException>(() =>
                world.Desk.ChangeAsync(
                    ticketId,
                    Actor.Of(by),
                    [file.Id],
                    (changed, stamp) => changed.Reply(stamp, "Look", TimeSpan.Zero, null, [file.Id]),
                    CancellationToken.None));
            Assert.Contains(sentence, refusal.Message, StringComparison.Ordinal);
        }
    }

    [Theory, OnEveryDatabase]
    public async Task What_is_undone_or_canceled_gives_its_files_back(Engine engine)
    {
        var world = await worlds.OnAsync(engine);
        var ticket = await world.GivenTicketAsync();
        var file = (await ReceiveAsync(world, ticket.Id, Png, "photo.png")).Id;

        var reply = await SendAsync(world, ticket.Id, "reply", "Too soon", [file]);
        await world.Desk.ChangeAsync(
            ticket.Id,
            Actor.Of(world.Jonas),
            [file],
            (changed, stamp) => changed.UndoReply(stamp, reply),
            CancellationToken.None);
        var later = await SendAsync(world, ticket.Id, "schedule", "Later", [file]);
        await world.Desk.ChangeAsync(
            ticket.Id,
            Actor.Of(world.Jonas),
            [file],
            (changed, stamp) => changed.CancelScheduled(stamp, later),
            CancellationToken.None);
        var sent = await SendAsync(world, ticket.Id, "reply", "Now", [file]);

        var thread = (await world.DetailAsync(ticket.Id)).Thread;
        Assert.Equal(sent, Assert.Single(thread, message => message.Attachments.Count > 0).Id);
    }

    [Fact]
    public async Task A_customers_files_without_a_word_go_to_a_person_and_a_draft_can_still_be_asked_for()
    {
        var world = await worlds.OnAsync(Engine.Sqlite);
        var ticket = await world.GivenTicketAsync();
        var file = (
            await world
                .Get<AttachmentStore>()
                .ReceiveAsync(
                    new NewAttachment(null, world.Mira.Id, "photo.png", null),
                    new MemoryStream(Png),
                    CancellationToken.None)).Id;
        await world.Desk.ChangeAsync(
            ticket.Id,
            Actor.Of(world.Mira),
            [file],
            (changed, stamp) =>
            {
                changed.CustomerWrote(stamp, "", null, [file]);
            },
            CancellationToken.None);

        await world.SweepAsync(Sweep.Drafts);

        var detail = await world.DetailAsync(ticket.Id);
        Assert.Equal((TicketStatus.AwaitingAgent, TicketType.Human), (detail.Ticket.Status, detail.Ticket.Type));
        Assert.StartsWith("The customer sent files without any text", detail.Thread[^1].Text, StringComparison.Ordinal);
        world.Writer.Writes("We send you a new one.");
        await world.ChangeAsync(
            ticket.Id,
            world.Jonas,
            (changed, stamp) => changed.RequestDraft(stamp, "offer a new one"));
        await world.SweepAsync(Sweep.Drafts);
        Assert.Equal(TicketStatus.AwaitingApproval, (await world.DetailAsync(ticket.Id)).Ticket.Status);
    }
}
