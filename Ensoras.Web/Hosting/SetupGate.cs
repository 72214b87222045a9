using Ensoras.Domain.Projects;

namespace Ensoras.Web.Hosting;

/// <summary>Until the desk has been set up, every page is /setup; afterwards /setup is gone.</summary>
public static class SetupGate
{
    public static void UseSetupGate(this WebApplication app) => app.Use(async (context, next) =>
    {
        var isPage = HttpMethods.IsGet(context.Request.Method) && context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal);
        var isSetup = context.Request.Path.StartsWithSegments("/setup");
        if (isPage || isSetup)
        {
            var exists = await context.RequestServices.GetRequiredService<ProjectReads>().ExistsAsync(context.RequestAborted);
            if (exists == isSetup)
            {
                context.Response.Redirect(exists ? "/" : "/setup");
                return;
            }
        }

        await next(context);
    });
}
