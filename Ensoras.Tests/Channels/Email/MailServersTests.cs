using Ensoras.Domain.Channels.Email.Inbound;
using Ensoras.Domain.Channels.Email.Mailboxes;
using Ensoras.Domain.Scheduling;
using Ensoras.Domain.Tickets;
using Ensoras.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;

namespace Ensoras.Tests.Channels.Email;

/// <summary>The whole way of email against real servers.</summary>
public sealed class MailServersTests(MailServers servers) : IClassFixture<MailServers>
{
    [MailServersFact]
    public async Task A_question_by_email_is_answered_in_its_thread_and_the_next_one_finds_its_ticket()
    {
        await using var world = await CreateWorldAsync();
        await servers.ConnectAsync(world, "support@shop.test");
        await servers.WriteAsync(
            Letter("mira@customer.test", "support@shop.test", "Where is my order?", "It was due on Monday."));
        await servers.ReadAsync("support@shop.test", 1);
        var line = await FetchAsync(world, 1);
        var ticketId = line[0].TicketId!.Value;

        await world.ChangeAsync(
            ticketId,
            world.Jonas,
            (ticket, stamp) => ticket.Reply(stamp, "It is **on its way**.", TimeSpan.Zero));
        await world.SweepAsync(Sweep.Delivery);
        Assert.Equal(MessageStatus.Sent, (await world.DetailAsync(ticketId)).Thread[^1].Status);
        var reply = Assert.Single(await servers.ReadAsync("mira@customer.test", 1));

        Assert.Equal(line[0].MailId, reply.InReplyTo);
        Assert.Contains(line[0].MailId!, reply.References);
        Assert.Equal("support@shop.test", reply.From.Mailboxes.Single().Address);
        Assert.StartsWith("support+t1-", reply.ReplyTo.Mailboxes.Single().Address, StringComparison.Ordinal);
        Assert.Contains("It is on its way.", reply.TextBody, StringComparison.Ordinal);
        Assert.Contains("<strong>on its way</strong>", reply.HtmlBody, StringComparison.Ordinal);

        // A mail program that keeps nothing but the address.
        await servers.WriteAsync(
            Letter(
                "mira@customer.test",
                reply.ReplyTo.Mailboxes.Single().Address,
                "Re: something",
                "Thank you, but where?"));
        await servers.ReadAsync("support@shop.test", 2);
        var both = await FetchAsync(world, 2);

        Assert.Equal(ticketId, both[1].TicketId);
        Assert.Equal(0, await servers.CountSeenAsync("support@shop.test"));
    }

    [MailServersFact]
    public async Task Other_UIDs_bring_nothing_twice_and_the_ledger_accounts_for_each()
    {
        await using var world = await CreateWorldAsync();
        await servers.ConnectAsync(
            world,
            "sales@shop.test",
            mailbox => mailbox.AfterStoring = AfterStoring.MarkAsRead);
        await servers.WriteAsync(Letter("jon@customer.test", "sales@shop.test", "Prices", "How much is the tent?"));
        await servers.ReadAsync("sales@shop.test", 1);
        await FetchAsync(world, 1);
        Assert.Equal(1, await servers.CountSeenAsync("sales@shop.test"));

        // A week's outage ends with a server that numbers its emails from the start.
        servers.ForgetUids("sales@shop.test");
        await servers.WriteAsync(Letter("jon@customer.test", "sales@shop.test", "Boots", "And the boots?"));
        await servers.ReadAsync("sales@shop.test", 2);
        var lines = await FetchAsync(world, 3);

        Assert.Equal(2, await world.CountTicketsAsync());
        Assert.Equal(1, lines.Count(line => line.Reason is MailReason.Duplicate));
        Assert.Equal(2, lines.Count(line => line.Outcome is MailOutcome.Ticket));
        Assert.Equal(2, lines.Select(line => line.UidValidity).Distinct().Count());
    }

    [MailServersFact]
    public async Task The_test_of_a_mailbox_shows_each_step_and_stops_at_the_one_that_fails()
    {
        await using var world = await CreateWorldAsync(services => services.AddSingleton(TimeProvider.System));
        var good = await servers.ConnectAsync(world, "test@shop.test");
        var bad = await servers.ConnectAsync(
            world,
            "jon@customer.test",
            mailbox => mailbox.ProtectedPassword = "wrong");

        Assert.Equal(
            [
                (MailboxTestStep.SignIn, true),
                (MailboxTestStep.OpenFolder, true),
                (MailboxTestStep.Send, true),
                (MailboxTestStep.Receive, true),
            ],
            await TestAsync(world, good));
        Assert.Equal([(MailboxTestStep.SignIn, false)], await TestAsync(world, bad));
    }

