using Ensoras.Domain.Channels.Email;
using Ensoras.Domain.Scheduling;
using Ensoras.Domain.Tickets;
using Ensoras.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Ensoras.Tests.Channels.Email;

public sealed class EmailAttachmentTests : IDisposable
{
    private readonly string _outbox = Directory.CreateTempSubdirectory("ensoras-outbox-").FullName;

    public void Dispose() => Directory.Delete(_outbox, recursive: true);

    [Fact]
    public async Task A_reply_by_email_carries_its_files_with_their_names_and_types()
    {
        await using var world = await World.CreateAsync(configure: services => services.Configure<EmailSettings>(email => email.Folder = _outbox));
        var ticket = await world.GivenTicketAsync(channel: Channel.Email);
        var bytes = "%PDF-1.7 what the customer gets"u8.ToArray();
        var file = await world.Get<AttachmentStore>().ReceiveAsync(new NewAttachment(ticket.Id, world.Jonas.Id, "Rechnung März.pdf", "application/pdf"), new MemoryStream(bytes), CancellationToken.None);
        await world.Desk.ChangeAsync(ticket.Id, Actor.Of(world.Jonas), [file.Id], (changed, stamp) => changed.Reply(stamp, "Here is your invoice.", TimeSpan.Zero, null, [file.Id]), CancellationToken.None);

        await world.SweepAsync(Sweep.Delivery);

        var mail = await File.ReadAllTextAsync(Assert.Single(Directory.GetFiles(_outbox)));
        Assert.Contains("Content-Type: application/pdf", mail, StringComparison.Ordinal);
        Assert.Contains("Content-Disposition: attachment", mail, StringComparison.Ordinal);
        Assert.Contains("=?utf-8?B?" + Convert.ToBase64String("Rechnung März.pdf"u8), mail, StringComparison.Ordinal);
        Assert.Contains(Convert.ToBase64String(bytes), mail, StringComparison.Ordinal);
        Assert.Contains(Convert.ToBase64String("Here is your invoice."u8), mail, StringComparison.Ordinal);
        Assert.Equal(MessageStatus.Sent, (await world.DetailAsync(ticket.Id)).Thread[^1].Status);
    }
}
