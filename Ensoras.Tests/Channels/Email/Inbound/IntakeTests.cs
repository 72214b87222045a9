using System.Text;
using Ensoras.Domain.Channels.Email.Inbound;
using Ensoras.Domain.Channels.Email.Mailboxes;
using Ensoras.Domain.Scheduling;
using Ensoras.Domain.Tickets;
using Ensoras.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Ensoras.Tests.Channels.Email.Inbound;

public sealed class IntakeTests
{
    [Theory, OnEveryDatabase]
    public async Task An_email_becomes_a_ticket_of_its_sender_and_the_ledger_says_which(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);

        var line = await world.ReceiveAsync(
            Letters.From(
                "Tomás Ruiz <tomas@example.net>",
                "My boots are wet.\n\n-- \nTomás",
                "=?utf-8?B?TmFzc2UgU3RpZWZlbA==?="));

        var ticket = await world.TicketOfAsync(line);
        Assert.Equal((MailOutcome.Ticket, MailReason.None), (line.Outcome, line.Reason));
        Assert.Equal(
            ("Nasse Stiefel", Channel.Email, TicketStatus.AwaitingEnsoras),
            (ticket.Ticket.Title, ticket.Ticket.Channel, ticket.Ticket.Status));
        Assert.Equal(
            ("Tomás Ruiz", "tomas@example.net", true),
            (ticket.Customer.Name, ticket.Customer.Email, ticket.Customer.IsVerified));
        Assert.Equal("My boots are wet.", Assert.Single(ticket.Thread).Body);
        Assert.Equal(line.MessageId, ticket.Thread[0].Id);
    }

    [Theory, OnEveryDatabase]
    public async Task The_same_email_by_two_ways_is_one_ticket_and_the_ledger_accounts_for_both(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        var letter = Letters.OfMira("Where is it?");

        var first = await world.ReceiveAsync($"Received: from a\n{letter}");
        var second = await world.ReceiveAsync($"Received: from b\n{letter}");

        Assert.Equal(1, await world.CountTicketsAsync());
        Assert.Equal(
            (MailOutcome.Ignored, MailReason.Duplicate, first.TicketId),
            (second.Outcome, second.Reason, second.TicketId));
    }

    [Fact]
    public async Task Two_emails_with_one_Message_ID_and_other_words_are_both_there()
    {
        await using var world = await World.CreateAsync();
        var letter = Letters.OfMira("Where is it?");

        await world.ReceiveAsync(letter);
        var second = await world.ReceiveAsync(
            letter.Replace("Where is it?", "And the second one?", StringComparison.Ordinal));

        Assert.Equal(MailOutcome.Ticket, second.Outcome);
        Assert.Equal(2, await world.CountTicketsAsync());
    }

    [Fact]
    public async Task Files_come_along_and_what_is_too_large_is_named()
    {
        await using var world = await World.CreateAsync();
        var large = Convert.ToBase64String(new byte[Attachment.MaxBytes + 1]);

        var line = await world.ReceiveAsync(
            Letters.OfMira(
                "--x\nContent-Type: text/plain\n\nSee the picture.\n--x\nContent-Type: text/plain; "
                    + "name=\"=?utf-8?Q?Gr=C3=B6=C3=9Fe.txt?=\"\n"
                    + "Content-Disposition: attachment; filename*=utf-8''Gr%C3%B6%C3%9Fe.txt\n\nXL\n--x\n"
                    + "Content-Type: application/zip\nContent-Disposition: attachment; filename=all.zip\n"
                    + $"Content-Transfer-Encoding: base64\n\n{large}\n--x--",
                headers: "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n"));

        var thread = (await world.TicketOfAsync(line)).Thread;
        Assert.Equal("See the picture.", thread[0].Body);
        Assert.Equal(["Größe.txt"], thread[0].Attachments.Select(file => file.Name));
        Assert.Contains("all.zip", thread[1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_no_parser_can_read_is_listed_and_becomes_a_ticket_with_one_click()
    {
        await using var world = await World.CreateAsync();

        var line = await world.ReceiveAsync(Encoding.UTF8.GetBytes("\u0001\u0002 no headers at all"));
        Assert.Equal(MailOutcome.Failed, line.Outcome);
        var number = await world
            .Get<Intake>()
            .MakeTicketAsync(Actor.Of(world.Jonas), world.Project.Id, line.Id, CancellationToken.None);

        var after = await world.LineAsync(line.Id);
        Assert.Equal(MailOutcome.Ticket, after.Outcome);
        Assert.Equal(number, (await world.TicketOfAsync(after)).Ticket.Number);
    }

    [Fact]
    public async Task The_first_import_of_a_mailbox_asks_for_no_drafts()
    {
        await using var world = await World.CreateAsync();
        var arrived = new ArrivedMail(world.Project.Id, MailDoor.Mailbox, null, world.Now.AddDays(-30))
        {
            IsSilent = true,
        };

        var line = await world.ReceiveAsync(Letters.OfMira("Long ago."), arrived);
        await world.SweepAsync(Sweep.Drafts);

        var ticket = await world.TicketOfAsync(line);
        Assert.Equal((TicketType.Human, world.Now.AddDays(-30)), (ticket.Ticket.Type, ticket.Ticket.CreatedAt));
        Assert.DoesNotContain(ticket.Thread, message => message.Sender is Sender.Ensoras);
    }

    [Fact]
    public async Task A_UID_is_stored_once_and_what_a_stop_cut_off_comes_again()
    {
        await using var world = await World.CreateAsync();
        var arrived = new ArrivedMail(world.Project.Id, MailDoor.Mailbox, Guid.CreateVersion7())
        {
            Folder = "INBOX",
            UidValidity = 1,
            Uid = 7,
        };
        await using (var db = await world.OpenDbAsync())
        {
            // As a killed server leaves it: begun, and not whole.
            db.Add(new InboundMail(arrived, world.Now));
            await db.SaveChangesAsync();
        }

        var line = await world.ReceiveAsync(Letters.OfMira("Once."), arrived);
        using var again = new MemoryStream(Encoding.UTF8.GetBytes(Letters.OfMira("Once.")));

        Assert.Equal(MailOutcome.Ticket, line.Outcome);
        Assert.Null(await world.Get<MailLedger>().StoreAsync(arrived, again, CancellationToken.None));
    }

    [Fact]
    public async Task An_email_that_a_dead_server_was_reading_is_read_by_the_next()
    {
        await using var world = await World.CreateAsync();
        using var raw = new MemoryStream(Encoding.UTF8.GetBytes(Letters.OfMira("Hello")));
        var line = (
            await world
                .Get<MailLedger>()
                .StoreAsync(new ArrivedMail(world.Project.Id, MailDoor.Http), raw, CancellationToken.None))!;
        await using (var db = await world.OpenDbAsync())
        {
            var dead = Guid.CreateVersion7();
            await db.InboundMails.ExecuteUpdateAsync(set => set.SetProperty(mail => mail.ClaimedBy, dead));
        }

        await world.SweepAsync(Sweep.InboundMail);

        Assert.Equal(MailOutcome.Ticket, (await world.LineAsync(line.Id)).Outcome);
    }

    [Fact]
    public async Task Wherever_the_database_fails_an_email_ends_up_on_exactly_one_ticket()
    {
        for (var contexts = 0; contexts < 12; contexts++)
        {
            var databases = new FailingDatabases();
            await using var world = await World.CreateAsync(configure: databases.Wrap);
            using var raw = new MemoryStream(Encoding.UTF8.GetBytes(Letters.OfMira("Hello")));
            var ledger = world.Get<MailLedger>();
            var line = await ledger.StoreAsync(
                new ArrivedMail(world.Project.Id, MailDoor.Http), raw, CancellationToken.None);
            databases.FailAfter(contexts, times: 2);
            try
            {
                await world.SweepAsync(Sweep.InboundMail);
            }
            catch (TimeoutException)
            {
                // As a run of the schedule that failed.
            }

            databases.FailAfter(int.MaxValue);
            world.Time.Advance(TimeSpan.FromMinutes(2));
            await world.SweepAsync(Sweep.InboundMail);

            Assert.Equal(1, await world.CountTicketsAsync());
            var ticket = await world.TicketOfAsync(await world.LineAsync(line!.Id));
            Assert.Equal("Hello", Assert.Single(ticket.Thread).Body);
        }
    }

    [Fact]
    public async Task Originals_go_after_the_days_that_the_project_keeps_them_and_what_failed_stays()
    {
        await using var world = await World.CreateAsync();
        var old = await world.ReceiveAsync(Letters.OfMira("Old"));
        var failed = await world.ReceiveAsync(Encoding.UTF8.GetBytes("\u0001 no email"));
        world.Time.Advance(TimeSpan.FromDays(31));
        var young = await world.ReceiveAsync(Letters.OfMira("New"));

        Assert.Equal(0, await world.SweepAsync(Sweep.OldOriginals));
        await world.Get<MailAdmin>().KeepOriginalsAsync(Actor.Of(world.Ada), 30, CancellationToken.None);
        Assert.Equal(1, await world.SweepAsync(Sweep.OldOriginals));

        await using var db = await world.OpenDbAsync();
        var left = await db.InboundMailParts.Select(part => part.InboundMailId).ToListAsync();
        Assert.Equal(new[] { failed.Id, young.Id }.Order(), left.Order());
        Assert.Equal("Old", (await world.TicketOfAsync(old)).Thread[0].Body);
    }

    [Fact]
    public async Task A_form_that_writes_as_nobody_is_a_ticket_of_who_is_to_be_answered()
    {
        await using var world = await World.CreateAsync();

        var line = await world.ReceiveAsync(
            Letters.From("Shop <noreply@shop.example>", "Question", headers: "Reply-To: Tomás <tomas@example.net>\n"));

        Assert.Equal("tomas@example.net", (await world.TicketOfAsync(line)).Customer.Email);
    }
}
