using System.Text.Json;
using Ensoras.Web.Resources;

namespace Ensoras.Web.TicketDetail.Conversation;

/// <summary>The sentences of scripts/attachments.js, in the reader's language; {0} is the file's name.</summary>
public static class TrayTexts
{
    public static string Of(IStringLocalizer<TicketText> text, IStringLocalizer<SharedText> shared) =>
        JsonSerializer.Serialize(new Dictionary<string, string>
        {
            ["list"] = text["AttachedFiles"],
            ["empty"] = text["FileEmpty"],
            ["tooBig"] = text["FileTooBig"],
            ["tooMany"] = text["FileTooMany"],
            ["gone"] = text["FileGone"],
            ["signedOut"] = text["FileSignedOut"],
            ["broken"] = text["FileBroken"],
            ["refused"] = text["FileRefused"],
            ["uploading"] = text["FileUploading"],
            ["remove"] = text["FileRemove"],
            ["retry"] = shared["Retry"],
        });
}
