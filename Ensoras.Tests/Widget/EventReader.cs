using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Ensoras.Tests.Widget;

/// <summary>One event as it came over the wire.</summary>
internal sealed record ServerEvent(string Name, int? Id, JsonElement Data)
{
    public string? Text =>
        Data.TryGetProperty("text", out var text) ? text.GetString()
        : Data.TryGetProperty("html", out var html) ? html.GetString()
        : null;
}

/// <summary>An open event stream. Waiting is bounded, so that what never comes fails the test.</summary>
internal sealed class EventReader(HttpResponseMessage response, StreamReader reader) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public HttpResponseMessage Response => response;

    public static async Task<EventReader> OpenAsync(HttpClient http, string token, int? after)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "events");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Headers.Accept.ParseAdd("text/event-stream");
        if (after is { } id)
        {
            request.Headers.Add("Last-Event-ID", id.ToString(CultureInfo.InvariantCulture));
        }

        var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return new EventReader(response, new StreamReader(await response.Content.ReadAsStreamAsync()));
    }

    /// <summary>
    /// The next event but for the state, which comes whenever it changes; null at the end of the stream.
    /// </summary>
    public async Task<ServerEvent?> NextAsync()
    {
        var next = await ReadAsync();
        while (next?.Name == "state")
        {
            next = await ReadAsync();
        }

        return next;
    }

    private async Task<ServerEvent?> ReadAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        var (name, id, data) = ("message", (int?)null, (string?)null);
        while (await reader.ReadLineAsync(patience.Token) is { } line)
        {
            if (line.Length == 0)
            {
                if (data is not null)
                {
                    return new ServerEvent(name, id, JsonDocument.Parse(data).RootElement);
                }
            }
            else if (line.StartsWith("event: ", StringComparison.Ordinal))
            {
                name = line[7..];
            }
            else if (line.StartsWith("id: ", StringComparison.Ordinal))
            {
                id = int.Parse(line[4..], CultureInfo.InvariantCulture);
            }
            else if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                data = line[6..];
            }
        }

        return null;
    }

    /// <summary>The next event of this name, whatever comes before it.</summary>
    public async Task<ServerEvent> NextAsync(string name)
    {
        while (await ReadAsync() is { } next)
        {
            if (next.Name == name)
            {
                return next;
            }
        }

        throw new InvalidOperationException($"The stream ended before an event “{name}” came.");
    }

    public async Task<List<ServerEvent>> MessagesAsync(int count)
    {
        var messages = new List<ServerEvent>();
        while (messages.Count < count)
        {
            messages.Add(await NextAsync("message"));
        }

        return messages;
    }

    public void Dispose()
    {
        reader.Dispose();
        response.Dispose();
    }
}
