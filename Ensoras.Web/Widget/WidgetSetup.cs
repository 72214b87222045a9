using Ensoras.Domain.Live;
using Ensoras.Domain.Tickets;
using Microsoft.AspNetCore.Mvc;

namespace Ensoras.Web.Widget;

/// <summary>The public chat: its services and its addresses.</summary>
public static class WidgetSetup
{
    /// <summary>Well above 20,000 characters of any alphabet.</summary>
    private const int LargestRequest = 128 * 1024;

    public static IServiceCollection AddWidget(this IServiceCollection services)
    {
        services.AddOptions<WidgetLimits>().BindConfiguration("Ensoras:Widget");
        services.AddLocalization();
        services.AddSingleton<WidgetSentences>();
        services.AddSingleton<WidgetRateLimits>();
        services.AddSingleton<UploadBudget>();
        services.AddSingleton<WidgetConnections>();
        return services.AddSingleton<WidgetEvents>();
    }

    public static void MapWidget(this WebApplication app)
    {
        app.MapGet("/widget/try", TryPage.ShowAsync).AllowAnonymous();

        // From the start, so that other servers hear of the people whose screens are open here.
        app.Services.GetRequiredService<Attendance>();

        // Strangers call these: no cookie is read, and the token is the only key.
        var widget = app.MapGroup("/api/widget/v1")
            .AllowAnonymous()
            .DisableAntiforgery()
            .ExcludeFromDescription()
            .WithMetadata(new RequestSizeLimitAttribute(LargestRequest))
            .AddEndpointFilter<WidgetProblemFilter>();
        widget.MapGet("/text", WidgetEndpoints.ShowText).WithMetadata(WidgetRate.Call);
        widget.MapGet("/projects/{key}", WidgetEndpoints.ShowProjectAsync).WithMetadata(WidgetRate.Call);
        widget.MapPost("/sessions", WidgetEndpoints.StartAsync).WithMetadata(WidgetRate.Session);
        widget.MapGet("/session", WidgetEndpoints.ShowSessionAsync).WithMetadata(WidgetRate.Call);
        widget.MapPatch("/session", WidgetEndpoints.IntroduceAsync).WithMetadata(WidgetRate.Call);
        widget.MapPost("/session/takeover", WidgetEndpoints.TakeOverAsync).WithMetadata(WidgetRate.Call);
        widget.MapPost("/session/close", WidgetEndpoints.CloseAsync).WithMetadata(WidgetRate.Call);
        widget.MapPost("/messages", WidgetEndpoints.WriteAsync).WithMetadata(WidgetRate.Message);
        widget.MapPost("/typing", WidgetEndpoints.TypingAsync).WithMetadata(WidgetRate.Call);
        widget.MapPost("/page", WidgetEndpoints.PageAsync).WithMetadata(WidgetRate.Call);
        widget.MapGet("/events", WidgetEndpoints.FollowAsync).WithMetadata(WidgetRate.Call);
        widget.MapPost("/attachments", WidgetFiles.ReceiveAsync)
            .WithMetadata(WidgetRate.Message, new RequestSizeLimitAttribute(Attachment.MaxBytes + LargestRequest));
        widget.MapGet("/attachments/{id:guid}", WidgetFiles.ReadAsync).WithMetadata(WidgetRate.Call);
        widget.MapDelete("/attachments/{id:guid}", WidgetFiles.RemoveAsync).WithMetadata(WidgetRate.Call);
        widget.MapFallback(
            IResult () => throw new WidgetProblemException(StatusCodes.Status404NotFound, "nothingHere"));
    }
}
