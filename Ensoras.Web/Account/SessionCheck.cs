using Ensoras.Domain.People;
using Ensoras.Web.Live;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.StaticAssets;

namespace Ensoras.Web.Account;

/// <summary>
/// Accepts a cookie only as long as its session is open: asked for every request, so that signing out or deactivating
/// takes effect at once.
/// </summary>
internal static class SessionCheck
{
    public static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var http = context.HttpContext;

        // Scripts and styles are the same for everybody, and must be there while the database is not.
        if (http.GetEndpoint()?.Metadata.GetMetadata<StaticAssetDescriptor>() is not null)
        {
            return;
        }

        // The cookie itself is left alone: by the time this answer arrives, the browser may have that of somebody else.
        if (context.Principal is null
            || Viewer.From(context.Principal) is not { SessionId: { } sessionId } viewer
            || !await http
                .RequestServices.GetRequiredService<AgentSessions>()
                .IsOpenAsync(viewer.AgentId, sessionId, viewer.Role, http.RequestAborted))
        {
            context.RejectPrincipal();
        }
    }
}
