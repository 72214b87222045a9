using System.Text.Json;
using Ensoras.Domain.Tickets;

namespace Ensoras.Domain.Import;

/// <summary>Reads what came with a message: files with their content in Base64. Of others the name is noted.</summary>
internal sealed class ConversationFiles(Action<Sentence> note)
{
    public IEnumerable<ConversationFile> Of(JsonElement message)
    {
        if (message.Find("attachments") is not { } attachments)
        {
            yield break;
        }

        if (attachments.ValueKind is not JsonValueKind.Array)
        {
            note(Sentence.Of("Import.FilesNotAList"));
            yield break;
        }

        foreach (var (each, place) in attachments.EnumerateArray().Select((each, place) => (each, place)))
        {
            if (place >= Attachment.MaxPerMessage)
            {
                note(Sentence.Of("Import.TooManyFiles", attachments.GetArrayLength(), Attachment.MaxPerMessage));
                yield break;
            }

            if (Read(each) is { } file)
            {
                yield return file;
            }
        }
    }

    private ConversationFile? Read(JsonElement attachment)
    {
        var name = AttachmentName.Clean(attachment.Text("name", "fileName", "filename") ?? JsonText.Text(attachment));
        if (attachment.Find("content") is not { ValueKind: JsonValueKind.String } content)
        {
            note(Sentence.Of("Import.FileWithoutContent", name.Cut(60, "…")));
            return null;
        }

        if (!content.TryGetBytesFromBase64(out var bytes) || bytes.Length is 0 or > Attachment.MaxBytes)
        {
            note(Sentence.Of(
                bytes is { Length: > 0 } ? "Import.FileTooLarge" : "Import.FileNotBase64", name.Cut(60, "…")));
            return null;
        }

        return new ConversationFile(name, attachment.Text("type", "mediaType", "contentType"), bytes);
    }
}
