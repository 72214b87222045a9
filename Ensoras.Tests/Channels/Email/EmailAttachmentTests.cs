using Ensoras.Domain.Channels.Email;
using Ensoras.Domain.Scheduling;
using Ensoras.Domain.Tickets;
using Ensoras.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;

namespace Ensoras.Tests.Channels.Email;

public sealed class EmailAttachmentTests : IDisposable
{
    private readonly string _outbox = Directory.CreateTempSubdirectory("ensoras-outbox-").FullName;

    public void Dispose() => Directory.Delete(_outbox, recursive: true);

    [Fact]
    public async Task A_reply_by_email_carries_its_files_with_their_names_and_types()
    {
        await using var world = await World.CreateAsync(configure: services =>
            services.Configure<EmailSettings>(email => email.Folder = _outbox));
        var ticket = await world.GivenTicketAsync(channel: Channel.Email);
        var bytes = "%PDF-1.7 what the customer gets"u8.ToArray();
        var file = await world
            .Get<AttachmentStore>()
            .ReceiveAsync(
                new NewAttachment(ticket.Id, world.Jonas.Id, "Rechnung März.pdf", "application/pdf"),
                new MemoryStream(bytes),
                CancellationToken.None);
        await world.Desk.ChangeAsync(
            ticket.Id,
            Actor.Of(world.Jonas),
            [file.Id],
            (changed, stamp) => changed.Reply(stamp, "Here is your invoice.", TimeSpan.Zero, null, [file.Id]),
            CancellationToken.None);

        await world.SweepAsync(Sweep.Delivery);

        using var mail = await MimeMessage.LoadAsync(Assert.Single(Directory.GetFiles(_outbox)));
        var part = Assert.IsType<MimePart>(Assert.Single(mail.Attachments));
        Assert.Equal(
            ("application/pdf", "Rechnung März.pdf", "Rechnung März.pdf"),
            (part.ContentType.MimeType, part.FileName, part.ContentType.Name));
        using var received = new MemoryStream();
        await part.Content!.DecodeToAsync(received);
        Assert.Equal(bytes, received.ToArray());
        Assert.Equal("Here is your invoice.", mail.TextBody!.Trim());
        Assert.Equal(MessageStatus.Sent, (await world.DetailAsync(ticket.Id)).Thread[^1].Status);
    }

    [Fact]
    public async Task An_attached_email_is_opened_by_the_receiver_as_it_was_saved()
    {
        await using var world = await World.CreateAsync(configure: services =>
            services.Configure<EmailSettings>(email => email.Folder = _outbox));
        var ticket = await world.GivenTicketAsync(channel: Channel.Email);
        var saved =
            "From: shop@example.test\r\nTo: mira@example.org\r\nSubject: Ihre Bestellung\r\n"u8
                + "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n"u8
                + "\r\nSchöne Grüße\r\n"u8;
        var file = await world
            .Get<AttachmentStore>()
            .ReceiveAsync(
                new NewAttachment(ticket.Id, world.Jonas.Id, "order.eml", "message/rfc822"),
                new MemoryStream(saved.ToArray()),
                CancellationToken.None);
        await world.Desk.ChangeAsync(
            ticket.Id,
            Actor.Of(world.Jonas),
            [file.Id],
            (changed, stamp) => changed.Reply(stamp, "See the mail.", TimeSpan.Zero, null, [file.Id]),
            CancellationToken.None);

        await world.SweepAsync(Sweep.Delivery);

        var path = Assert.Single(Directory.GetFiles(_outbox));
        Assert.DoesNotContain(
            "base64",
            (await File.ReadAllTextAsync(path)).Split("message/rfc822")[1].Split("Subject")[0],
            StringComparison.Ordinal);
        using var mail = await MimeMessage.LoadAsync(path);
        var attached = Assert.IsType<MessagePart>(Assert.Single(mail.Attachments));
        Assert.Equal(
            ("Ihre Bestellung", "Schöne Grüße"),
            (attached.Message!.Subject, attached.Message.TextBody!.Trim()));
        Assert.Equal("order.eml", attached.ContentDisposition!.FileName);
    }

    [Theory]
    [InlineData("message/rfc822", "this is no mail")]
    [InlineData("message/delivery-status", "Action: failed")]
    [InlineData("multipart/mixed", "--a")]
    public void What_only_calls_itself_a_message_goes_as_plain_bytes(string type, string text)
    {
        var content = System.Text.Encoding.UTF8.GetBytes(text);
        var part = Assert.IsType<MimePart>(
            MailAttachment.Of(
                new AttachedFile(Guid.Empty, "a.eml", type, content.Length, false),
                new MemoryStream(content)));

        Assert.Equal(
            ("application/octet-stream", ContentEncoding.Base64),
            (part.ContentType.MimeType, part.ContentTransferEncoding));
    }
}
