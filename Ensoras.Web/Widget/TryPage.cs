using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using Ensoras.Domain.Channels.Widget;
using Ensoras.Web.Hosting;

namespace Ensoras.Web.Widget;

/// <summary>A page of a made-up shop with the chat on it, for trying.</summary>
internal static class TryPage
{
    public static async Task<IResult> ShowAsync(
        HttpContext http,
        WidgetSessions desk,
        IWebHostEnvironment environment,
        CancellationToken cancellationToken)
    {
        if (await desk.FirstProjectAsync(cancellationToken) is not { } project)
        {
            return WidgetProblemFilter.Problem(
                StatusCodes.Status404NotFound,
                "The desk has not been set up yet. Open /setup first.");
        }

        await using var file = environment.WebRootFileProvider.GetFileInfo("widget/try.html").CreateReadStream();
        using var reader = new StreamReader(file, Encoding.UTF8);
        var page = (await reader.ReadToEndAsync(cancellationToken))
            .Replace("{{nonce}}", SecurityHeaders.NonceOf(http), StringComparison.Ordinal)
            .Replace("{{projectName}}", WebUtility.HtmlEncode(project.Name), StringComparison.Ordinal)
            .Replace("{{projectKey}}", JavaScriptEncoder.Default.Encode(project.PublicKey), StringComparison.Ordinal);
        return Results.Content(page, "text/html; charset=utf-8");
    }
}
