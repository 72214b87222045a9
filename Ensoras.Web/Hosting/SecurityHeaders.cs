using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Ensoras.Web.Hosting;

/// <summary>
/// What every answer tells the browser to refuse: scripts and styles that are not ours, frames, other sites. Only the
/// chat may be framed by any site. Runs before everything, so that refusals and errors carry it too.
/// </summary>
public sealed class SecurityHeaders : IStartupFilter
{
    /// <summary>
    /// The chat is framed by strangers and shows what strangers wrote: nothing but its own files is ever loaded or
    /// called.
    /// </summary>
    private const string ChatPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data: blob:; "
            + "base-uri 'none'; form-action 'none'; frame-ancestors *";

    private const string Permissions =
        "browsing-topics=(), camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()";
    private static readonly object NonceKey = new();

    /// <summary>What an inline script of this answer must carry.</summary>
    public static string NonceOf(HttpContext http)
    {
        if (http.Items[NonceKey] is not string nonce)
        {
            http.Items[NonceKey] = nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        }

        return nonce;
    }

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(async (http, following) =>
        {
            http.Response.OnStarting(() =>
            {
                Set(http);
                return Task.CompletedTask;
            });
            await following(http);
        });
        next(app);
    };

    private static void Set(HttpContext http)
    {
        var headers = http.Response.Headers;
        var isChat = http.Request.Path.Equals("/widget/chat.html", StringComparison.OrdinalIgnoreCase);
        var isPage = http.Response.ContentType?.StartsWith("text/html", StringComparison.OrdinalIgnoreCase) is true;

        // An answer that knows better, such as a download, has said so already.
        if (headers.ContentSecurityPolicy.Count == 0)
        {
            headers.ContentSecurityPolicy = isChat ? ChatPolicy : DeskPolicy(http.Items[NonceKey] as string);
        }

        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Permissions-Policy"] = Permissions;
        if (!isChat)
        {
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
        }

        // Other sites load the chat's files, and nothing else.
        if (!headers.ContainsKey("Cross-Origin-Resource-Policy"))
        {
            headers["Cross-Origin-Resource-Policy"] = http.Request.Path.StartsWithSegments("/widget")
                ? "cross-origin"
                : "same-origin";
        }

        if (http.Request.IsHttps)
        {
            headers.StrictTransportSecurity = "max-age=31536000";
        }

        // The chat's page is the same for everybody; what the desk and its API answer is for one person.
        if (http.Request.Path.StartsWithSegments("/api") ? headers.CacheControl.Count == 0 : isPage && !isChat)
        {
            headers.CacheControl = "no-store";
        }
    }

    // Scripts that set a style on an element, and MudBlazor's popovers, need style attributes; style elements are
    // never needed.
    private static string DeskPolicy(string? nonce) =>
        $"default-src 'self'; script-src 'self'{(nonce is null ? "" : $" 'nonce-{nonce}'")}; style-src 'self'; "
            + "style-src-attr 'unsafe-inline'; "
        + "img-src 'self' data: blob:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'";
}

/// <summary>Registers <see cref="SecurityHeaders"/>.</summary>
public static class SecurityHeadersSetup
{
    public static IServiceCollection AddSecurityHeaders(this IServiceCollection services)
    {
        services.TryAddEnumerable(ServiceDescriptor.Transient<IStartupFilter, SecurityHeaders>());
        return services;
    }
}
