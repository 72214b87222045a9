using System.Security.Cryptography;
using Ensoras.Domain.Scheduling;
using Ensoras.Domain.Tickets;
using Ensoras.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static Ensoras.Tests.Tickets.AttachmentSteps;

namespace Ensoras.Tests.Tickets;

/// <summary>How large, how many and for how long files may be, and what is refused.</summary>
public sealed class AttachmentLimitTests(Worlds worlds) : IClassFixture<Worlds>
{
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
