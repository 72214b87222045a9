using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Ensoras.Tests.Hosting;

public sealed class PortInUseTests
{
    [Theory]
    [InlineData("http://127.0.0.1:99999")]
    [InlineData("nonsense")]
    [InlineData("http://203.0.113.1:5080")]
    public async Task An_address_at_which_nobody_can_listen_gives_one_clear_line_and_the_exit_code_1(string address)
    {
        var (code, _, errors) = await RunAsync(address);

        Assert.Equal(1, code);
        Assert.StartsWith(
            "The desk cannot listen at the address it was given:",
            Assert.Single(errors),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_that_another_program_has_gives_one_clear_line_and_the_exit_code_1()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        var (code, output, errors) = await RunAsync($"http://127.0.0.1:{port}");

        Assert.Equal(1, code);
        var line = Assert.Single(errors);
        Assert.Contains($"{port}", line, StringComparison.Ordinal);
        Assert.Contains("choose another address: ASPNETCORE_URLS=", line, StringComparison.Ordinal);
        Assert.DoesNotContain("listens", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    // With the settings that a published program has: its log is on.
    private static async Task<(int Code, string Output, string[] Errors)> RunAsync(string address)
    {
        var data = Directory.CreateTempSubdirectory("ensoras-test-").FullName;
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Ensoras.Web.dll")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = AppContext.BaseDirectory,
        };
        start.Environment["ASPNETCORE_URLS"] = address;
        start.Environment["Ensoras__DataDirectory"] = data;
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(3));
        Directory.Delete(data, recursive: true);
        return (process.ExitCode, await output, (await errors).Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }
}
