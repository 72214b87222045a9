using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.Data.Sqlite;

namespace Ensoras.Bench.Chats;

/// <summary>
/// Starts the published program on a sample desk of its own, and measures visitors who write all at once.
/// </summary>
internal static class ChatBench
{
    private const string Password = "correct horse battery";

    public static async Task RunAsync(ChatOptions options)
    {
        var data = Directory.CreateTempSubdirectory("ensoras-chats-").FullName;
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        var start = new ProcessStartInfo("dotnet", [options.App, "--sample"])
        {
            WorkingDirectory = Path.GetDirectoryName(options.App),
            RedirectStandardOutput = true,
        };
        start.Environment["ASPNETCORE_URLS"] = address.ToString();
        start.Environment["Ensoras__DataDirectory"] = data;
        start.Environment["Ensoras__SamplePassword"] = Password;
        foreach (var limit in new[] { "SessionsAtOnce", "RequestsAtOnce", "RequestsPerSecond", "MessagesAtOnce" })
        {
            // All visitors come from one address here.
            start.Environment[$"Ensoras__Widget__{limit}"] = "1000000";
        }

        using var server = Process.Start(start)!;
        try
        {
            for (
                var line = await server.StandardOutput.ReadLineAsync();
                line is not null && !line.Contains("listens on", StringComparison.Ordinal);
                line = await server.StandardOutput.ReadLineAsync()) { }

            _ = server.StandardOutput.ReadToEndAsync();
            var before = server.TotalProcessorTime;
            var figures = await new ChatLoad(address, ProjectKey(data), options).RunAsync(
                "admin@sample.test",
                Password);
            server.Refresh();
            Console.WriteLine(figures);
            Console.WriteLine(
                $"The server took {(server.TotalProcessorTime - before).TotalSeconds:N1} s of processor, "
                    + $"{server.PeakWorkingSet64 / (1024 * 1024)} MB at most.");
        }
        finally
        {
            server.Kill(entireProcessTree: true);
            await server.WaitForExitAsync();
            Directory.Delete(data, recursive: true);
        }
    }

    private static string ProjectKey(string data)
    {
        using var connection = new SqliteConnection(
            $"Data Source={Path.Combine(data, "ensoras.db")};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT PublicKey FROM Projects";
        return (string)command.ExecuteScalar()!;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
