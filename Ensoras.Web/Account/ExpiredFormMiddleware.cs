using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.WebUtilities;

namespace Ensoras.Web.Account;

/// <summary>
/// Shows a plain form again, with a sentence, when it was sent from a page that is no longer valid: after a sign-in
/// or sign-out in another tab, or without its cookie.
/// </summary>
public static class ExpiredFormMiddleware
{
    public const string Sign = "expired";

    /// <summary>
    /// Comes after <c>UseAntiforgery</c>, which judges the form and leaves the answer to what follows.
    /// </summary>
    public static void UseExpiredForms(this WebApplication app) =>
        app.Use(
            async (context, next) =>
            {
                if (
                    context.Features.Get<IAntiforgeryValidationFeature>() is { IsValid: false }
                    && !context.Request.Path.StartsWithSegments("/api"))
                {
                    context.Response.StatusCode = StatusCodes.Status303SeeOther;
                    context.Response.Headers.Location = QueryHelpers.AddQueryString(
                        context.Request.Path + context.Request.QueryString,
                        Sign,
                        "true");
                    return;
                }

                await next(context);
            });
}
