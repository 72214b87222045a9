using Ensoras.Domain.Projects;

namespace Ensoras.Web.Hosting;

/// <summary>Until the desk has been set up, every page is /setup; afterwards /setup is gone.</summary>
public static class SetupGate
{
    public static void UseSetupGate(this WebApplication app) =>
        app.Use(
            async (context, next) =>
            {
                // The error page must not ask the database that may be what failed.
                var isPage =
                    !context.Request.Path.StartsWithSegments("/error")
                    && HttpMethods.IsGet(context.Request.Method)
                    && context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal);
                var isSetup = context.Request.Path.StartsWithSegments("/setup");
                if (isPage || isSetup)
                {
                    var isSetUp = await context
                        .RequestServices.GetRequiredService<ProjectReads>()
                        .IsSetUpAsync(context.RequestAborted);
                    if (isSetUp == isSetup)
                    {
                        context.Response.Redirect(isSetUp ? "/" : "/setup");
                        return;
                    }
                }

                await next(context);
            });
}
