using Ensoras.Domain.Tickets;
using Ensoras.Web.Localization;
using Ensoras.Web.Resources;
using Microsoft.AspNetCore.WebUtilities;

namespace Ensoras.Web.Api;

/// <summary>
/// Reads a file from a request's body as it arrives, and answers what is wrong with it with a sentence (RFC 9457).
/// </summary>
internal static class FileUpload
{
    /// <summary>
    /// Carries the file's name, percent-encoded. A page of another origin cannot set it without asking, which nothing
    /// here allows.
    /// </summary>
    public const string NameHeader = "X-File-Name";

    public static async Task<IResult> ReceiveAsync(
        HttpContext http,
        AttachmentStore store,
        Guid? ticketId,
        Guid uploadedById,
        VisitorUpload? visitor = null)
    {
        var encoded = http.Request.Headers[NameHeader].ToString();
        if (encoded.Length == 0)
        {
            return Refused(
                StatusCodes.Status400BadRequest,
                Texts<ApiText>.Of("SendFileName", NameHeader));
        }

        var name = Uri.UnescapeDataString(encoded);
        if (http.Request.ContentLength > Attachment.MaxBytes)
        {
            return Refused(StatusCodes.Status413PayloadTooLarge, AttachmentStore.TooBig(name).ToString());
        }

        try
        {
            var upload = new NewAttachment(ticketId, uploadedById, name, http.Request.ContentType)
            {
                Visitor = visitor,
            };
            return TypedResults.Json(
                AttachedFile.Of(await store.ReceiveAsync(upload, http.Request.Body, http.RequestAborted)),
                statusCode: StatusCodes.Status201Created);
        }
        catch (RuleBrokenException refusal)
        {
            return Refused(
                refusal.Why.Equals(AttachmentStore.TooBig(name)) ? StatusCodes.Status413PayloadTooLarge
                : refusal.Why.Equals(AttachmentStore.NoRoom) ? StatusCodes.Status429TooManyRequests
                : refusal.Why.Equals(AttachmentStore.Empty(name)) ? StatusCodes.Status400BadRequest
                : StatusCodes.Status409Conflict,
                refusal.Message);
        }
    }

    private static IResult Refused(int status, string sentence) =>
        TypedResults.Problem(sentence, statusCode: status, title: ReasonPhrases.GetReasonPhrase(status));
}
