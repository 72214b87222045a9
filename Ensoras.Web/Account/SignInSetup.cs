using System.Security.Cryptography.X509Certificates;
using Ensoras.Domain.People;
using Ensoras.Domain.Storage;
using Ensoras.Web.Live;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Identity;

namespace Ensoras.Web.Account;

/// <summary>Sign-in by email and password, with a cookie that belongs to a session on the server.</summary>
public static class SignInSetup
{
    public static IServiceCollection AddSignIn(this IServiceCollection services, X509Certificate2? keyCertificate)
    {
        var protection = services.AddDataProtection().SetApplicationName("Ensoras");
        if (keyCertificate is not null)
        {
            protection.ProtectKeysWithCertificate(keyCertificate);
        }

        services.AddSingleton<StoredKeys>();
        services
            .AddOptions<KeyManagementOptions>()
            .Configure<StoredKeys>((options, keys) => options.XmlRepository = keys);
        services.AddHttpContextAccessor();
        services.AddIdentityCore<Agent>(options => options.User.RequireUniqueEmail = true)
            .AddEntityFrameworkStores<EnsorasDb>()
            .AddSignInManager<ActiveAgentsFilter>()
            .AddClaimsPrincipalFactory<AgentClaims>()
            .AddDefaultTokenProviders();

        services.AddScoped<SignInAttempt>();
        services.AddSingleton<Passwords>();
        services.AddSingleton<PasswordAttempts>();
        services.AddSingleton<OneTimePasswords>();
        services.AddSingleton<IPasswordHasher<Agent>, PasswordHasher<Agent>>();
        services.AddAuthentication(IdentityConstants.ApplicationScheme).AddIdentityCookies();
        services.ConfigureApplicationCookie(cookie =>
        {
            cookie.Cookie.Name = "ensoras";
            cookie.Cookie.SameSite = SameSiteMode.Lax;
            cookie.LoginPath = "/sign-in";
            cookie.LogoutPath = "/sign-out";
            cookie.AccessDeniedPath = "/not-allowed";
            cookie.ReturnUrlParameter = "return";
            cookie.ExpireTimeSpan = AgentSession.Lifetime;
            cookie.SlidingExpiration = true;

            cookie.Events.OnValidatePrincipal = SessionCheck.ValidateAsync;

            // The sign-in page goes on by itself; what the framework would put into the header here is not encoded.
            cookie.Events.OnRedirectToReturnUrl = _ => Task.CompletedTask;

            // A script is told what is missing; only a person is sent to sign in.
            cookie.Events.OnRedirectToLogin = context => Answer(context, StatusCodes.Status401Unauthorized);
            cookie.Events.OnRedirectToAccessDenied = context => Answer(context, StatusCodes.Status403Forbidden);
        });

        // A policy per role: a page says [Authorize(Policy = nameof(Role.Lead))].
        var authorization = services.AddAuthorizationBuilder();
        foreach (var role in Enum.GetValues<Role>())
        {
            authorization.AddPolicy(role.ToString(), policy => policy
                .RequireAuthenticatedUser()
                .RequireAssertion(context => Viewer.From(context.User)?.IsAtLeast(role) is true));
        }

        services.AddCascadingAuthenticationState();
        services.AddScoped<AuthenticationStateProvider, RevalidatingSignIn>();

        // Sign-in's stores ask for a context per request; everything else opens its own from the factory.
        services.AddScoped(provider =>
            provider.GetRequiredService<Microsoft.EntityFrameworkCore.IDbContextFactory<EnsorasDb>>().CreateDbContext());
        return services;
    }

    private static Task Answer(RedirectContext<CookieAuthenticationOptions> context, int status)
    {
        if (context.Request.Path.StartsWithSegments("/api"))
        {
            context.Response.StatusCode = status;
        }
        else
        {
            context.Response.Redirect(context.RedirectUri);
        }

        return Task.CompletedTask;
    }
}
