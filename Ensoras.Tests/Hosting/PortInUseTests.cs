using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Ensoras.Tests.Hosting;

public sealed class PortInUseTests
{
    [Fact]
    public async Task A_port_that_another_program_has_gives_one_clear_line_and_the_exit_code_1()
    {
        var data = Directory.CreateTempSubdirectory("ensoras-test-").FullName;
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Ensoras.Web.dll")]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = AppContext.BaseDirectory };
        start.Environment["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}";
        start.Environment["Ensoras__DataDirectory"] = data;
        start.Environment["Logging__LogLevel__Default"] = "None";

        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));

        Assert.Equal(1, process.ExitCode);
        var line = Assert.Single((await errors).Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains($"{port}", line, StringComparison.Ordinal);
        Assert.Contains("choose another address: ASPNETCORE_URLS=", line, StringComparison.Ordinal);
        Assert.DoesNotContain("listens", await output, StringComparison.Ordinal);
        Directory.Delete(data, recursive: true);
    }
}
