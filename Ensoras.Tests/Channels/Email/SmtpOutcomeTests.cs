using Ensoras.Domain.Channels.Email;
using Ensoras.Domain.Scheduling;
using Ensoras.Domain.Tickets;
using Ensoras.Tests.Support;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;
using Moq;

namespace Ensoras.Tests.Channels.Email;

/// <summary>What a mail server's answers and silences mean for a reply: certain, tried again, or uncertain.</summary>
public sealed class SmtpOutcomeTests
{
    private readonly Mock<ISmtpClient> _server = new();

    [Theory]
    [InlineData(550, MessageStatus.Failed, "the mail server refused it: 550 No such user")]
    [InlineData(552, MessageStatus.Failed, "the mail server refused it: 552 No such user")]
    [InlineData(450, MessageStatus.Queued, "the mail server asks to try later: 450 No such user")]
    [InlineData(421, MessageStatus.Queued, "the mail server asks to try later: 421 No such user")]
    public async Task A_refusal_is_certain_and_its_words_are_kept(int code, MessageStatus expected, string reason)
    {
        Answers(
            (_, _) =>
                throw new SmtpCommandException(
                    SmtpErrorCode.RecipientNotAccepted,
                    (SmtpStatusCode)code,
                    "No such user"));

        var reply = await ReplyAsync();

        Assert.Equal((expected, reason), (reply.Status, reply.Reason?.ToString()));
    }

    [Theory]
    [InlineData(0, MessageStatus.Queued)]
    [InlineData(999, MessageStatus.Queued)]
    [InlineData(1_000, MessageStatus.Uncertain)]
    public async Task A_connection_that_breaks_is_uncertain_only_once_all_of_the_mail_was_on_its_way(
        long sent,
        MessageStatus expected)
    {
        Answers((_, progress) =>
        {
            if (sent > 0)
            {
                progress.Report(sent, 1_000);
            }

            throw new IOException("the connection broke");
        });

        var reply = await ReplyAsync();

        Assert.Equal((expected, "the connection broke"), (reply.Status, reply.Reason?.ToString()));
    }

    [Fact]
    public async Task A_refusal_after_the_whole_mail_is_certain_too()
    {
        Answers(
            (_, progress) =>
            {
                progress.Report(1_000, 1_000);
                throw new SmtpCommandException(
                    SmtpErrorCode.MessageNotAccepted,
                    SmtpStatusCode.TransactionFailed,
                    "Looks like spam");
            });

        var reply = await ReplyAsync();

        Assert.Equal(
            (MessageStatus.Failed, "the mail server refused it: 554 Looks like spam"),
            (reply.Status, reply.Reason?.ToString()));
    }

    [Fact]
    public async Task A_wrong_password_is_tried_again_and_said()
    {
        _server
            .Setup(server =>
                server.AuthenticateAsync(It.IsAny<string>(), It.IsAny<string>(), It.IsAny<CancellationToken>()))
            .ThrowsAsync(new AuthenticationException("535: 5.7.8 no"));

        var reply = await ReplyAsync(email => email.User = "desk");

        Assert.Equal(
            (MessageStatus.Queued, "the mail server refused the sign-in (535: 5.7.8 no)"),
            (reply.Status, reply.Reason?.ToString()));
    }

    [Fact]
    public async Task A_farewell_that_fails_leaves_a_sent_mail_sent()
    {
        _server
            .Setup(server => server.DisconnectAsync(true, It.IsAny<CancellationToken>()))
            .ThrowsAsync(new IOException("gone"));

        var reply = await ReplyAsync();

        Assert.Equal(MessageStatus.Sent, reply.Status);
    }

    [Fact]
    public async Task Every_attempt_has_the_same_Message_ID_of_the_desks_own_domain()
    {
        var mails = new List<string?>();
        Answers((mail, _) =>
        {
            mails.Add(mail.MessageId);
            throw new SmtpCommandException(SmtpErrorCode.RecipientNotAccepted, SmtpStatusCode.MailboxBusy, "later");
        });
        await using var world = await CreateAsync();
        var led = await LedTicket.AtAsync(world, TicketStatus.AwaitingAgent, TicketType.Human);
        var replyId = await led.DoAsync(world.Jonas, (ticket, stamp) => ticket.Reply(stamp, "Hello", TimeSpan.Zero));
        for (var attempt = 0; attempt < 3; attempt++)
        {
            await world.SweepAsync(Sweep.Delivery);
            world.Time.Advance(TimeSpan.FromHours(1));
        }

        var token = ReplyToken.Of(world.Project, led.Id, 1);
        Assert.Equal(Enumerable.Repeat($"{replyId:N}.{token}@shop.example", 3), mails);
    }

