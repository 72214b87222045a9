using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.Features;

namespace Ensoras.Web.Widget;

/// <summary>Writes server-sent events.</summary>
internal sealed class EventStream(HttpResponse response)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <param name="newest">The number of the newest message at this moment: what comes up to it is history.</param>
    public async Task BeginAsync(int newest, CancellationToken cancellationToken)
    {
        response.HttpContext.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        response.ContentType = "text/event-stream; charset=utf-8";
        response.Headers["Last-Event-ID"] = newest.ToString(CultureInfo.InvariantCulture);
        response.Headers["X-Accel-Buffering"] = "no";
        await BeatAsync(cancellationToken);
    }

    /// <summary>A comment, so that nobody on the way takes the silence for the end.</summary>
    public async Task BeatAsync(CancellationToken cancellationToken)
    {
        await response.WriteAsync(":\n\n", cancellationToken);
        await response.Body.FlushAsync(cancellationToken);
    }

    /// <summary>One event. The data is one line, as JSON written without indentation always is.</summary>
    public Task WriteAsync(string name, object data, CancellationToken cancellationToken, int? id = null)
    {
        var number = id is null ? "" : string.Create(CultureInfo.InvariantCulture, $"id: {id}\n");
        var json = JsonSerializer.Serialize(data, Json);
        return response.WriteAsync($"event: {name}\n{number}data: {json}\n\n", cancellationToken);
    }

    public Task FlushAsync(CancellationToken cancellationToken) => response.Body.FlushAsync(cancellationToken);
}
