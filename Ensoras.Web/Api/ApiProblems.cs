using System.Text.Json;
using Ensoras.Web.Live;
using Ensoras.Web.Localization;
using Ensoras.Web.Resources;

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
                Texts<ApiText>.Of("BadBody", place, ReasonOf(json)),
            BadHttpRequestException bad => bad.Message,
            _ when StorageFailure.Is(error) =>
                Texts<ApiText>.Of("StorageAway"),
            _ => null,
        };

    // The framework's own sentences name types of the program; only ours are passed on.
    private static string ReasonOf(JsonException json) =>
        json is NamesExpectedException expected ? expected.Reason
        : json.InnerException is NamesExpectedException inner ? inner.Reason
        : Texts<ApiText>.Of("WrongKind");
}