    [Fact]
    public async Task A_reply_answers_the_customers_last_email_and_refers_to_all_before_it()
    {
        MimeMessage? last = null;
        Answers((mail, _) => last = mail);
        await using var world = await CreateAsync();
        var ticket = await world.Desk.OpenAsync(
            new NewTicket(
                world.Project.Id,
                world.Mira.Id,
                Channel.Email,
                "Boots",
                Actor.Of(world.Mira),
                (opened, stamp) => opened.CustomerWrote(stamp, "Where?", "q1@example.org")),
            null,
            CancellationToken.None);
        var first = await ReplyAsync(world, ticket.Id, "On its way.");
        Assert.Equal(("q1@example.org", "q1@example.org"), (last!.InReplyTo, string.Join(' ', last.References)));

        await world.CustomerWritesAsync(ticket.Id, "Still?", "q2@example.org");
        await ReplyAsync(world, ticket.Id, "Yes.");

        Assert.Equal("q2@example.org", last.InReplyTo);
        var own = $"{first.Id:N}.{ReplyToken.Of(world.Project, ticket.Id, ticket.Number)}@shop.example";
        Assert.Equal(["q1@example.org", own, "q2@example.org"], last.References);
    }

    [Fact]
    public async Task A_customer_without_an_address_gets_nothing_and_the_desk_asks_for_one()
    {
        await using var world = await CreateAsync();
        var nameless = new Domain.People.Customer(world.Project.Id, "Kim Lee", null, world.Now);
        await using (var db = await world.OpenDbAsync())
        {
            db.Add(nameless);
            await db.SaveChangesAsync();
        }

        var ticket = await world.GivenTicketAsync(channel: Channel.Email, customer: nameless);
        var reply = await ReplyAsync(world, ticket.Id, "Hello");

        Assert.Equal(
            (MessageStatus.Failed, "this customer has no email address. Add one, then press Retry."),
            (reply.Status, reply.Reason?.ToString()));
    }

    private void Answers(Action<MimeMessage, ITransferProgress> answer) =>
        _server
            .Setup(server =>
                server.SendAsync(
                    It.IsAny<FormatOptions>(),
                    It.IsAny<MimeMessage>(),
                    It.IsAny<MailboxAddress>(),
                    It.IsAny<IEnumerable<MailboxAddress>>(),
                    It.IsAny<CancellationToken>(),
                    It.IsAny<ITransferProgress>()))
            .Returns(
                (
                    FormatOptions _,
                    MimeMessage mail,
                    MailboxAddress _,
                    IEnumerable<MailboxAddress> _,
                    CancellationToken _,
                    ITransferProgress progress) =>
                {
                    try
                    {
                        answer(mail, progress);
                        return Task.FromResult("250 fine");
                    }
                    catch (Exception error)
                    {
                        return Task.FromException<string>(error);
                    }
                });

    private Task<World> CreateAsync(Action<EmailSettings>? configure = null) =>
        World.CreateAsync(configure: services =>
        {
            services.Configure<EmailSettings>(email =>
            {
                email.Host = "mail.shop.example";
                email.From = "support@shop.example";
                configure?.Invoke(email);
            });
            services.AddSingleton<Func<ISmtpClient>>(() => _server.Object);
        });

    private async Task<Message> ReplyAsync(Action<EmailSettings>? configure = null)
    {
        await using var world = await CreateAsync(configure);
        return await ReplyAsync(world, (await world.GivenTicketAsync(channel: Channel.Email)).Id, "Hello");
    }

    private static async Task<Message> ReplyAsync(World world, Guid ticketId, string text)
    {
        var reply = await world.Desk.ChangeAsync(
            ticketId,
            Actor.Of(world.Jonas),
            (ticket, stamp) => ticket.Reply(stamp, text, TimeSpan.Zero),
            CancellationToken.None);
        await world.SweepAsync(Sweep.Delivery);
        return (await world.DetailAsync(ticketId)).Thread.Single(message => message.Id == reply.Id);
    }
}
