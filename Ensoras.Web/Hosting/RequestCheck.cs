using System.Text;
using Ensoras.Web.Localization;
using Ensoras.Web.Resources;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Net.Http.Headers;

namespace Ensoras.Web.Hosting;

/// <summary>
/// Turns away what no page of the desk and no script of its people sends: a cookie-signed change that another site
/// caused, a JSON body that does not say that it is one, a text in an encoding that does not exist.
/// </summary>
public static class RequestCheck
{
    private const string FetchSite = "Sec-Fetch-Site";

    public static void UseRequestCheck(this WebApplication app) => app.Use(async (http, next) =>
    {
        if (WhyNot(http) is { } problem)
        {
            await problem.ExecuteAsync(http);
            return;
        }

        await next(http);
    });

    private static ProblemHttpResult? WhyNot(HttpContext http)
    {
        var request = http.Request;
        var isApi = request.Path.StartsWithSegments("/api/v1");
        if ((isApi || request.Path.StartsWithSegments("/_blazor")) && IsChange(http) && IsFromAnotherSite(request))
        {
            return Problem(StatusCodes.Status403Forbidden, Texts<ApiText>.Of("OtherSite"));
        }

        if (isApi && TakesJson(http) && !request.HasJsonContentType() && !IsMarkedEmpty(http))
        {
            return Problem(
                StatusCodes.Status415UnsupportedMediaType,
                Texts<ApiText>.Of("SendJson"));
        }

        return !IsReadable(request.ContentType)
            ? Problem(
                StatusCodes.Status415UnsupportedMediaType,
                Texts<ApiText>.Of("UnknownEncoding"))
            : null;
    }

    /// <summary>Whether it may change something; a web socket carries every click of a screen.</summary>
    private static bool IsChange(HttpContext http) =>
        http.WebSockets.IsWebSocketRequest
        || http.Request.Headers.ContainsKey("Sec-WebSocket-Key")
        || !(
            HttpMethods.IsGet(http.Request.Method)
            || HttpMethods.IsHead(http.Request.Method)
            || HttpMethods.IsOptions(http.Request.Method));

    /// <summary>
    /// Browsers say where a request was caused. A script that is no browser says nothing, and has no cookie that was
    /// not given to it.
    /// </summary>
    private static bool IsFromAnotherSite(HttpRequest request)
    {
        if (request.Headers[FetchSite].ToString() is { Length: > 0 } site and not ("same-origin" or "none"))
        {
            return true;
        }

        // Behind a proxy the scheme may be another one here than in the browser; the host is what tells sites apart.
        return request.Headers.Origin.ToString() is { Length: > 0 } origin
            && !(
                Uri.TryCreate(origin, UriKind.Absolute, out var uri)
                && uri.Authority.Equals(WithoutDefaultPort(request.Host, uri), StringComparison.OrdinalIgnoreCase));
    }

    private static string WithoutDefaultPort(HostString host, Uri origin) =>
        host.Port is null || (host.Port == origin.Port && origin.IsDefaultPort) ? host.Host : host.Value!;

    private static bool TakesJson(HttpContext http) =>
        IsChange(http)
        && http.GetEndpoint()?.Metadata.GetMetadata<IAcceptsMetadata>()?.ContentTypes.Contains("application/json")
            is true;

    private static bool IsMarkedEmpty(HttpContext http) =>
        http.Request is { ContentLength: null or 0 } request
        && http.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestBodyDetectionFeature>()?.CanHaveBody
            is not true
        && request.Headers.XRequestedWith.Count > 0;

    /// <summary>Whether the text of a body can be read: its encoding, if one is named, is known.</summary>
    public static bool IsReadable(string? contentType)
    {
        if (
            string.IsNullOrEmpty(contentType)
            || !MediaTypeHeaderValue.TryParse(contentType, out var type)
            || type.Charset.Length == 0)
        {
            return true;
        }

        try
        {
            _ = Encoding.GetEncoding(HeaderUtilities.RemoveQuotes(type.Charset).ToString());
            return true;
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException)
        {
            return false;
        }
    }

    private static ProblemHttpResult Problem(int status, string detail) =>
        TypedResults.Problem(
            detail,
            statusCode: status,
            title: Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status));
}
