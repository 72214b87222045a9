using Ensoras.Domain.Channels.Email;
using Ensoras.Domain.Scheduling;
using Ensoras.Domain.Tickets;
using Ensoras.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;

namespace Ensoras.Tests.Channels.Email;

public sealed class EmailChannelTests : IDisposable
{
    private const string Answer =
        "> Boots are sent within two days.\n\n— [Shipping \\[EU\\]](/help/shipping)\n\nSee [the "
            + "shop](https://shop.example/) too.";

    private readonly string _outbox = Directory.CreateTempSubdirectory("ensoras-outbox-").FullName;

    public void Dispose() => Directory.Delete(_outbox, recursive: true);

    [Fact]
    public async Task A_link_to_a_help_page_is_absolute_in_an_email()
    {
        var mail = await SendAsync("https://support.example.com");

        Assert.Contains("— Shipping [EU] (https://support.example.com/help/shipping)", mail, StringComparison.Ordinal);
        Assert.Contains(
            "<a href=\"https://support.example.com/help/shipping\">Shipping [EU]</a>",
            mail,
            StringComparison.Ordinal);
        Assert.Contains("<a href=\"https://shop.example/\">the shop</a>", mail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_public_address_the_title_of_a_help_page_stands_without_link()
    {
        var mail = await SendAsync(null);

        Assert.Contains("— Shipping [EU]</p>", mail, StringComparison.Ordinal);
        Assert.DoesNotContain("/help/", mail, StringComparison.Ordinal);
        Assert.Contains("<a href=\"https://shop.example/\">the shop</a>", mail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_address_of_the_desk_certainly_sends_nothing_and_says_so()
    {
        await using var world = await World.CreateAsync(configure: services =>
            services.Configure<EmailSettings>(email => (email.Folder, email.From) = (_outbox, "no address")));

        var reply = await ReplyAsync(world, "Hello");

        Assert.Equal(
            (
                MessageStatus.Failed,
                "the desk's own address “no address” is not an email address. Correct it in the settings, then "
                    + "press Retry."),
            (reply.Status, reply.Reason?.ToString()));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_certainly_sends_nothing_and_is_tried_again()
    {
        var file = Path.Combine(_outbox, "a file");
        await File.WriteAllTextAsync(file, "");
        await using var world = await World.CreateAsync(configure: services =>
            services.Configure<EmailSettings>(email => email.Folder = Path.Combine(file, "outbox")));

        var reply = await ReplyAsync(world, "Hello");

        Assert.Equal(MessageStatus.Queued, reply.Status);
        Assert.StartsWith("the folder for emails cannot be written to", reply.Reason?.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mail_server_that_is_not_there_certainly_took_nothing()
    {
        await using var world = await World.CreateAsync(configure: services =>
            services.Configure<EmailSettings>(email => (email.Host, email.Port) = ("127.0.0.1", 1)));

        var reply = await ReplyAsync(world, "Hello");

        Assert.Equal(MessageStatus.Queued, reply.Status);
        Assert.StartsWith("the mail server cannot be reached", reply.Reason?.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_that_cannot_be_read_stays_in_the_queue_and_goes_out_once_it_can()
    {
        var databases = new FailingDatabases();
        var channel = new ScriptedChannel();
        await using var world = await World.CreateAsync(configure: services =>
        {
            channel.Replace(services);
            databases.Wrap(services);
        });
        var led = await LedTicket.AtAsync(world, TicketStatus.AwaitingAgent, TicketType.Human, Channel.Email);
        var replyId = await led.DoAsync(world.Jonas, (ticket, stamp) => ticket.Reply(stamp, "Hello", TimeSpan.Zero));
        var handover = world.Services.GetRequiredKeyedService<ISweep>(Sweep.OutboundMail);

        // The first context finds what is due, the second reads it.
        databases.FailAfter(1);
        await handover.RunAsync(CancellationToken.None);
        Assert.Equal(
            (MessageStatus.Queued, 0),
            ((await led.MessageAsync(replyId)).Status, (await led.MessageAsync(replyId)).Attempts));

        await handover.RunAsync(CancellationToken.None);
        Assert.Equal(MessageStatus.Sent, (await led.MessageAsync(replyId)).Status);
    }

    private async Task<string> SendAsync(string? address)
    {
        await using var world = await World.CreateAsync(configure: services =>
            services.Configure<EmailSettings>(email => email.Folder = _outbox));
        await using (var db = await world.OpenDbAsync())
        {
            await db.Projects.ExecuteUpdateAsync(set => set.SetProperty(project => project.PublicAddress, address));
        }

        Assert.Equal(MessageStatus.Sent, (await ReplyAsync(world, Answer)).Status);
        using var mail = await MimeMessage.LoadAsync(Assert.Single(Directory.GetFiles(_outbox)));
        return $"{mail.TextBody}\n{mail.HtmlBody}";
    }

    private static async Task<Message> ReplyAsync(World world, string text)
    {
        var led = await LedTicket.AtAsync(world, TicketStatus.AwaitingAgent, TicketType.Human, Channel.Email);
        var replyId = await led.DoAsync(world.Jonas, (ticket, stamp) => ticket.Reply(stamp, text, TimeSpan.Zero));
        await world.SweepAsync(Sweep.Delivery);
        return await led.MessageAsync(replyId);
    }
}
