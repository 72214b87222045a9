using Ensoras.Domain.Tickets;
using Ensoras.Tests.Support;

namespace Ensoras.Tests.Tickets;

/// <summary>Uploading a file, and sending it in one of the ways there are.</summary>
internal static class AttachmentSteps
{
    public static readonly byte[] Png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3];

    public static Task<Attachment> ReceiveAsync(
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

    public static async Task<Guid> SendAsync(World world, Guid ticketId, string kind, string text, Guid[] files) =>
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
}
