using System.Security.Cryptography;
using Ensoras.Domain.Storage;
using Microsoft.EntityFrameworkCore;

namespace Ensoras.Domain.Tickets;

/// <summary>
/// Takes files in before they are sent and gives their bytes out. Which message has which file, <see
/// cref="TicketDesk"/> says.
/// </summary>
public sealed class AttachmentStore(IDbContextFactory<EnsorasDb> databases, TimeProvider time)
{
    /// <summary>
    /// How many files may wait of one person in one ticket, so that nobody fills the disk with what is never sent.
    /// </summary>
    public const int MaxWaiting = 30;

    /// <summary>How many bytes may wait of all visitors of a project together: 200 MB. When they are full, the place
    /// that fills most of them makes room for the others.</summary>
    public const long MaxBytesWaiting = 200L * 1024 * 1024;

    /// <summary>Why a visitor's file is refused while too many bytes wait.</summary>
    public static readonly Sentence NoRoom = Sentence.Of("Tickets.NoRoomForFiles");

    private const int PartSize = 64 * 1024;

    public static Sentence Empty(string name) => Sentence.Of("Tickets.FileEmpty", AttachmentName.Clean(name));

    public static Sentence TooBig(string name) => Sentence.Of("Tickets.FileTooBig", AttachmentName.Clean(name));

