using System.Text.Json;
using Ensoras.Web.Live;

namespace Ensoras.Web.Api;

/// <summary>
/// Every answer of the API that is no success carries a problem (RFC 9457): what could not be read, what is not
/// there, who is not signed in.
/// </summary>
public static class ApiProblems
{
    public static IServiceCollection AddApiProblems(this IServiceCollection services) =>
        services
            .Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true)
            .AddProblemDetails(options =>
                options.CustomizeProblemDetails = context =>
                {
                    context.ProblemDetails.Detail ??= Explain(context.Exception);
                    if (
                        context.Exception is BadHttpRequestException
                        {
                            InnerException: JsonException { Path: { } place } json
                        })
                    {
                        context.ProblemDetails.Extensions["errors"] = new Dictionary<string, string[]>
                        {
                            [place.TrimStart('$', '.')] = [ReasonOf(json)],
                        };
                    }
                });

    public static void UseApiProblems(this WebApplication app) =>
        app.UseWhen(
            context => context.Request.Path.StartsWithSegments("/api"),
            api =>
                api.UseExceptionHandler(new ExceptionHandlerOptions { StatusCodeSelector = StatusOf })
                    .UseStatusCodePages());

    private static int StatusOf(Exception error) =>
        error switch
        {
            BadHttpRequestException bad => bad.StatusCode,
            _ when StorageFailure.Is(error) => StatusCodes.Status503ServiceUnavailable,
            _ => StatusCodes.Status500InternalServerError,
        };

    private static string? Explain(Exception? error) =>
        error switch
        {
            BadHttpRequestException { InnerException: JsonException { Path: { } place } json } =>
                $"The body is not what is expected here, at {place}. {ReasonOf(json)}",
            BadHttpRequestException bad => bad.Message,
            _ when StorageFailure.Is(error) =>
                "The desk cannot store or read anything just now. Try again in a moment.",
            _ => null,
        };

    // The framework's own sentences name types of the program; ours stand in front of what it adds.
    private static string ReasonOf(JsonException json) =>
        json.Message.StartsWith("It must ", StringComparison.Ordinal)
            ? json.Message.Split(" Path:")[0]
            : "It is not of the kind that is expected.";
}
