using Ensoras.Domain.Storage;

namespace Ensoras.Web.Hosting;

/// <summary>
/// What a supervisor asks. <c>/health/live</c>: does the program answer, whatever the database does; restart it when
/// not.
/// <c>/health/ready</c> (also <c>/health</c>): can it store something; send it nobody when not.
/// </summary>
public static class HealthEndpoints
{
    public static void MapHealth(this WebApplication app)
    {
        app.MapGet("/health/live", () => TypedResults.Ok(new { status = "alive" })).AllowAnonymous();
        app.MapGet("/health/ready", CheckAsync).AllowAnonymous();
        app.MapGet("/health", CheckAsync).AllowAnonymous();
    }

    private static async Task<IResult> CheckAsync(HttpContext context, StorageProbe storage)
    {
        context.Response.Headers.CacheControl = "no-store";
        return await storage.CheckAsync() is { } trouble
            ? TypedResults.Json(
                new { status = "unhealthy", reason = trouble.ToString() },
                statusCode: StatusCodes.Status503ServiceUnavailable)
            : TypedResults.Ok(new { status = "healthy" });
    }
}
