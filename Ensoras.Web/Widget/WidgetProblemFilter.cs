using System.Globalization;
using System.Threading.RateLimiting;
using Ensoras.Domain.Channels.Widget;
using Ensoras.Domain.Tickets;
using Ensoras.Web.Hosting;
using Ensoras.Web.Live;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.WebUtilities;

namespace Ensoras.Web.Widget;

/// <summary>A request that is answered with a status and a sentence.</summary>
internal sealed class WidgetProblemException(int status, string detail) : Exception(detail)
{
    public int Status => status;
}

/// <summary>Stands before every call of the chat: turns away who calls too often, and answers what goes wrong with a sentence.</summary>
internal sealed class WidgetProblemFilter(WidgetRateLimits rates, ILogger<WidgetProblemFilter> logger) : IEndpointFilter
{
    private static readonly TimeSpan StorageRetry = TimeSpan.FromSeconds(5);

    public static ProblemHttpResult Problem(int status, string detail) =>
        TypedResults.Problem(detail, statusCode: status, title: ReasonPhrases.GetReasonPhrase(status));

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        http.Response.Headers.CacheControl = "no-store";
        using var lease = rates.Ask(http);
        if (!lease.IsAcquired)
        {
            var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromSeconds(1);
            return Wait(http, wait, StatusCodes.Status429TooManyRequests, "That was a lot at once. Nothing is lost; it goes on in a moment.");
        }

        try
        {
            return await next(context);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            return TypedResults.Empty;
        }
#pragma warning disable CA1031 // Whatever goes wrong is answered here, in the one form that the chat understands.
        catch (Exception error)
#pragma warning restore CA1031
        {
            return Answer(http, error);
        }
    }

    private IResult Answer(HttpContext http, Exception error)
    {
        var refused = error switch
        {
            WidgetProblemException refusal => Problem(refusal.Status, refusal.Message),
            RuleBrokenException => Problem(StatusCodes.Status400BadRequest, error.Message),
            ForgedIdentityException => Problem(StatusCodes.Status403Forbidden, error.Message),
            BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => Problem(StatusCodes.Status413PayloadTooLarge, "This is too large to be sent. Shorten it or split it in two."),
            BadHttpRequestException bad => Problem(bad.StatusCode, "The request could not be read."),
            _ => null,
        };
        if (refused is not null && !http.Response.HasStarted)
        {
            return refused;
        }

        var isStorage = StorageFailure.Is(error);
        logger.LogError(error, "{What} while answering {Method} {Path}.", isStorage ? "The database could not be used" : "The chat failed", http.Request.Method, http.Request.Path);
        return http.Response.HasStarted ? TypedResults.Empty
            : isStorage ? Wait(http, StorageRetry, StatusCodes.Status503ServiceUnavailable, "The desk cannot store or read anything just now. Nothing you wrote is lost; it is tried again.")
            : Problem(StatusCodes.Status500InternalServerError, "Something went wrong on our side. Please try again.");
    }

    public static ProblemHttpResult Wait(HttpContext http, TimeSpan time, int status, string detail)
    {
        http.Response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(time.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return Problem(status, detail);
    }
}
