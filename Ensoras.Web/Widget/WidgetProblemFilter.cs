using System.Globalization;
using System.Threading.RateLimiting;
using Ensoras.Domain.Channels.Widget;
using Ensoras.Web.Live;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.WebUtilities;

namespace Ensoras.Web.Widget;

/// <summary>
/// A request that is answered with a status and a sentence of <see cref="Resources.Widget.WidgetProblems"/>.
/// </summary>
/// <param name="retryAfter">How long the visitor's browser should wait before it tries again; null when it should
/// not.</param>
internal sealed class WidgetProblemException(
    int status, string name, TimeSpan? retryAfter = null, params object[] values) : Exception(name)
{
    public int Status => status;

    public TimeSpan? RetryAfter => retryAfter;

    public IReadOnlyList<object> Values => values;
}

/// <summary>Stands before every call of the chat: turns away who calls too often, and answers what goes wrong in the
/// visitor's language.</summary>
internal sealed class WidgetProblemFilter(
    WidgetRateLimits rates, WidgetSentences sentences, ILogger<WidgetProblemFilter> logger) : IEndpointFilter
{
    private static readonly TimeSpan StorageRetry = TimeSpan.FromSeconds(5);

    public static ProblemHttpResult Problem(int status, string detail) =>
        TypedResults.Problem(detail, statusCode: status, title: ReasonPhrases.GetReasonPhrase(status));

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        http.Response.Headers.CacheControl = "no-store";

        // Only the language of sentences: what is stored must not depend on how a visitor's country writes numbers.
        var language = WidgetLanguages.Best(http.Request.Headers.AcceptLanguage);
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(WidgetLanguages.Default);
        using var lease = rates.Ask(http);
        try
        {
            if (!lease.IsAcquired)
            {
                var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var after)
                    ? after
                    : TimeSpan.FromSeconds(1);
                throw new WidgetProblemException(StatusCodes.Status429TooManyRequests, "tooFast", wait);
            }

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
        if (Refused(http, error) is { } refused && !http.Response.HasStarted)
        {
            return refused;
        }

        var isStorage = StorageFailure.Is(error);
        logger.LogError(
            error,
            "{What} while answering {Method} {Path}.",
            isStorage ? "The database could not be used" : "The chat failed",
            http.Request.Method,
            http.Request.Path);
        return http.Response.HasStarted ? TypedResults.Empty
            : isStorage ? Problem(http, new(StatusCodes.Status503ServiceUnavailable, "storage", StorageRetry))
            : Problem(http, new WidgetProblemException(StatusCodes.Status500InternalServerError, "failed"));
    }

    private ProblemHttpResult? Refused(HttpContext http, Exception error) => error switch
    {
        WidgetProblemException refusal => Problem(http, refusal),
        RuleBrokenException => Problem(StatusCodes.Status400BadRequest, error.Message),
        ForgedIdentityException => Problem(http, new(StatusCodes.Status403Forbidden, "forgedIdentity")),
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } =>
            Problem(http, new WidgetProblemException(StatusCodes.Status413PayloadTooLarge, "tooLarge")),
        BadHttpRequestException bad => Problem(http, new WidgetProblemException(bad.StatusCode, "unreadable")),
        _ => null,
    };

    private ProblemHttpResult Problem(HttpContext http, WidgetProblemException refusal)
    {
        if (refusal.RetryAfter is { } wait)
        {
            var seconds = Math.Max(1, Math.Ceiling(wait.TotalSeconds));
            http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        return Problem(refusal.Status, sentences.Say(refusal.Message, [.. refusal.Values]));
    }
}
