using System.Text.Json;
using Ensoras.Domain.Channels.Widget;

namespace Ensoras.Web.Widget;

/// <summary>What is read of a visitor's request: the token, only from its header, and the body.</summary>
internal static class WidgetRequest
{
    private const string Scheme = "Bearer ";
    private const int TokenLength = 64;

    public static bool HasToken(HttpContext http) => http.Request.Headers.Authorization.Count > 0;

    /// <summary>The token when it has the shape of one; null otherwise.</summary>
    public static string? Token(HttpContext http) =>
        http.Request.Headers.Authorization.ToString() is var header
        && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
        && header[Scheme.Length..].Trim() is { Length: TokenLength } token
        && token.All(char.IsAsciiHexDigitLower)
            ? token
            : null;

    /// <exception cref="WidgetProblemException">401: there is no token, or it opens nothing.</exception>
    public static async Task<AuthenticatedSession> AuthenticateAsync(HttpContext http, WidgetSessions sessions) =>
        (Token(http) is { } token ? await sessions.AuthenticateAsync(token, http.RequestAborted) : null)
        ?? throw new WidgetProblemException(StatusCodes.Status401Unauthorized, "unknownSession");

    /// <exception cref="WidgetProblemException">400 or 415: it is not JSON of this shape.</exception>
    public static async Task<T> ReadAsync<T>(HttpContext http)
        where T : class
    {
        if (!http.Request.HasJsonContentType() || !IsUtf8(http)
            || http.Request.Headers.ContentEncoding.Count > 0)
        {
            throw new WidgetProblemException(StatusCodes.Status415UnsupportedMediaType, "mediaType");
        }

        try
        {
            return await http.Request.ReadFromJsonAsync<T>(JsonSerializerOptions.Web, http.RequestAborted)
                ?? throw new JsonException("The body is null.");
        }
        catch (JsonException)
        {
            throw new WidgetProblemException(StatusCodes.Status400BadRequest, "notJson");
        }
    }

    /// <summary>JSON has no other encoding (RFC 8259).</summary>
    private static bool IsUtf8(HttpContext http)
    {
        var charset = http.Request.GetTypedHeaders().ContentType?.Charset ?? default;
        return charset.Length == 0 || charset.ToString().Trim('"').Equals("utf-8", StringComparison.OrdinalIgnoreCase);
    }
}
