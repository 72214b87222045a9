using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;

namespace Ensoras.Tests.Support;

/// <summary>The whole program in this process, on a data directory of its own, at a real address on a free port.</summary>
public sealed class HostedDesk : WebApplicationFactory<Program>
{
    private readonly string dataDirectory = Directory.CreateTempSubdirectory("ensoras-test-").FullName;

    public HostedDesk()
    {
        UseKestrel(0);
        StartServer();
    }

    /// <summary>Where it listens, for example http://127.0.0.1:41235/.</summary>
    public Uri Address => ClientOptions.BaseAddress;

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseSetting("Ensoras:DataDirectory", dataDirectory);
        builder.UseSetting("Logging:LogLevel:Default", "Warning");
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing && Directory.Exists(dataDirectory))
        {
            Directory.Delete(dataDirectory, recursive: true);
        }
    }
}
