namespace Ensoras.Domain.Tickets;

/// <summary>
/// What is told of a message's file, on every screen and to every channel. Its bytes come from <see
/// cref="AttachmentStore"/>.
/// </summary>
/// <param name="Size">In bytes.</param>
/// <param name="IsImage">Whether it is shown as a picture.</param>
public sealed record AttachedFile(Guid Id, string Name, string MediaType, int Size, bool IsImage)
{
    /// <summary>The size as people say it, such as "12 KB".</summary>
    public string Label() => Size switch
    {
        < 1024 => Size == 1 ? "1 byte" : $"{Size} bytes",
        < 1024 * 1024 => $"{(Size + 512) / 1024} KB",
        _ => $"{Size / (1024.0 * 1024.0):0.#} MB",
    };

    public static AttachedFile Of(Attachment attachment) =>
        new(attachment.Id, attachment.Name, attachment.MediaType, attachment.Size, attachment.IsImage);
}
