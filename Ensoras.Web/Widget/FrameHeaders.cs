namespace Ensoras.Web.Widget;

/// <summary>
/// Who may show a page in a frame: any site the chat, only the desk itself everything else. Blazor leaves this header to us,
/// because WebSocket compression is off. Runs before everything, so that refusals and errors carry it too.
/// </summary>
internal sealed class FrameHeaders : IStartupFilter
{
    /// <summary>The chat is framed by strangers and shows what strangers wrote: nothing but its own files is ever loaded or called.</summary>
    private const string Chat =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data: blob:; base-uri 'none'; form-action 'none'; frame-ancestors *";

    private const string Desk = "frame-ancestors 'self'";

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(async (context, following) =>
        {
            context.Response.OnStarting(() =>
            {
                var headers = context.Response.Headers;
                if (headers.ContentSecurityPolicy.Count == 0)
                {
                    headers.ContentSecurityPolicy = context.Request.Path.Equals("/widget/chat.html", StringComparison.OrdinalIgnoreCase) ? Chat : Desk;
                }

                headers.XContentTypeOptions = "nosniff";
                return Task.CompletedTask;
            });
            await following(context);
        });
        next(app);
    };
}
