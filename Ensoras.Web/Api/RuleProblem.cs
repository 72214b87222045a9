using Ensoras.Domain.People;
using Ensoras.Web.Localization;
using Ensoras.Web.Resources;

namespace Ensoras.Web.Api;

/// <summary>Answers an operation that the rules refuse with 409 and the sentence that says why (RFC 9457).</summary>
public sealed class RuleProblem : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (SignedOutException refusal)
        {
            return TypedResults.Problem(
                refusal.Message,
                statusCode: StatusCodes.Status401Unauthorized,
                title: Texts<ApiText>.Of("SignedOut"));
        }
        catch (RuleBrokenException refusal)
        {
            return TypedResults.Problem(
                refusal.Message,
                statusCode: StatusCodes.Status409Conflict,
                title: Texts<ApiText>.Of("NotPossible"));
        }
    }
}
