using System.Text.Json;
using Ensoras.Domain.Tickets;

namespace Ensoras.Domain.Import;

/// <summary>Reads what came with a message: files with their content in Base64. Of others the name is noted.</summary>
internal sealed class ConversationFiles(Action<string> note)
{
    public IEnumerable<ConversationFile> Of(JsonElement message)
    {
        if (message.Find("attachments") is not { } attachments)
        {
            yield break;
        }

        if (attachments.ValueKind is not JsonValueKind.Array)
        {
            note("its attachments are not a list, so they were left out");
            yield break;
        }

        foreach (var (each, place) in attachments.EnumerateArray().Select((each, place) => (each, place)))
        {
            if (place >= Attachment.MaxPerMessage)
            {
                note(
                    $"a message has {attachments.GetArrayLength()} attachments; the first {Attachment.MaxPerMessage} were taken");
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
            note($"the attachment “{name.Cut(60, "…")}” has no content, so it was left out");
            return null;
        }

        if (!content.TryGetBytesFromBase64(out var bytes) || bytes.Length is 0 or > Attachment.MaxBytes)
        {
            note(
                $"the attachment “{name.Cut(60, "…")}” is {(bytes is { Length: > 0 } ? "larger than 10 MB" : "not Base64")}, so it was left out");
            return null;
        }

        return new ConversationFile(name, attachment.Text("type", "mediaType", "contentType"), bytes);
    }
}
