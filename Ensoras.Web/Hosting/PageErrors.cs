namespace Ensoras.Web.Hosting;

/// <summary>What a page that failed answers: the error page, with the status that says whose mistake it was.</summary>
internal static class PageErrors
{
    public static ExceptionHandlerOptions Options => new()
    {
        ExceptionHandlingPath = "/error",
        CreateScopeForErrors = true,
        StatusCodeSelector = error => error switch
        {
            BadHttpRequestException bad => bad.StatusCode,

            // A form that is none: without its boundary, or with more fields than any page has.
            InvalidDataException => StatusCodes.Status400BadRequest,
            _ => StatusCodes.Status500InternalServerError,
        },
    };
}