    [MailServersFact]
    public async Task A_mailbox_that_cannot_be_read_says_why_and_the_others_are_read()
    {
        await using var world = await CreateWorldAsync();
        var unpinned = await servers.ConnectAsync(
            world,
            "mira@customer.test",
            mailbox => mailbox.CertificateFingerprint = new string('0', 64));
        var good = await servers.ConnectAsync(world, "jon@customer.test");

        await world.SweepAsync(Sweep.Mailboxes);

        var mailboxes = await world.Get<MailAdmin>().ReadMailboxesAsync(world.Project.Id, CancellationToken.None);
        Assert.NotNull(mailboxes.Single(mailbox => mailbox.Id == unpinned.Id).Problem);
        Assert.Equal(
            (null, true),
            (
                mailboxes.Single(mailbox => mailbox.Id == good.Id).Problem,
                mailboxes.Single(mailbox => mailbox.Id == good.Id).ReadAt is not null));
    }

    [MailServersFact]
    public async Task A_connection_that_waits_wakes_the_sweep_as_soon_as_mail_arrives()
    {
        var woken = new CountingWakeUp();
        await using var world = await CreateWorldAsync(services =>
        {
            services.AddSingleton(TimeProvider.System);
            services.AddSingleton<IWakeUp>(woken);
            services.AddSingleton<MailboxIdling>();
        });
        await servers.ConnectAsync(world, "test@shop.test");
        var idling = world.Get<MailboxIdling>();
        await idling.StartAsync(CancellationToken.None);
        await Waiting.UntilAsync(() => Task.FromResult(woken.Count > 0));
        var before = woken.Count;

        await servers.WriteAsync(Letter("jon@customer.test", "test@shop.test", "Hello", "Wake up."));

        await Waiting.UntilAsync(() => Task.FromResult(woken.Count > before));
        await idling.StopAsync(CancellationToken.None);
    }

    private static Task<World> CreateWorldAsync(Action<IServiceCollection>? also = null) =>
        World.CreateAsync(configure: services =>
        {
            services.AddSingleton<IMailSecrets, PlainMailSecrets>();
            also?.Invoke(services);
        });

    /// <summary>Reads the mailboxes until the ledger has so many lines, all settled.</summary>
    private static async Task<IReadOnlyList<InboundMail>> FetchAsync(World world, int count)
    {
        await world.SweepAsync(Sweep.Mailboxes);
        await world.SweepAsync(Sweep.InboundMail);
        await using var db = await world.OpenDbAsync();
        var problems = await db
            .Mailboxes.Where(mailbox => mailbox.IsOn && mailbox.Problem != null)
            .Select(mailbox => mailbox.Problem)
            .ToListAsync();
        Assert.Empty(problems);
        var lines = await db
            .InboundMails.AsNoTracking()
            .OrderBy(line => line.StoredAt)
            .ThenBy(line => line.Id)
            .ToListAsync();
        Assert.Equal(count, lines.Count);
        return lines;
    }

    private static async Task<List<(MailboxTestStep Step, bool IsWell)>> TestAsync(World world, Mailbox mailbox)
    {
        var steps = new List<(MailboxTestStep, bool)>();
        await foreach (
            var result in world.Get<MailboxTest>().RunAsync(world.Project.Id, mailbox.Id, CancellationToken.None))
        {
            steps.Add((result.Step, result.Problem is null));
        }

        return steps;
    }

    private static MimeMessage Letter(string from, string to, string subject, string text)
    {
        var mail = new MimeMessage
        {
            Subject = subject,
            Body = new TextPart("plain") { Text = text },
        };
        mail.From.Add(new MailboxAddress("A Customer", from));
        mail.To.Add(new MailboxAddress(null, to));
        return mail;
    }

    private sealed class CountingWakeUp : IWakeUp
    {
        private int _count;

        public int Count => Volatile.Read(ref _count);

        public void Wake(Sweep sweep, DateTimeOffset? at = null)
        {
            if (sweep is Sweep.Mailboxes)
            {
                Interlocked.Increment(ref _count);
            }
        }
    }
}
