using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Ensoras.Bench.Seeding;

namespace Ensoras.Bench.Chats;

/// <summary>
/// Visitors who write at a steady rate to a running desk, some with an open event stream, while one person opens the
/// Inbox again and again. A message's time counts from when it was due, so that a server that falls behind cannot
/// hide it.
/// </summary>
internal sealed partial class ChatLoad(Uri address, string projectKey, ChatOptions options)
{
    private readonly ConcurrentBag<double> _messages = [];
    private readonly ConcurrentBag<double> _pages = [];
    private int _failed;

    public async Task<ChatFigures> RunAsync(string email, string password)
    {
        using var handler = new SocketsHttpHandler { MaxConnectionsPerServer = 2_000, UseCookies = false };
        using var client = new HttpClient(handler) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(60) };
        var tokens = await BeginAsync(client);
        using var person = await SignInAsync(email, password);
        using var over = new CancellationTokenSource();
        var streams = tokens.Take(options.Streams).Select(token => FollowAsync(client, token, over.Token)).ToList();
        await WriteAsync(client, tokens, TimeSpan.FromSeconds(5));
        _messages.Clear();

        var reading = ReadInboxAsync(person, over.Token);
        var began = Stopwatch.GetTimestamp();
        await WriteAsync(client, tokens, options.Duration);
        var took = Stopwatch.GetElapsedTime(began);
        await over.CancelAsync();
        await Task.WhenAll([reading, .. streams]);
        return new ChatFigures(_messages.Count / took.TotalSeconds, [.. _messages], [.. _pages], _failed);
    }

    private async Task<List<string>> BeginAsync(HttpClient client)
    {
        var tokens = new List<string>();
        for (var visitor = 0; visitor < options.Visitors; visitor++)
        {
            using var answer = await client.PostAsJsonAsync("/api/widget/v1/sessions", new { projectKey });
            answer.EnsureSuccessStatusCode();
            var token = (string)(await answer.Content.ReadFromJsonAsync<JsonNode>())!["token"]!;
            await SendAsync(client, token, Stopwatch.GetTimestamp());
            tokens.Add(token);
        }

        return tokens;
    }

    private async Task WriteAsync(HttpClient client, List<string> tokens, TimeSpan duration)
    {
        var began = Stopwatch.GetTimestamp();
        var sending = new List<Task>();
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        for (var number = 0; Stopwatch.GetElapsedTime(began) < duration;)
        {
            await tick.WaitForNextTickAsync();
            for (; number < Stopwatch.GetElapsedTime(began).TotalSeconds * options.PerSecond; number++)
            {
                var due = began + (long)(number / options.PerSecond * Stopwatch.Frequency);
                sending.Add(SendAsync(client, tokens[number % tokens.Count], due));
            }
        }

        await Task.WhenAll(sending);
    }

    private async Task SendAsync(HttpClient client, string token, long due)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/widget/v1/messages");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Content = JsonContent.Create(
            new { clientId = Guid.CreateVersion7(), text = Phrases.Question(Random.Shared) });
        try
        {
            using var answer = await client.SendAsync(request);
            if (answer.IsSuccessStatusCode)
            {
                _messages.Add(Stopwatch.GetElapsedTime(due).TotalMilliseconds);
                return;
            }
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException)
        {
            // Not answered within a minute: failed.
        }

        Interlocked.Increment(ref _failed);
    }

    private static async Task FollowAsync(HttpClient client, string token, CancellationToken over)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/widget/v1/events");
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, over);
            await using var stream = await answer.Content.ReadAsStreamAsync(over);
            await stream.CopyToAsync(Stream.Null, over);
        }
        catch (OperationCanceledException)
        {
            // The measurement is over.
        }
    }

    private async Task ReadInboxAsync(HttpClient person, CancellationToken over)
    {
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (!over.IsCancellationRequested)
        {
            var asked = Stopwatch.GetTimestamp();
            using var answer = await person.GetAsync("/", CancellationToken.None);
            answer.EnsureSuccessStatusCode();
            _pages.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
            await pause.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    private async Task<HttpClient> SignInAsync(string email, string password)
    {
        var client = new HttpClient(new HttpClientHandler { CookieContainer = new CookieContainer() })
        {
            BaseAddress = address,
        };
        var page = await client.GetStringAsync("/sign-in");
        var fields = HiddenField()
            .Matches(page)
            .ToDictionary(
                match => WebUtility.HtmlDecode(match.Groups[1].Value),
                match => WebUtility.HtmlDecode(match.Groups[2].Value));
        fields["Input.Email"] = email;
        fields["Input.Password"] = password;
        using var answer = await client.PostAsync("/sign-in", new FormUrlEncodedContent(fields));
        answer.EnsureSuccessStatusCode();
        return client;
    }

    [GeneratedRegex("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"")]
    private static partial Regex HiddenField();
}
