namespace Ensoras.Domain.Tickets;

/// <summary>
/// A file that belongs to a message. It is uploaded before the message is sent and waits, bound to who uploaded it,
/// until a message takes it; what nobody sends is deleted after <see cref="WaitsFor"/>. Its bytes are
/// <see cref="AttachmentPart"/>s.
/// </summary>
public sealed class Attachment
{
    /// <summary>10 MB.</summary>
    public const int MaxBytes = 10 * 1024 * 1024;

    public const int MaxPerMessage = 10;

    /// <summary>
    /// How long an agent's file waits for its message, as a reply may be begun today and sent tomorrow.
    /// </summary>
    public static readonly TimeSpan WaitsFor = TimeSpan.FromDays(1);

    /// <summary>How long a visitor's file waits for its message.</summary>
    public static readonly TimeSpan VisitorsWaitFor = TimeSpan.FromHours(1);

    private Attachment()
    {
    }

    internal Attachment(NewAttachment upload, string mediaType, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        TicketId = upload.TicketId;
        UploadedById = upload.UploadedById;
        Source = upload.Visitor?.Source;
        Name = AttachmentName.Clean(upload.Name);
        MediaType = mediaType;
        UploadedAt = now;
    }

    public Guid Id { get; private set; }

    /// <summary>Where it may be sent; null for a visitor whose first message opens the ticket.</summary>
    public Guid? TicketId { get; private set; }

    /// <summary>The message that took it; null while it waits.</summary>
    public Guid? MessageId { get; private set; }

    /// <summary>The place among the message's files, from 0.</summary>
    public int Place { get; private set; }

    /// <summary>The agent or customer who uploaded it.</summary>
    public Guid UploadedById { get; private set; }

    public DateTimeOffset UploadedAt { get; private set; }

    /// <summary>Where a visitor's file came from, hashed, while it waits; null of every other.</summary>
    public string? Source { get; private set; }

    /// <summary>
    /// What it is called, without anything that could mislead a person or a file system; see <see
    /// cref="AttachmentName"/>.
    /// </summary>
    public string Name { get; private set; } = "";

    /// <summary>What it is, as <see cref="AttachmentType"/> decided.</summary>
    public string MediaType { get; private set; } = "";

    /// <summary>In bytes.</summary>
    public int Size { get; private set; }

    /// <summary>Of its bytes, in lower-case hexadecimal; null until all of them are stored.</summary>
    public string? Sha256 { get; private set; }

    /// <summary>Whether a browser shows it as a picture.</summary>
    public bool IsImage => AttachmentType.IsImage(MediaType);

    /// <summary>All of its bytes are stored.</summary>
    internal void Complete(int size, string sha256)
    {
        Size = size;
        Sha256 = sha256;
    }

    internal void BelongTo(Message message, int place)
    {
        TicketId = message.TicketId;
        MessageId = message.Id;
        Place = place;
        Source = null;
    }

    /// <summary>Sending was undone: the file waits again.</summary>
    internal void Wait(DateTimeOffset now)
    {
        MessageId = null;
        UploadedAt = now;
    }
}

/// <summary>Some of an attachment's bytes: in parts, so that nobody holds a whole file in memory.</summary>
public sealed class AttachmentPart
{
    private AttachmentPart()
    {
    }

    internal AttachmentPart(Guid attachmentId, int number, byte[] bytes)
    {
        AttachmentId = attachmentId;
        Number = number;
        Bytes = bytes;
    }

    public Guid AttachmentId { get; private set; }

    /// <summary>The place in the file, from 0.</summary>
    public int Number { get; private set; }

    public byte[] Bytes { get; private set; } = [];
}
