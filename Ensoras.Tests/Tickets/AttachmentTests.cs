using System.Security.Cryptography;
using Ensoras.Domain.Scheduling;
using Ensoras.Domain.Tickets;
using Ensoras.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Ensoras.Tests.Tickets;

/// <summary>Files of messages: stored whole or not at all, sent once, by their author, with their message.</summary>
public sealed class AttachmentTests(Worlds worlds) : IClassFixture<Worlds>
{
    private static readonly byte[] Png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3];

    [Theory, OnEveryDatabase]
    public async Task A_file_of_the_largest_size_comes_back_byte_for_byte(Engine engine)
    {
        var world = await worlds.OnAsync(engine);
        var ticket = await world.GivenTicketAsync();
        var bytes = RandomNumberGenerator.GetBytes(Attachment.MaxBytes);

        var stored = await ReceiveAsync(world, ticket.Id, bytes, "backup.zip", "application/zip");

        using var read = new MemoryStream();
        await world.Get<AttachmentStore>().WriteToAsync(stored.Id, read, CancellationToken.None);
        Assert.Equal(bytes, read.ToArray());
        var found = await world
            .Get<AttachmentStore>()
            .FindForAgentAsync(stored.Id, world.Project.Id, world.Jonas.Id, CancellationToken.None);
        Assert.Equal(
            ("backup.zip", "application/zip", Attachment.MaxBytes, Convert.ToHexStringLower(SHA256.HashData(bytes))),
            (found!.Name, found.MediaType, found.Size, found.Sha256));
        Assert.Null(
            await world
                .Get<AttachmentStore>()
                .FindForAgentAsync(stored.Id, world.Project.Id, world.Lena.Id, CancellationToken.None));
    }

    [Theory, OnEveryDatabase]
    public async Task A_file_that_is_too_big_empty_or_breaks_off_is_refused_with_a_sentence_and_leaves_nothing(
        Engine engine)
    {
        var world = await worlds.OnAsync(engine);
        var ticket = await world.GivenTicketAsync();

        var tooBig = await Assert.ThrowsAsync<RuleBrokenException>(() =>
            ReceiveAsync(world, ticket.Id, new byte[Attachment.MaxBytes + 1], "film.mov"));
        var empty = await Assert.ThrowsAsync<RuleBrokenException>(() =>
            ReceiveAsync(world, ticket.Id, [], "../nothing.txt"));
        await Assert.ThrowsAsync<IOException>(() =>
            world
                .Get<AttachmentStore>()
                .ReceiveAsync(
                    new NewAttachment(ticket.Id, world.Jonas.Id, "half.txt", null),
                    new BreakingStream(200_000),
                    CancellationToken.None));

        Assert.Equal(
            "“film.mov” is larger than 10 MB, the most that can be attached. Make it smaller, or send a link to it.",
            tooBig.Message);
        Assert.Equal("“nothing.txt” is empty (0 bytes), so there is nothing to attach.", empty.Message);
        await using var db = await world.OpenDbAsync();
        Assert.Empty(await db.Attachments.Where(row => row.TicketId == ticket.Id).ToListAsync());
    }

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
    public async Task More_than_ten_files_are_refused_and_what_waits_has_a_limit(Engine engine)
    {
        var world = await worlds.OnAsync(engine);
        var ticket = await world.GivenTicketAsync();
        var files = new List<Guid>();
        for (var number = 0; number < AttachmentStore.MaxWaiting; number++)
        {
            files.Add((await ReceiveAsync(world, ticket.Id, Png, $"{number}.png")).Id);
        }

        var tooMany = await Assert.ThrowsAsync<RuleBrokenException>(() =>
            SendAsync(world, ticket.Id, "reply", "All of them", [.. files.Take(11)]));
        var full = await Assert.ThrowsAsync<RuleBrokenException>(() =>
            ReceiveAsync(world, ticket.Id, Png, "one more.png"));
        await SendAsync(world, ticket.Id, "reply", "Ten of them", [.. files.Take(10)]);
        await ReceiveAsync(world, ticket.Id, Png, "now.png");

        Assert.StartsWith("A message takes at most 10 files; these are 11.", tooMany.Message, StringComparison.Ordinal);
        Assert.StartsWith("30 files were attached here and not sent.", full.Message, StringComparison.Ordinal);
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

    [Theory, OnEveryDatabase]
    public async Task What_nobody_sends_within_a_day_is_deleted_and_what_was_sent_stays(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        var ticket = await world.GivenTicketAsync();
        var sent = (await ReceiveAsync(world, ticket.Id, Png, "sent.png")).Id;
        await SendAsync(world, ticket.Id, "reply", "Here", [sent]);
        for (var number = 0; number < 25; number++)
        {
            await ReceiveAsync(world, ticket.Id, Png, $"{number}.png");
        }

        world.Time.Advance(TimeSpan.FromHours(23));
        var fresh = (await ReceiveAsync(world, ticket.Id, Png, "fresh.png")).Id;
        Assert.Equal(0, await world.SweepAsync(Sweep.Attachments));
        world.Time.Advance(TimeSpan.FromHours(2));

        Assert.Equal(25, await world.SweepAsync(Sweep.Attachments));
        await using var db = await world.OpenDbAsync();
        Assert.Equal(new[] { sent, fresh }.Order(), (await db.Attachments.Select(row => row.Id).ToListAsync()).Order());
        Assert.Equal(2, await db.AttachmentParts.CountAsync());
        await db.Attachments.Where(row => row.Id == fresh).ExecuteDeleteAsync();
        var refusal = await Assert.ThrowsAsync<RuleBrokenException>(() =>
            SendAsync(world, ticket.Id, "reply", "Look", [fresh]));
        Assert.Contains("files that are not sent are kept for a day", refusal.Message, StringComparison.Ordinal);
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
        Assert.StartsWith("The customer sent files without a word", detail.Thread[^1].Body, StringComparison.Ordinal);
        world.Writer.Writes("We send you a new one.");
        await world.ChangeAsync(
            ticket.Id,
            world.Jonas,
            (changed, stamp) => changed.RequestDraft(stamp, "offer a new one"));
        await world.SweepAsync(Sweep.Drafts);
        Assert.Equal(TicketStatus.AwaitingApproval, (await world.DetailAsync(ticket.Id)).Ticket.Status);
    }

    private static Task<Attachment> ReceiveAsync(
        World world,
        Guid ticketId,
        byte[] bytes,
        string name,
        string? mediaType = null) =>
        world
            .Get<AttachmentStore>()
            .ReceiveAsync(
                new NewAttachment(ticketId, world.Jonas.Id, name, mediaType),
                new MemoryStream(bytes),
                CancellationToken.None);

    private static async Task<Guid> SendAsync(World world, Guid ticketId, string kind, string text, Guid[] files) =>
        (await world.Desk.ChangeAsync(
            ticketId,
            Actor.Of(world.Jonas),
            files,
            (ticket, stamp) => kind switch
            {
                "note" => ticket.WriteNote(stamp, text, null, files),
                "schedule" => ticket.Schedule(stamp, text, stamp.At.AddHours(1), true, null, files),
                _ => ticket.Reply(stamp, text, TimeSpan.FromSeconds(30), null, files),
            },
            CancellationToken.None)).Id;

    /// <summary>Gives so many bytes and then fails, as a line that breaks.</summary>
    private sealed class BreakingStream(int bytes) : MemoryStream(new byte[bytes])
    {
        public override async ValueTask<int> ReadAsync(
            Memory<byte> buffer,
            CancellationToken cancellationToken = default) =>
            await base.ReadAsync(buffer, cancellationToken) is > 0 and var read
                ? read
                : throw new IOException("The line broke.");
    }
}
