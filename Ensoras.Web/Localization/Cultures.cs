using System.Globalization;
using Microsoft.AspNetCore.Localization;

namespace Ensoras.Web.Localization;

/// <summary>The languages of the desk: a person's own choice (Account), else the browser's, else English.</summary>
public static class Cultures
{
    /// <summary>Longer and mirrored: shows on screen what is not translated, too narrow or not mirrored. Offered where
    /// <c>Ensoras:PseudoLanguage</c> is true.</summary>
    public const string Pseudo = Domain.Core.Pseudo.Mirrored;

    /// <summary>Where a person's choice is kept; an empty value follows the browser.</summary>
    public const string PreferenceKey = "culture";

    public static readonly IReadOnlyList<string> Shipped = ["en", "de"];

    /// <summary>A language's name in itself.</summary>
    public static string NameOf(string culture) => CultureInfo.GetCultureInfo(culture).NativeName;

    public static IServiceCollection AddCultures(this IServiceCollection services, bool withPseudoLanguage = false)
    {
        // What no person asked for, such as a sweep's line in the log, is in English wherever the server stands.
        CultureInfo.DefaultThreadCurrentUICulture ??= CultureInfo.GetCultureInfo("en");
        services.AddLocalization();
        if (withPseudoLanguage)
        {
            services.AddSingleton<IStringLocalizerFactory, PseudoLocalizerFactory>();
        }

        // A localizer reads the current culture at each call, so one serves every circuit.
        services.AddSingleton(typeof(IStringLocalizer<>), typeof(StringLocalizer<>));
        services.Configure<RequestLocalizationOptions>(options =>
        {
            string[] offered = withPseudoLanguage ? [.. Shipped, Pseudo] : [.. Shipped];
            options.SetDefaultCulture("en").AddSupportedCultures(offered).AddSupportedUICultures(offered);

            // The cookie is written from what the person chose; a query string must not change anybody's language.
            options.RequestCultureProviders =
            [
                new CookieRequestCultureProvider(),
                new AcceptLanguageHeaderRequestCultureProvider(),
            ];
            options.ApplyCurrentCultureToResponseHeaders = true;
        });
        return services;
    }

    /// <summary>Which way the current language is written, as HTML's <c>dir</c>.</summary>
    public static string Direction => CultureInfo.CurrentUICulture.TextInfo.IsRightToLeft ? "rtl" : "ltr";

    /// <summary>Remembers a person's language in this browser; null goes back to the browser's own.</summary>
    public static void Remember(HttpContext http, string? culture)
    {
        if (culture is null)
        {
            http.Response.Cookies.Delete(CookieRequestCultureProvider.DefaultCookieName);
            return;
        }

        http.Response.Cookies.Append(
            CookieRequestCultureProvider.DefaultCookieName,
            CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(culture)),
            new CookieOptions
            {
                MaxAge = TimeSpan.FromDays(400),
                SameSite = SameSiteMode.Lax,
                HttpOnly = true,
                IsEssential = true,
                Secure = http.Request.IsHttps,
            });
    }
}
