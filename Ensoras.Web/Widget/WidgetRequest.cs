using System.Text.Json;
using Ensoras.Domain.Channels.Widget;
using Ensoras.Web.Hosting;

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
    public static async Task<AuthenticatedSession> AuthenticateAsync(HttpContext http, WidgetSessions desk) =>
        (Token(http) is { } token ? await desk.AuthenticateAsync(token, http.RequestAborted) : null)
        ?? throw new WidgetProblemException(StatusCodes.Status401Unauthorized, "This chat is not known here any more. A new message starts a new one.");

    /// <exception cref="WidgetProblemException">400 or 415: it is not JSON of this shape.</exception>
    public static async Task<T> ReadAsync<T>(HttpContext http)
        where T : class
    {
        if (!http.Request.HasJsonContentType() || !RequestCheck.IsReadable(http.Request.ContentType))
        {
            throw new WidgetProblemException(StatusCodes.Status415UnsupportedMediaType, "Send the body as application/json.");
        }

        try
        {
            return await http.Request.ReadFromJsonAsync<T>(JsonSerializerOptions.Web, http.RequestAborted) ?? throw new JsonException("The body is null.");
        }
        catch (JsonException)
        {
            throw new WidgetProblemException(StatusCodes.Status400BadRequest, "The request could not be read: its body is not the JSON that is expected here.");
        }
    }
}
