using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;

namespace Ensoras.Tests.Support;

/// <summary>
/// The program in a process of its own, which a test can kill without warning and start again on the same data.
/// </summary>
public sealed partial class DeskProcess : IAsyncDisposable
{
    public const string Password = "correct horse battery";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private readonly string _dataDirectory = Directory.CreateTempSubdirectory("ensoras-test-").FullName;
    private readonly List<string> _output = [];
    private Process? _process;
    private string? _address;

    /// <summary>Where it listens; the same after each start.</summary>
    public Uri Address => new(_address ?? throw new InvalidOperationException("It has not been started."));

    public string SqliteFile => Path.Combine(_dataDirectory, "ensoras.db");

    /// <summary>Starts it on the sample desk and waits until it listens.</summary>
    public async Task StartAsync()
    {
        var listens = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var program = Path.Combine(AppContext.BaseDirectory, "Ensoras.Web.dll");
        var start = new ProcessStartInfo("dotnet", [program, "--sample"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = AppContext.BaseDirectory,
        };
        start.Environment["ASPNETCORE_URLS"] = _address ?? "http://127.0.0.1:0";
        start.Environment["Ensoras__DataDirectory"] = _dataDirectory;
        start.Environment["Ensoras__SamplePassword"] = Password;

        // All visitors of a test share one address.
        start.Environment["Ensoras__Widget__SessionsAtOnce"] = "100000";
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Hear(line.Data, listens);
        _process.ErrorDataReceived += (_, line) => Hear(line.Data, listens);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        var first = await Task.WhenAny(listens.Task, _process.WaitForExitAsync()).WaitAsync(Patience);
        if (first != listens.Task)
        {
            throw new InvalidOperationException($"The desk did not start:\n{string.Join('\n', _output)}");
        }

        _address = await listens.Task;
    }

    /// <summary>SIGKILL: no warning, nothing is flushed.</summary>
    public async Task KillAsync()
    {
        _process!.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    /// <summary>A client that is signed in as one of the sample's people.</summary>
    public async Task<HttpClient> SignInAsync(string email)
    {
        var client = new HttpClient(new HttpClientHandler { CookieContainer = new CookieContainer() })
        {
            BaseAddress = Address,
            Timeout = TimeSpan.FromSeconds(20),
        };
        var page = await client.GetStringAsync("/sign-in");
        var fields = HiddenField()
            .Matches(page)
            .ToDictionary(
                match => WebUtility.HtmlDecode(match.Groups[1].Value),
                match => WebUtility.HtmlDecode(match.Groups[2].Value));
        fields["Input.Email"] = email;
        fields["Input.Password"] = Password;
        using var answer = await client.PostAsync("/sign-in", new FormUrlEncodedContent(fields));
        answer.EnsureSuccessStatusCode();

        // As a script says that a call without a body is meant.
        client.DefaultRequestHeaders.Add("X-Requested-With", "Ensoras.Tests");
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await KillAsync();
        }

        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_dataDirectory, recursive: true);
    }

    private void Hear(string? line, TaskCompletionSource<string> listens)
    {
        if (line is null)
        {
            return;
        }

        _output.Add(line);
        if (ListensOn().Match(line) is { Success: true } found)
        {
            listens.TrySetResult(found.Groups[1].Value);
        }
    }

    [GeneratedRegex("listens on (http://[^, ]+)")]
    private static partial Regex ListensOn();

    [GeneratedRegex("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"")]
    private static partial Regex HiddenField();
}
