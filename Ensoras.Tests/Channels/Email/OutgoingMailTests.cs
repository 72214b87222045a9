using Ensoras.Domain.Channels.Email;
using Ensoras.Domain.Channels.Email.Inbound;
using Ensoras.Domain.Channels.Email.Mailboxes;
using Ensoras.Domain.Scheduling;
using Ensoras.Domain.Tickets;
using Ensoras.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;

namespace Ensoras.Tests.Channels.Email;

/// <summary>What a reply says and to whom it goes.</summary>
public sealed class OutgoingMailTests : IDisposable
{
    private readonly string _outbox = Directory.CreateTempSubdirectory("ensoras-outbox-").FullName;

    public void Dispose() => Directory.Delete(_outbox, recursive: true);

    [Fact]
    public async Task A_reply_carries_the_ticket_in_its_address_and_its_Message_ID_and_copies_who_takes_part()
    {
        await using var world = await CreateWorldAsync();
        var line = await world.ReceiveAsync(
            Letters.OfMira("Where is it?", headers: "Cc: \"Doe, Jon\" <jon@example.org>\n"));

        var mail = await ReplyAsync(world, line.TicketId!.Value);

        var token = ReplyToken.Of(world.Project, line.TicketId.Value, 1);
        Assert.Equal($"support+{token}@localhost", mail.ReplyTo.Mailboxes.Single().Address);
        Assert.Equal(token, mail.MessageId!.Split('@')[0].Split('.')[1]);
        Assert.Equal(
            ("Doe, Jon", "jon@example.org"),
            (mail.Cc.Mailboxes.Single().Name, mail.Cc.Mailboxes.Single().Address));
        Assert.Equal(line.MailId, mail.InReplyTo);
    }

    [Fact]
    public async Task Who_was_removed_is_not_copied()
    {
        await using var world = await CreateWorldAsync();
        var line = await world.ReceiveAsync(Letters.OfMira("Where is it?", headers: "Cc: jon@example.org\n"));
        await world.ChangeAsync(
            line.TicketId!.Value,
            world.Jonas,
            (ticket, stamp) => ticket.RemoveParticipant(stamp, "JON@example.org"));

        Assert.Empty((await ReplyAsync(world, line.TicketId.Value)).Cc);
    }