    /// <summary>Stores a file as it arrives; a file that is refused or breaks off leaves nothing behind.</summary>
    /// <exception cref="RuleBrokenException">It is empty or too big, or too many wait already.</exception>
    public async Task<Attachment> ReceiveAsync(
        NewAttachment upload,
        Stream content,
        CancellationToken cancellationToken)
    {
        var part = await ReadPartAsync(content, cancellationToken).ConfigureAwait(false);
        if (part.Length == 0)
        {
            throw new RuleBrokenException(Empty(upload.Name));
        }

        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await CheckRoomAsync(db, upload, cancellationToken).ConfigureAwait(false);
        var attachment = new Attachment(upload, AttachmentType.Of(part, upload.MediaType), Now());
        db.Add(attachment);
        try
        {
            await StorePartsAsync(db, attachment, part, content, cancellationToken).ConfigureAwait(false);
            return attachment;
        }
        finally
        {
            if (attachment.Sha256 is null)
            {
                await RemoveAsync(attachment.Id, attachment.UploadedById, CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Removes a file that waits; one that was sent stays.</summary>
    public async Task RemoveAsync(Guid attachmentId, Guid uploadedById, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var turn = await db.TakeWriteTurnAsync(cancellationToken).ConfigureAwait(false);
        await db
            .Attachments.Where(row =>
                row.Id == attachmentId && row.UploadedById == uploadedById && row.MessageId == null)
            .ExecuteDeleteAsync(cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>
    /// A file that an agent may see: of a message of the project, or waiting and the agent's own; null for every
    /// other.
    /// </summary>
    public async Task<Attachment?> FindForAgentAsync(
        Guid attachmentId,
        Guid projectId,
        Guid agentId,
        CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return await (
            from attachment in db.Attachments
            where
                attachment.Id == attachmentId
                && attachment.Sha256 != null
                && (attachment.MessageId != null || attachment.UploadedById == agentId)
            join ticket in db.Tickets on attachment.TicketId equals ticket.Id
            where ticket.ProjectId == projectId
            select attachment).AsNoTracking().SingleOrDefaultAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A file of a message that the customer has been shown; null for every other.</summary>
    public async Task<Attachment?> FindShownAsync(Guid attachmentId, Guid ticketId, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return await (
            from attachment in db.Attachments
            where attachment.Id == attachmentId && attachment.TicketId == ticketId
            join message in db.Messages on attachment.MessageId equals message.Id
            where message.ShownNumber != null
            select attachment).AsNoTracking().SingleOrDefaultAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Writes a file's bytes, part by part; no connection to the database is held while the other side takes its
    /// time.
    /// </summary>
    public async Task WriteToAsync(Guid attachmentId, Stream destination, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        for (
            var number = 0;
            await db
                .AttachmentParts.Where(row => row.AttachmentId == attachmentId && row.Number == number)
                .Select(row => row.Bytes)
                .SingleOrDefaultAsync(cancellationToken)
                .ConfigureAwait(false)
                is { } bytes;
            number++)
        {
            await destination.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task StorePartsAsync(
        EnsorasDb db,
        Attachment attachment,
        byte[] part,
        Stream content,
        CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var size = 0;
        for (var number = 0; part.Length > 0; number++)
        {
            size += part.Length;
            if (size > Attachment.MaxBytes)
            {
                throw new RuleBrokenException(TooBig(attachment.Name));
            }

            hash.AppendData(part);
            var stored = db.Add(new AttachmentPart(attachment.Id, number, part));
            part = part.Length < PartSize ? [] : await ReadPartAsync(content, cancellationToken).ConfigureAwait(false);
            if (part.Length == 0)
            {
                attachment.Complete(size, Convert.ToHexStringLower(hash.GetHashAndReset()));
            }

            await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
            stored.State = EntityState.Detached;
        }
    }

    private static async Task CheckRoomAsync(EnsorasDb db, NewAttachment upload, CancellationToken cancellationToken)
    {
        if (upload.Visitor is { } visitor)
        {
            await MakeRoomAsync(db, visitor, cancellationToken).ConfigureAwait(false);
        }

        var waiting = await db
            .Attachments.CountAsync(
                row =>
                    row.UploadedById == upload.UploadedById
                    && row.MessageId == null
                    && row.TicketId == upload.TicketId,
                cancellationToken)
            .ConfigureAwait(false);
        if (waiting >= MaxWaiting)
        {
            throw new RuleBrokenException(Sentence.Of("Tickets.FilesWaiting", waiting));
        }
    }

    /// <summary>
    /// Nobody is refused for what others left lying: the oldest files of the uploader with most of them go first.
    /// </summary>
    private static async Task MakeRoomAsync(EnsorasDb db, VisitorUpload visitor, CancellationToken cancellationToken)
    {
        var waiting = db.Attachments.Where(row => row.MessageId == null && row.Source != null)
            .Join(
                db.Customers.Where(customer => customer.ProjectId == visitor.ProjectId),
                row => row.UploadedById,
                customer => customer.Id,
                (row, _) => row);
        var sources = await waiting.GroupBy(row => row.Source)
            .Select(group => new { Source = group.Key, Bytes = group.Sum(row => (long)row.Size) })
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        var excess = sources.Sum(source => source.Bytes) - MaxBytesWaiting;
        if (excess < 0)
        {
            return;
        }

        var largest = sources.MaxBy(source => source.Bytes)!;
        if (largest.Bytes <= sources.Where(source => source.Source == visitor.Source).Sum(source => source.Bytes))
        {
            throw new RuleBrokenException(NoRoom);
        }

        await using var turn = await db.TakeWriteTurnAsync(cancellationToken).ConfigureAwait(false);
        var oldest = await waiting
            .Where(row => row.Source == largest.Source && row.Sha256 != null)
            .OrderBy(row => row.UploadedAt)
            .Select(row => new { row.Id, row.Size })
            .ToListAsync(cancellationToken)
            .ConfigureAwait(false);
        var going = new List<Guid>();
        foreach (var file in oldest.TakeWhile(_ => excess >= 0))
        {
            going.Add(file.Id);
            excess -= file.Size;
        }

        await db.Attachments.Where(row => going.Contains(row.Id) && row.MessageId == null)
            .ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <returns>A whole part, or what is left; empty at the end.</returns>
    private static async Task<byte[]> ReadPartAsync(Stream content, CancellationToken cancellationToken)
    {
        var part = new byte[PartSize];
        var read = await content
            .ReadAtLeastAsync(part, part.Length, throwOnEndOfStream: false, cancellationToken)
            .ConfigureAwait(false);
        return read == part.Length ? part : part[..read];
    }

    // In whole milliseconds, so that both databases give back what was stored.
    private DateTimeOffset Now() => DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
}

/// <summary>A file that comes in.</summary>
/// <param name="TicketId">Where it is to be sent; null for a visitor whose first message opens the ticket.</param>
/// <param name="UploadedById">The agent or customer; nobody else can send it.</param>
/// <param name="Name">As the uploader calls it.</param>
/// <param name="MediaType">What the uploader's browser says it is.</param>
public sealed record NewAttachment(Guid? TicketId, Guid UploadedById, string Name, string? MediaType)
{
    /// <summary>For a visitor, of all of whom together only so much may wait; null for an agent.</summary>
    public VisitorUpload? Visitor { get; init; }
}

/// <summary>A visitor who uploads.</summary>
/// <param name="Source">A hash of the address that it comes from.</param>
public sealed record VisitorUpload(Guid ProjectId, string Source);
