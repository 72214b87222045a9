using Ensoras.Domain.Tickets;
using Microsoft.Net.Http.Headers;

namespace Ensoras.Web.Api;

/// <summary>
/// Answers with a file that a stranger may have made: only a picture is shown, everything else is saved; nothing in
/// it runs, no browser takes it for something else, and nothing between keeps it for others.
/// </summary>
internal sealed class FileDownload(Attachment attachment, AttachmentStore store) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (request, response) = (httpContext.Request, httpContext.Response);
        var tag = new EntityTagHeaderValue($"\"{attachment.Sha256}\"");
        response.Headers.ETag = tag.ToString();

        // Kept by the browser, asked for again each time: a person who signed out or lost the right gets nothing.
        response.Headers.CacheControl = "private, no-cache";
        response.Headers.ContentSecurityPolicy =
            "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'self'";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Cross-Origin-Resource-Policy"] = "same-origin";
        if (request.GetTypedHeaders().IfNoneMatch.Any(known => known.Compare(tag, useStrongComparison: false)))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        var disposition = new ContentDispositionHeaderValue(attachment.IsImage ? "inline" : "attachment");
        disposition.SetHttpFileName(attachment.Name);
        response.Headers.ContentDisposition = disposition.ToString();
        response.ContentType = attachment.MediaType;
        response.ContentLength = attachment.Size;
        await store.WriteToAsync(attachment.Id, response.Body, httpContext.RequestAborted);
    }
}