    [Fact]
    public async Task Signature_and_quoted_history_stand_below_as_the_project_wants()
    {
        await using var world = await CreateWorldAsync();
        await world
            .Get<MailAdmin>()
            .ChangeAsync(
                Actor.Of(world.Ada),
                "The **Trail** team",
                true,
                AiDisclosure.Never,
                "",
                CancellationToken.None);
        var line = await world.ReceiveAsync(Letters.OfMira("Where is it?\nReally?"));

        var mail = await ReplyAsync(world, line.TicketId!.Value);

        Assert.Equal(
            "It left our warehouse.\n\nThe Trail team\n\nOn 2 Mar 2026, 09:00 UTC, Mira Lindqvist wrote:\n\n> Where "
                + "is it?\n> Really?\n",
            mail.TextBody!.ReplaceLineEndings("\n"));
        Assert.Contains("<blockquote type=\"cite\">Where is it?<br>", mail.HtmlBody, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(AiDisclosure.Never, false)]
    [InlineData(AiDisclosure.Unapproved, false)]
    [InlineData(AiDisclosure.Drafted, true)]
    public async Task An_approved_draft_says_that_AI_wrote_it_where_the_project_wants(AiDisclosure which, bool says)
    {
        await using var world = await CreateWorldAsync();
        await world
            .Get<MailAdmin>()
            .ChangeAsync(Actor.Of(world.Ada), "", false, which, "Written by AI.", CancellationToken.None);
        var (ticketId, draftId) = await world.GivenDraftAsync(channel: Channel.Email);
        await world.ChangeAsync(
            ticketId,
            world.Rosa,
            (ticket, stamp) => ticket.Approve(stamp, draftId, TimeSpan.Zero));
        await world.SweepAsync(Sweep.Delivery);

        Assert.Equal(says, (await OutboxAsync()).TextBody!.Contains("Written by AI.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nothing_is_sent_to_an_address_that_bounced_until_a_person_allows_it()
    {
        await using var world = await CreateWorldAsync();
        var line = await world.ReceiveAsync(Letters.OfMira("Where is it?"));
        await using (var db = await world.OpenDbAsync())
        {
            db.Add(new UndeliverableAddress(world.Project.Id, "mira@example.org", "550 5.1.1 unknown", world.Now));
            await db.SaveChangesAsync();
        }

        await ReplyAndSweepAsync(world, line.TicketId!.Value);
        var failed = (await world.DetailAsync(line.TicketId.Value)).Thread.Single(message =>
            message.Sender is Sender.Agent);
        Assert.Equal(MessageStatus.Failed, failed.Status);
        Assert.Empty(Directory.GetFiles(_outbox));

        await world.Get<MailAdmin>().AllowAsync(Actor.Of(world.Ada), "Mira@example.org", CancellationToken.None);
        await world.ChangeAsync(line.TicketId.Value, world.Jonas, (ticket, stamp) => ticket.Retry(stamp, failed.Id));
        await world.SweepAsync(Sweep.Delivery);
        Assert.Single(Directory.GetFiles(_outbox));
    }

    [Fact]
    public async Task Only_admins_connect_mailboxes_and_a_password_is_stored_encrypted()
    {
        await using var world = await World.CreateAsync(configure: services =>
            services.AddSingleton<IMailSecrets, ReversedSecrets>());
        var settings = new MailboxSettings
        {
            Address = "help@shop.example",
            ImapHost = "imap.shop.example",
            User = "help",
            Password = "secret",
        };
        var admin = world.Get<MailAdmin>();

        await Assert.ThrowsAsync<RuleBrokenException>(() =>
            admin.SaveAsync(Actor.Of(world.Lena), null, settings, CancellationToken.None));
        var wrong = await Assert.ThrowsAsync<RuleBrokenException>(() =>
            admin.SaveAsync(Actor.Of(world.Ada), null, settings with { ImapHost = "no host" }, CancellationToken.None)
        );
        var stored = await admin.SaveAsync(Actor.Of(world.Ada), null, settings, CancellationToken.None);
        var kept = await admin.SaveAsync(
            Actor.Of(world.Ada),
            stored.Id,
            settings with
            {
                Password = "",
            },
            CancellationToken.None);

        Assert.Equal(nameof(MailboxSettings.ImapHost), wrong.Field);
        Assert.Equal(("terces", "terces"), (stored.ProtectedPassword, kept.ProtectedPassword));
    }

    private Task<World> CreateWorldAsync() =>
        World.CreateAsync(configure: services =>
            services.Configure<EmailSettings>(email => (email.Folder, email.HasPlusAddresses) = (_outbox, true)));

    private async Task<MimeMessage> ReplyAsync(World world, Guid ticketId)
    {
        await ReplyAndSweepAsync(world, ticketId);
        return await OutboxAsync();
    }

    private static async Task ReplyAndSweepAsync(World world, Guid ticketId)
    {
        await world.ChangeAsync(
            ticketId,
            world.Jonas,
            (ticket, stamp) => ticket.Reply(stamp, "It left our warehouse.", TimeSpan.Zero));
        await world.SweepAsync(Sweep.Delivery);
    }

    private async Task<MimeMessage> OutboxAsync() =>
        await MimeMessage.LoadAsync(Assert.Single(Directory.GetFiles(_outbox)));

    private sealed class ReversedSecrets : IMailSecrets
    {
        public string Protect(string secret) => string.Concat(secret.Reverse());

        public string? Unprotect(string protectedSecret) => Protect(protectedSecret);
    }
}
