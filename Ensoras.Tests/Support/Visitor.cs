using System.Net;
using System.Text.RegularExpressions;

namespace Ensoras.Tests.Support;

/// <summary>What a page answered; redirects are not followed.</summary>
public sealed record Answer(HttpStatusCode Status, string? Location, string Body)
{
    /// <summary>Short, so that a failed test shows what matters.</summary>
    public override string ToString() => $"{(int)Status} {Location} ({Body.Length} characters)";
}

/// <summary>A person with a browser that runs no script, with cookies of their own: for the plain forms.</summary>
public sealed partial class Visitor(HostedDesk desk, string accept = "text/html") : IDisposable
{
    private readonly CookieContainer _cookies = new();
    private HttpClient? _http;

    public HttpClient Http =>
        _http ??= new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = _cookies })
        {
            BaseAddress = desk.Address,
            DefaultRequestHeaders = { { "Accept", accept } },
        };

    /// <summary>Somebody who has got hold of this browser's cookies.</summary>
    public Visitor Copy()
    {
        var copy = new Visitor(desk, accept);
        copy._cookies.Add(_cookies.GetAllCookies());
        return copy;
    }

    public async Task<Answer> GetAsync(string path) => await AnswerAsync(await Http.GetAsync(path));

    public async Task<Answer> PostAsync(string path, IEnumerable<KeyValuePair<string, string>> fields)
    {
        using var form = new FormUrlEncodedContent(fields);
        return await AnswerAsync(await Http.PostAsync(path, form));
    }

    /// <summary>Opens the page, fills its form and sends it, with the hidden fields that the page put there.</summary>
    /// <param name="form">Which form, by its name, when there are several.</param>
    public async Task<Answer> SendFormAsync(string path, string? form, params (string Name, string Value)[] fields)
    {
        var page = await GetAsync(path);
        var part = Form()
            .Matches(page.Body)
            .Select(match => match.Value)
            .First(text => form is null || text.Contains($"value=\"{form}\"", StringComparison.Ordinal));
        var hidden = Hidden()
            .Matches(part)
            .Select(match => new KeyValuePair<string, string>(
                match.Groups["name"].Value,
                WebUtility.HtmlDecode(match.Groups["value"].Value)));
        return await PostAsync(
            path,
            hidden.Concat(fields.Select(field => new KeyValuePair<string, string>(field.Name, field.Value))));
    }

    public Task<Answer> SendAsync(string path, params (string Name, string Value)[] fields) =>
        SendFormAsync(path, null, fields);

    public Task<Answer> SignInAsync(Role role, string password = HostedDesk.Password) =>
        SendAsync("/sign-in", ("Input.Email", desk[role].Email!), ("Input.Password", password));

    public void Dispose() => _http?.Dispose();

    private static async Task<Answer> AnswerAsync(HttpResponseMessage response)
    {
        using (response)
        {
            var location = response.Headers.Location;
            return new Answer(
                response.StatusCode,
                location is null ? null : location.IsAbsoluteUri ? location.PathAndQuery : location.ToString(),
                WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync()));
        }
    }

    [GeneratedRegex("<form .*?</form>", RegexOptions.Singleline)]
    private static partial Regex Form();

    [GeneratedRegex("""<input type="hidden" name="(?<name>[^"]+)" value="(?<value>[^"]*)" />""")]
    private static partial Regex Hidden();
}
